# What cmake/run.sh, cmake/test.sh, cmake/nightly.sh and .ci/run share. Sourced by them, with the repository as the working
# directory.

# need run|test|check|nightly: installs the packages of cmake/packages.txt that are missing.
need() {
    case $1 in
        run) kinds='^run ' ;;
        test) kinds='^(run|test) ' ;;
        check) kinds='^(run|test|check) ' ;;
        *) kinds='^(run|test|check|nightly) ' ;;
    esac
    wanted=$(grep -E "$kinds" cmake/packages.txt | awk '{print $2}')
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian system. Needed, by Debian's names:" $wanted >&2
        return 0
    fi
    # One question for all packages, with the names that they provide: a Node.js from elsewhere brings its own npm, say, and
    # Debian's would conflict with it.
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' |
        awk '$1 == "installed" {gsub(/\([^)]*\)|,/, ""); for (i = 2; i <= NF; ++i) print $i}')
    missing=$(printf '%s\n' $wanted | grep -vxF "${installed:-none}") || true
    [ -z "$missing" ] && return 0

    as_root=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Please install these packages as root, then try again:" $missing >&2
            return 1
        fi
        as_root=sudo
    fi
    echo "Installing" $missing >&2
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get -q update </dev/null >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $missing </dev/null >&2
}

# build_in FOLDER OPTION...: configures where something has changed, and builds.
build_in() {
    folder=$1
    shift
    # A cache that was made elsewhere (a moved or copied work tree, a cache of a build server) cannot be used.
    if [ -f "$folder/CMakeCache.txt" ]; then
        made_from=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt")
        made_in=$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' "$folder/CMakeCache.txt")
        if ! { [ "$made_from" -ef . ] && [ "$made_in" -ef "$folder" ]; }; then
            rm -rf "$folder"
        fi
    fi
    if command -v ccache >/dev/null; then
        set -- "$@" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    # Configuring takes seconds: only when it was never done, failed, or was done with other options.
    if [ "$(cat "$folder/options" 2>/dev/null)" != "$*" ] || [ ! -f "$folder/build.ninja" ]; then
        rm -f "$folder/options"
        cmake -S . -B "$folder" -G Ninja "$@" </dev/null >&2 || return 1
        printf '%s' "$*" >"$folder/options"
    fi
    cmake --build "$folder" </dev/null >&2
}

# build_for_test: the build that is tested. Optimised less than what is shipped, and with several sources of a target compiled
# as one: that is less than half of the work.
build_for_test() {
    build_in build/test -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG" -DCMAKE_UNITY_BUILD=ON \
        -DCMAKE_UNITY_BUILD_BATCH_SIZE=32 -DSHEAF_BUILD_TESTS=ON "-DSHEAF_WERROR=${SHEAF_WERROR:-OFF}"
}

# build_with_sanitizers: in build/sanitize by Clang, with the address and undefined-behaviour sanitizers. Where a finding
# is, they say by lines of the source; what is not optimised builds fastest.
build_with_sanitizers() {
    build_in build/sanitize -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_BUILD_TYPE=Debug \
        "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -gline-tables-only" -DSHEAF_SANITIZE=ON -DSHEAF_BUILD_TESTS=ON \
        "-DSHEAF_WERROR=${SHEAF_WERROR:-OFF}" || return 1
    # The plugins' libraries are never unloaded, and a type may be in more than one of them.
    export ASAN_OPTIONS=detect_odr_violation=0 LSAN_OPTIONS=suppressions=$PWD/cmake/leaks.txt:print_suppressions=0
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
}

# run_tests FOLDER CTEST-OPTION...: runs the tests of a build, and says at the end what did not run and why.
run_tests() {
    folder=$1
    shift
    results=$PWD/$folder/results.xml
    rm -f "$results"
    status=0
    ctest --test-dir "$folder" --output-on-failure --parallel "${CTEST_PARALLEL_LEVEL:-$(nproc)}" \
        --output-junit "$results" --test-output-size-passed 1000000 "$@" </dev/null || status=$?
    if [ -f "$results" ]; then
        echo
        python3 tests/summary.py "$results"
    fi
    return $status
}
