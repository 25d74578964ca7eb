#!/bin/bash
# Unpacks an editor from another release of Debian, with all it depends on, into a folder; needs no root: debroot.sh SUITE FOLDER PACKAGE...
# The programs in FOLDER/usr/bin then run with the libraries of FOLDER, and start the programs of this system (such as the server) unharmed.
# Needs apt-get, dpkg-deb, debian-archive-keyring, patchelf.
set -euo pipefail
suite=$1
mkdir -p "$2" && folder=$(cd "$2" && pwd)
shift 2
command -v patchelf > /dev/null || { echo "patchelf is missing (apt-get install patchelf)" >&2; exit 3; }

# an apt of its own, which believes that nothing is installed
apt=$folder/.apt
mkdir -p "$apt"/etc/apt/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d} "$apt"/var/lib/{apt/lists/partial,dpkg} "$apt/var/cache/apt/archives/partial"
: > "$apt/var/lib/dpkg/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${DEB_MIRROR:-http://deb.debian.org/debian} $suite main" > "$apt/etc/apt/sources.list"
options=(-q -o Dir="$apt" -o Dir::State::status="$apt/var/lib/dpkg/status" -o APT::Install-Recommends=false
  -o APT::Sandbox::User=root -o Debug::NoLocking=1 -o Dpkg::Use-Pty=0 -o Acquire::Languages=none)
apt-get "${options[@]}" update > "$folder/.apt.log"
apt-get "${options[@]}" --yes --download-only install "$@" >> "$folder/.apt.log"

# /usr merged first, so that the files of /bin and /lib land in /usr
for name in bin sbin lib lib64; do
  mkdir -p "$folder/usr/$name"
  [ -e "$folder/$name" ] || ln -s "usr/$name" "$folder/$name"
done
for package in "$apt"/var/cache/apt/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$folder" --keep-directory-symlink --no-same-owner
done
apt-cache "${options[@]}" policy "$@" | grep -E '^[a-z]|Candidate' | paste - - | tee "$folder/.versions"
rm -rf "$apt"

loader=$(readlink -f "$folder"/usr/lib64/ld-linux-*.so.2)
libraries=$folder/usr/lib/$(uname -m)-linux-gnu
find -L "$folder"/usr/bin "$folder"/usr/libexec -type f -perm /111 2> /dev/null | xargs -r -d '\n' readlink -f | sort -u | while read -r program; do
  [[ $program == "$folder"/* ]] || continue    # a link that leads out of the folder
  patchelf --print-interpreter "$program" > /dev/null 2>&1 || continue    # a script, or linked statically
  patchelf --set-interpreter "$loader" --set-rpath "$libraries" --force-rpath "$program"
done
