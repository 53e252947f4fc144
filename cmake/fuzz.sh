#!/bin/sh
# Lets a fuzzer search: cmake/fuzz.sh TARGET MINUTES, by Clang's libFuzzer with the address and undefined-behaviour sanitizers.
# TARGET is one of tests/fuzz: pdf, docx, odt, html, json, toml, messages, journal. It begins with the target's seeds, with the
# hostile files of the folder `shared` next to the repository if they are there, and with what it found before
# (build/fuzz/corpus/TARGET). What ends the program is left in build/fuzz/findings; mend it with a small test of its own.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh
need check
if [ $# != 2 ]; then
    echo "usage: cmake/fuzz.sh TARGET MINUTES" >&2
    exit 2
fi
target=$1
minutes=$2

# Only what the target needs is built; coverage of all of it leads the search.
cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_BUILD_TYPE=Debug \
    "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -gline-tables-only -fsanitize=fuzzer-no-link" -DSHEAF_SANITIZE=ON -DSHEAF_FUZZ=ON \
    -DSHEAF_BUILD_TESTS=ON ${SHEAF_FUZZ_OPTIONS:-} </dev/null >&2
cmake --build build/fuzz --target "fuzz-$target" ${SHEAF_BUILD_JOBS:+-j "$SHEAF_BUILD_JOBS"} </dev/null >&2

corpus=build/fuzz/corpus/$target
mkdir -p "$corpus" build/fuzz/findings
for seed in $(tr ';' ' ' <"build/fuzz/tests/fuzz/$target.seeds"); do
    find "$seed" -type f -size -64k -exec cp -n {} "$corpus" \;
done
# Some targets write a file for each input.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
export SHEAF_FUZZ_SEEDS=$corpus
export LSAN_OPTIONS=suppressions=$PWD/cmake/leaks.txt:print_suppressions=0
export ASAN_OPTIONS=detect_odr_violation=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
exec "build/fuzz/bin/fuzz-$target" -max_total_time="$((minutes * 60))" -timeout=30 -rss_limit_mb=3000 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/findings/$target-" "$corpus"
