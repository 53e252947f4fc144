#!/bin/sh
# A container image with the program, what it needs, a shell for the scripts of the manifests, and nothing else:
#
#   build.sh sheaf_0.2.0_amd64.deb FOLDER      FOLDER/image is an OCI image layout, FOLDER/sheaf.tar the same to load
#
# Needs Debian's packages mmdebstrap, umoci and skopeo, no container engine and no rights of root. The image's user is 65532.
# The packages that libraries come from are those of the day; SOURCE_DATE_EPOCH sets the files' times.
set -eu
package=$1
folder=$2
version=$(dpkg-deb --field "$package" Version)
# The shared libraries by name, without the versions that the package wants at least: Debian's are of one release.
needed=$(dpkg-deb --field "$package" Depends Recommends | sed 's/^[A-Za-z]*: //; s/([^)]*)//g; s/ //g' | paste -sd,)

mkdir -p "$folder"
rm -rf "$folder/root" "$folder/image"
mmdebstrap --quiet --variant=extract --include="dash,libc-bin,$needed" \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr bookworm "$folder/root"
dpkg-deb --extract "$package" "$folder/root"
rm -rf "$folder/root/var/lib/apt" "$folder/root/var/lib/dpkg" "$folder/root/var/cache"
rm -rf "$folder/root/usr/share/man" "$folder/root/usr/share/locale" "$folder"/root/usr/bin/dpkg* "$folder"/root/usr/bin/debconf*
ln -sf dash "$folder/root/usr/bin/sh"
mkdir -p "$folder/root/etc" "$folder/root/tmp"
chmod 1777 "$folder/root/tmp"
echo 'sheaf:x:65532:65532:sheaf:/tmp:/bin/sh' >"$folder/root/etc/passwd"
echo 'sheaf:x:65532:' >"$folder/root/etc/group"

umoci init --layout "$folder/image"
umoci new --image "$folder/image:$version"
umoci insert --rootless --image "$folder/image:$version" "$folder/root" /
umoci config --image "$folder/image:$version" --config.user 65532:65532 --config.entrypoint /usr/bin/sheaf \
    --config.env LC_ALL=C.UTF-8 --config.workingdir /tmp
rm -f "$folder/sheaf.tar"
skopeo copy --quiet "oci:$folder/image:$version" "oci-archive:$folder/sheaf.tar:sheaf:$version"
rm -rf "$folder/root"
