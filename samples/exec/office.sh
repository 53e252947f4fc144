#!/bin/sh
# office.sh SHEAF: a letter that LibreOffice can read (RTF, DOC) on standard input, the document as JSON on standard output.
# LibreOffice makes a Word document of it, which SHEAF (or the installed program) reads.
set -eu

if ! command -v soffice >/dev/null; then
    echo "error: LibreOffice is not installed, which reads such letters: apt-get install libreoffice-writer-nogui" >&2
    exit 1
fi
sheaf=$1
[ -x "$sheaf" ] || sheaf=sheaf

cat >letter.in
case $(head -c 5 letter.in) in
    "{\\rtf") type=application/rtf ;;
    *) type=application/msword ;;
esac
# An office profile of the letter's own: what the letter links to would be fetched through a proxy that is not there, and no
# macro runs.
setting() {
    echo "<item oor:path=\"/org.openoffice.$1\"><prop oor:name=\"$2\" oor:op=\"fuse\"><value>$3</value></prop></item>"
}
mkdir -p profile/user
{
    echo '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    setting Inet/Settings ooInetProxyType 2
    for scheme in HTTP HTTPS; do
        setting Inet/Settings "ooInet${scheme}ProxyName" 127.0.0.1
        setting Inet/Settings "ooInet${scheme}ProxyPort" 9
    done
    setting Inet/Settings ooInetNoProxy ""
    setting Office.Common/Security/Scripting DisableMacrosExecution true
    echo '</oor:items>'
} >profile/user/registrymodifications.xcu
soffice "-env:UserInstallation=file://$PWD/profile" --headless --norestore --convert-to docx --outdir . letter.in >said 2>&1 </dev/null || true
if [ ! -s letter.docx ]; then
    echo "error: LibreOffice cannot read the letter: $(grep -v javaldx said | tr '\n' ' ')" >&2
    exit 1
fi

cat >docx.toml <<END
format = 1
[[input]]
use = "docx"
[[output]]
use = "json"
END
status=0
"$sheaf" convert -q -p docx.toml letter.docx -o - >letter.json 2>said || status=$?
if [ $status -ne 0 ] && [ $status -ne 3 ]; then
    cat said >&2
    exit 1
fi
sed "0,/\"media_type\"/s#\"media_type\": \"[^\"]*\"#\"media_type\": \"$type\"#" letter.json
