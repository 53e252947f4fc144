#!/bin/sh
# Converts letters: cmake/run.sh [LETTER...], without letters the samples. Installs what is needed, builds, and writes to
# out/. The exit status is that of `sheaf convert`.
set -eu

# The letters are named from where the caller stands.
here=$PWD
cd "$(dirname "$0")/.."
. cmake/setup.sh
need run
build_in build/release -DCMAKE_BUILD_TYPE=Release -DSHEAF_BUILD_TESTS=OFF

sheaf=$PWD/build/release/bin/sheaf
out=$PWD/out
if [ $# -eq 0 ]; then
    here=$PWD/samples/letters
    cd "$here"
    set -- *.docx *.pdf
fi
cd "$here"
status=0
"$sheaf" convert "$@" -o "$out" </dev/null || status=$?

page=$out/$(basename "$1").html
if [ ! -f "$page" ]; then
    page=$(find "$out" -name '*.html' 2>/dev/null | sort | head -1)
fi
if [ -n "$page" ]; then
    echo "Open $page in a browser; beside it stand the JSON and CSV files, and the other letters." >&2
fi
exit $status
