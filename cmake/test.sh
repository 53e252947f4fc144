#!/bin/sh
# Builds Sheaf and runs all of its tests: cmake/test.sh [CTEST OPTION...], such as `cmake/test.sh -R text`. Installs what
# is needed. SHEAF_WERROR=ON in the environment makes warnings errors.
set -eu

cd "$(dirname "$0")/.."
. cmake/setup.sh
need test
build_in build/test -DCMAKE_BUILD_TYPE=Release -DSHEAF_BUILD_TESTS=ON "-DSHEAF_WERROR=${SHEAF_WERROR:-OFF}"

exec ctest --test-dir build/test --output-on-failure --parallel "${CTEST_PARALLEL_LEVEL:-$(nproc)}" "$@" </dev/null
