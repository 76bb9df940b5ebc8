#!/usr/bin/env bash
# Runs the tarball of `make dist` in a new Debian 12 that has nothing else but the five libraries which the command
# needs: fig4, the manual's place, the datasets. As root; debootstrap takes Debian from where apt takes it.
#   dist_in_debian.sh engram-0.1.0-linux-x86_64.tar.gz [FOLDER for the root, kept and used again]
set -euo pipefail
tarball=$(realpath "$1")
root=${2:-$(mktemp -d)}
keeps=${2:-}
[ -n "$keeps" ] || trap 'rm -rf "$root"' EXIT
libraries=libhdf5-103-1,libopenblas0-pthread,libsqlite3-0,libarchive13,libssl3
if [ ! -e "$root/etc/debian_version" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
  debootstrap --variant=minbase --no-check-gpg --include="$libraries" bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -5 "$root.log" >&2; exit 1; }
fi
rm -rf "$root"/opt/engram* "$root/opt/store"
tar -C "$root/opt" -xzf "$tarball"
name=$(basename "$tarball" .tar.gz)
# A program of Swift learns its arguments from there.
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"; [ -n "$keeps" ] || rm -rf "$root"' EXIT
chroot "$root" /bin/sh -euc "
  cd /opt
  ./$name/bin/engram --version
  ./$name/bin/engram run fig4 steps=50 grid=5 --store /opt/store --quiet
  ./$name/bin/engram verify --store /opt/store
  ./$name/bin/engram engines list --engines $name/share/engram/engines.yaml
  test -s $name/share/man/man1/engram.run.1 -a -s $name/share/bash-completion/completions/engram
"
echo "dist_in_debian: $name works in Debian $(cat "$root/etc/debian_version")"
