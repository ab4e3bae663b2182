#!/usr/bin/env bash
# Makes a root of each Debian release whose apt, dnf, zypper and rpm the tests run in. One that is there with the same
# packages is kept.
set -euo pipefail

roots=${CLIENT_ROOTS:-/var/cache/r2-package-repository}
mkdir -p "$roots"

make_root() {
  local release=$1 root="$roots/$1"
  shift
  [ "$(cat "$root/.complete" 2>/dev/null)" = "$*" ] && return
  rm -rf "$root"
  debootstrap --variant=minbase "$release" "$root" >"$roots/$release.log" 2>&1 || { tail -n 20 "$roots/$release.log"; return 1; }
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  # Snapshots of old releases outlive the date until which their Release files are valid.
  chroot "$root" sh -ec "
    export DEBIAN_FRONTEND=noninteractive
    echo 'Acquire::Check-Valid-Until \"false\";' >/etc/apt/apt.conf.d/90valid-until
    apt-get update -q
    apt-get install -y -q --no-install-recommends $*
    apt-get clean" >>"$roots/$release.log" 2>&1 || { tail -n 20 "$roots/$release.log"; return 1; }
  echo "$*" >"$root/.complete"
}

make_root bullseye dnf zypper rpm &
bullseye=$!
make_root bookworm dnf zypper rpm &
bookworm=$!
wait "$bullseye" "$bookworm"
make_root trixie dnf zypper rpm &
trixie=$!
make_root sid dnf5 zypper rpm createrepo-c &
sid=$!
wait "$trixie"
wait "$sid"

# The mirror that this machine is set up for.
mirror() {
  cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    awk '/^URIs:/ && !/security/ { print $2; exit } /^deb / && !/security/ { print $2; exit }' || true
}

# Fetches packages of one release of Debian and one architecture into a folder.
fetch_from() {
  local release=$1 arch=$2 folder=$3 state="$roots/apt-$2"
  shift 3
  rm -rf "$state" && mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  echo "deb [arch=$arch trusted=yes] $(mirror) $release main" >"$state/sources.list"
  local options=(-q -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" -o "Dir::Etc::sourcelist=$state/sources.list"
    -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache" -o Acquire::Languages=none
    -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false -o Dir::State::status=/dev/null)
  apt-get "${options[@]}" update >"$state/log" 2>&1 &&
    (cd "$folder" && apt-get "${options[@]}" download "$@" >>"$state/log" 2>&1) &&
    rm -rf "$state"
}

# Fetches real packages of one architecture, from the first release of Debian that has them.
fetch_packages() {
  local arch=$1 release
  for release in bookworm trixie sid; do
    fetch_from "$release" "$arch" "$packages" hello busybox-static && return
  done
  tail -n 3 "$roots/apt-$arch/log"
  return 1
}

# The programs that verify signatures inside of packages; Debian dropped dpkg-sig after 11.
signers="$roots/signers"
if [ ! -e "$signers/.complete" ]; then
  rm -rf "$signers" && mkdir -p "$signers"
  fetch_from bullseye amd64 "$signers" dpkg-sig debsig-verify libconfig-file-perl
  touch "$signers/.complete"
fi

packages="$roots/packages"
if [ ! -e "$packages/.complete" ]; then
  rm -rf "$packages" && mkdir -p "$packages"
  for arch in amd64 arm64 armhf i386 ppc64el s390x riscv64; do fetch_packages "$arch"; done
  touch "$packages/.complete"
fi
