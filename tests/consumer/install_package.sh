#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: install_package.sh BUILD-DIRECTORY
# Builds the Debian package, looks at what is in it, and lets it audit a repository: in a clean Debian where one can be
# made, else from its unpacked files.
set -euo pipefail

work=$(mktemp -d)
trap 'umount -q "$work/root/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
(cd "$1" && cpack -G DEB -B "$work/package" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log" >&2; exit 1; }
package=$(echo "$work"/package/*.deb)
dpkg-deb --info "$package" | grep -E '^ (Package|Version|Depends):'
dpkg-deb --contents "$package" >"$work/contents"
for file in bin/assay bin/assay-forge-snapshot share/man/man1/assay.1 share/bash-completion/completions/assay share/zsh/vendor-completions/_assay \
  share/fish/vendor_completions.d/assay.fish share/doc/assay/ci/pre-push share/doc/assay/LICENSE; do
  grep -q " ./usr/$file" "$work/contents" || { echo "the package lacks /usr/$file" >&2; exit 1; }
done

repo=$work/repo
git init --quiet "$repo"
git -C "$repo" -c user.name=A -c user.email=a@example.com commit --quiet --allow-empty -m one
audit() { # audit REPO OUT COMMAND…
  local code=0
  "${@:3}" audit "$1" --schema first-steps --out "$2" >"$work/out" 2>&1 || code=$?
  [ "$code" -eq 1 ] || { cat "$work/out" >&2; echo "exit code $code" >&2; exit 1; }
}

if [ "$(id -u)" -eq 0 ] && command -v debootstrap >/dev/null &&
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/root" >"$work/debootstrap.log" 2>&1; then
  cp /etc/apt/sources.list "$work/root/etc/apt/" 2>/dev/null || true
  cp /etc/apt/sources.list.d/debian* "$work/root/etc/apt/sources.list.d/" 2>/dev/null || true
  cp /etc/apt/apt.conf.d/* "$work/root/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp /etc/resolv.conf "$work/root/etc/" 2>/dev/null || true
  cp "$package" "$work/root/tmp/assay.deb"
  cp -r "$repo" "$work/root/tmp/repo"
  if chroot "$work/root" sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends /tmp/assay.deb' \
    >"$work/apt.log" 2>&1; then
    audit /tmp/repo /tmp/out chroot "$work/root" env HOME=/root assay
    [ -f "$work/root/tmp/out/dossier.asice" ]
    echo 'installed and run in a clean Debian'
    exit 0
  fi
  tail -n 5 "$work/apt.log" >&2
fi
echo 'a clean Debian could not be made here: the package was unpacked instead'
dpkg-deb --extract "$package" "$work/unpacked"
audit "$repo" "$work/out-dir" env HOME="$work" "$work/unpacked/usr/bin/assay"
