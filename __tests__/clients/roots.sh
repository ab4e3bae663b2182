#!/usr/bin/env bash
# Makes a root of each Debian release whose apt, dnf, zypper and rpm the tests run in. One that is there is kept.
set -euo pipefail

roots=${CLIENT_ROOTS:-/var/cache/r2-package-repository}
mkdir -p "$roots"

make_root() {
  local release=$1 root="$roots/$1"
  shift
  [ -e "$root/.complete" ] && return
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
  touch "$root/.complete"
}

make_root bullseye dnf zypper rpm &
bullseye=$!
make_root bookworm dnf zypper rpm &
bookworm=$!
wait "$bullseye" "$bookworm"
make_root trixie dnf zypper rpm &
trixie=$!
make_root sid dnf5 zypper rpm &
sid=$!
wait "$trixie"
wait "$sid"
