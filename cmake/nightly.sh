#!/bin/sh
# What takes hours: cmake/nightly.sh [sanitizers|coverage|faults]..., without an argument all three. Installs what is needed.
#
#   sanitizers   all tests, built by Clang with the address and undefined-behaviour sanitizers
#   coverage     the share of lines that the unit tests and the guide run, by folder: build/coverage/folders.txt
#   faults       small faults are planted, one after the other, and the unit tests must notice each (tests/faults)
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh
need nightly

sanitizers() {
    build_with_sanitizers && run_tests build/sanitize --label-exclude style
}

coverage() {
    build_in build/coverage -DCMAKE_BUILD_TYPE=Debug -DSHEAF_BUILD_TESTS=ON "-DCMAKE_CXX_FLAGS=--coverage -fprofile-abs-path" ||
        return 1
    find build/coverage -name '*.gcda' -delete
    run_tests build/coverage --label-regex 'unit|guide' || return 1
    gcovr --root . --filter 'core/' --filter 'plugins/' --exclude '.*/tests/' --gcov-ignore-parse-errors \
        --csv build/coverage/files.csv build/coverage >&2 || return 1
    python3 tests/coverage.py build/coverage/files.csv | tee build/coverage/folders.txt
}

faults() {
    build_for_test && python3 tests/faults/plant.py --build build/faults --most-survivors 3
}

failed=
[ $# -gt 0 ] || set -- sanitizers coverage faults
for part in "$@"; do
    echo "== $part"
    case $part in
        sanitizers | coverage | faults) "$part" || failed="$failed $part" ;;
        *)
            echo "cmake/nightly.sh: there is no part \"$part\": sanitizers, coverage, faults" >&2
            exit 2
            ;;
    esac
done
if [ -n "$failed" ]; then
    echo "failed:$failed"
    exit 1
fi
