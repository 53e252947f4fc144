#!/bin/sh
# Builds Sheaf and runs its tests: cmake/test.sh [CTEST OPTION...], such as `cmake/test.sh -R text`. Installs what is needed.
# Ends with what did not run and why. SHEAF_WERROR=ON in the environment makes warnings errors.
#
# The checks of style (label `style`) are left out, because clang-tidy takes longer than everything else; .ci/run includes them.
set -eu

cd "$(dirname "$0")/.."
. cmake/setup.sh
need test
build_for_test
run_tests build/test --label-exclude style "$@"
