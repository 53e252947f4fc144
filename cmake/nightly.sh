#!/bin/sh
# What takes hours: cmake/nightly.sh [PART]..., without an argument all of them. Installs what is needed.
#
#   sanitizers   all tests, built by Clang with the address and undefined-behaviour sanitizers
#   threads      what has threads, `sheaf review` and the console, with the thread sanitizer
#   memory       the samples and the unit tests of plugins by valgrind, which sees memory that is read before it is written, also
#                in the libraries: build/memory/PROGRAM.txt
#   coverage     the share of lines that the unit tests and the guide run, by folder: build/coverage/folders.txt
#   faults       small faults are planted, one after the other, and the unit tests must notice each (tests/faults)
#   fuzz         each target of tests/fuzz searches for SHEAF_FUZZ_MINUTES (120)
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh
need nightly

sanitizers() {
    build_with_sanitizers && run_tests build/sanitize --label-exclude style
}

threads() {
    build_in build/threads -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_BUILD_TYPE=Debug -DSHEAF_BUILD_TESTS=ON \
        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=32 \
        "-DCMAKE_CXX_FLAGS=-fsanitize=thread" "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -gline-tables-only" &&
        run_tests build/threads --tests-regex '^(review|review-decisions|review-security|cli)$'
}

# Not optimised, which valgrind wants, too: an optimised comparison may look at the value of an empty `std::optional`.
build_for_coverage() {
    build_in build/coverage -DCMAKE_BUILD_TYPE=Debug -DSHEAF_BUILD_TESTS=ON -DCMAKE_UNITY_BUILD=ON \
        -DCMAKE_UNITY_BUILD_BATCH_SIZE=32 "-DCMAKE_CXX_FLAGS=--coverage -fprofile-abs-path"
}

memory() {
    build_for_coverage || return 1
    mkdir -p build/memory
    failed_here=
    in_memory sheaf convert --quiet pipelines/inspection-letters.toml samples/letters/*.pdf samples/letters/*.docx \
        samples/letters/*.fodt samples/letters/*.html samples/letters/*.mht --output build/memory/samples
    for program in build/coverage/bin/test-plugin-*; do
        SHEAF_PLUGIN_PATH=$PWD/build/coverage/lib/sheaf/1 in_memory "${program##*/}"
    done
    [ -z "$failed_here" ] && return 0
    echo "valgrind has something to say of:$failed_here"
    return 1
}

# in_memory PROGRAM ARGUMENT...: only what valgrind finds counts.
in_memory() {
    program=$1
    shift
    status=0
    valgrind --quiet --error-exitcode=99 --leak-check=no --suppressions=cmake/valgrind.txt "build/coverage/bin/$program" "$@" \
        </dev/null >"build/memory/$program.txt" 2>&1 || status=$?
    [ "$status" != 99 ] || failed_here="$failed_here $program"
}

coverage() {
    build_for_coverage || return 1
    find build/coverage -name '*.gcda' -delete
    run_tests build/coverage --label-regex 'unit|guide' || return 1
    gcovr --root . --filter 'core/' --filter 'plugins/' --exclude '.*/tests/' --gcov-ignore-parse-errors \
        --csv build/coverage/files.csv build/coverage >&2 || return 1
    python3 tests/coverage.py build/coverage/files.csv | tee build/coverage/folders.txt
}

faults() {
    python3 tests/faults/plant.py --build build/faults --most-survivors 3
}

fuzz() {
    for target in $(sed -n 's/^sheaf_add_fuzz(\([a-z]*\).*/\1/p' tests/fuzz/CMakeLists.txt); do
        cmake/fuzz.sh "$target" "${SHEAF_FUZZ_MINUTES:-120}" || return 1
    done
}

failed=
[ $# -gt 0 ] || set -- sanitizers threads memory coverage faults fuzz
for part in "$@"; do
    echo "== $part"
    case $part in
        sanitizers | threads | memory | coverage | faults | fuzz) "$part" || failed="$failed $part" ;;
        *)
            echo "cmake/nightly.sh: there is no part \"$part\": sanitizers, threads, memory, coverage, faults, fuzz" >&2
            exit 2
            ;;
    esac
done
if [ -n "$failed" ]; then
    echo "failed:$failed"
    exit 1
fi
