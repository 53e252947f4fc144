# What cmake/run.sh and cmake/test.sh share. Sourced by them, with the repository as the working directory.

# need run|test: installs the packages of cmake/packages.txt that are missing.
need() {
    case $1 in
        run) kinds='^run ' ;;
        *) kinds='^(run|test) ' ;;
    esac
    wanted=$(grep -E "$kinds" cmake/packages.txt | awk '{print $2}')
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian system. Needed, by Debian's names:" $wanted >&2
        return 0
    fi
    # One question for all of them; an unknown name makes dpkg-query fail, but what it knows it prints.
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
        awk '$1 == "installed" {print $2}') || true
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
        cmake -S . -B "$folder" -G Ninja "$@" </dev/null >&2
        printf '%s' "$*" >"$folder/options"
    fi
    cmake --build "$folder" </dev/null >&2
}
