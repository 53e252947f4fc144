#!/bin/sh
# Builds Sheaf and runs its tests: cmake/test.sh [CTEST OPTION...], such as `cmake/test.sh -R text`. Installs what is needed.
# Ends with what did not run and why. SHEAF_WERROR=ON in the environment makes warnings errors.
#
# Left out, and run by .ci/run: the checks of style (label `style`; clang-tidy takes longer than everything else), and what is
# built from what is shipped (label `shipping`: the Debian package, the SDK's guide and samples, manifests for clusters).
set -eu

cd "$(dirname "$0")/.."
. cmake/setup.sh
need test
build_for_test
run_tests build/test --label-exclude 'style|shipping' "$@"
