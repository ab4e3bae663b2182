/**
 * The script, but for its settings. Everything is in functions, the last line calls them: half a download does nothing.
 * Its dialect is what dash, busybox and bash share.
 */
export const INSTALL_SCRIPT = String.raw`#!/bin/sh
# Sets up a package repository on this machine, and installs packages from it:
#
#   curl -fsSL URL/install.sh | sh
#   curl -fsSL URL/install.sh | sh -s -- [--channel CHANNEL] [--with apt|dnf|yum|zypper] [PACKAGE ...]
#
# For Debian and its derivatives (apt), Fedora, RHEL and its clones, Amazon Linux (dnf, yum), SUSE (zypper).
# Tested with apt, dnf 4, dnf 5 and zypper on Debian 11, 12, 13 and sid. Not tested: yum, and the
# other systems themselves.
#
# The signing key has to be the one that is named below: its file by its SHA-256, and where gpg is installed also the
# fingerprints of the keys in it. What was set up by an earlier run stays as it is.
set -eu

# SETTINGS

say() {
  printf '%s\n' "$*"
}

step() {
  printf '==> %s\n' "$*"
}

die() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

usage() {
  say "Usage: install.sh [--channel CHANNEL] [--with apt|dnf|yum|zypper] [PACKAGE ...]"
  say "Sets up the repository $name of $url, and installs the packages, if any are named."
}

read_arguments() {
  channel='' manager=''
  while [ $# -gt 0 ]; do
    case $1 in
    --channel | --with)
      [ $# -gt 1 ] || die "$1 needs a value."
      if [ "$1" = --channel ]; then channel=$2; else manager=$2; fi
      shift 2
      ;;
    --channel=*) channel=$(value_of "$1") && shift ;;
    --with=*) manager=$(value_of "$1") && shift ;;
    -h | --help) usage && exit 0 ;;
    -*) die "unknown option $1. $(usage)" ;;
    *) break ;;
    esac
  done
  packages=$*
  for package in "$@"; do
    case $package in
    -* | *[!A-Za-z0-9.+_:=~^-]*) die "$package is no name of a package." ;;
    esac
  done
  case $channel in
  [!A-Za-z0-9]* | *[!A-Za-z0-9.~-]*) die "$channel is no name of a channel." ;;
  esac
  case $manager in
  '' | apt | dnf | yum | zypper) ;;
  *) die "--with takes apt, dnf, yum or zypper, not $manager." ;;
  esac
}

value_of() {
  printf '%s' "$1" | cut -d= -f2-
}

# Which program installs packages here: by the system's own name, then by those of its relatives.
find_manager() {
  [ -z "$manager" ] || return 0
  systems=''
  if [ -r /etc/os-release ]; then
    # shellcheck disable=SC1091,SC2153
    systems=$(set +u && . /etc/os-release && printf '%s %s' "$ID" "$ID_LIKE")
  fi
  for system in $systems; do
    case $system in
    debian | ubuntu) manager=apt ;;
    fedora | rhel | centos | amzn) if has dnf || has dnf5; then manager=dnf; else manager=yum; fi ;;
    suse | opensuse* | sles | sled) manager=zypper ;;
    *) continue ;;
    esac
    return 0
  done
  die "this system ($systems) is none that packages are made for here: Debian, Fedora, RHEL, SUSE and their relatives.
If it has apt, dnf, yum or zypper all the same, say so: --with apt"
}

find_rights() {
  elevate=''
  if [ "$(id -u)" -eq 0 ]; then return 0; fi
  for elevate in sudo doas; do
    if has "$elevate"; then return 0; fi
  done
  die "this needs the rights of root: run it as root, or install sudo or doas."
}

# Standard input may be this very script.
as_root() {
  if [ -n "$elevate" ]; then "$elevate" "$@" </dev/null; else "$@" </dev/null; fi
}

# The third word says what it may mean that a file is not there.
fetch() {
  if has curl; then
    curl -fsSL --retry 3 -o "$2" "$1" || die "$1 cannot be downloaded. $3"
  elif has wget; then
    wget -q -O "$2" "$1" || die "$1 cannot be downloaded. $3"
  else
    die "curl or wget is needed."
  fi
}

sha256_of() {
  if has sha256sum; then
    sha256sum <"$1" | cut -d' ' -f1
  elif has shasum; then
    shasum -a 256 <"$1" | cut -d' ' -f1
  elif has openssl; then
    openssl dgst -sha256 -r <"$1" | cut -d' ' -f1
  else
    die "sha256sum is needed, to check the signing key."
  fi
}

fetch_key() {
  step "Signing key $url/$name.asc"
  fetch "$url/$name.asc" "$work/key.asc" ''
  found=$(sha256_of "$work/key.asc")
  [ "$found" = "$key_sha256" ] || die "the key is NOT the one that this script was written for: the SHA-256 of its file is
$found, and should be
$key_sha256.
Nothing was changed. If the keys were replaced a moment ago, download this script again. Else tell the project."
  for fingerprint in $fingerprints; do say "    $fingerprint"; done
  if has gpg; then
    check_fingerprints
  else
    say "    The SHA-256 of its file is right. The fingerprint was not computed: gpg is not installed."
  fi
}

check_fingerprints() {
  mkdir -m 700 "$work/gnupg"
  seen=$(gpg --homedir "$work/gnupg" --batch --no-tty --with-colons --with-fingerprint "$work/key.asc" 2>/dev/null |
    primary_fingerprints) || seen=''
  if [ -z "$seen" ]; then
    say "    The SHA-256 of its file is right. The fingerprint was not computed: this gpg cannot read the key."
    return 0
  fi
  for fingerprint in $fingerprints; do expect "$fingerprint" "$seen"; done
  for fingerprint in $seen; do expect "$fingerprint" "$fingerprints"; done
  say "    The SHA-256 of its file and the fingerprint are right."
}

# Of what gpg prints with colons: the fpr line after each pub line.
primary_fingerprints() {
  is_primary=''
  while IFS=: read -r kind _ _ _ _ _ _ _ _ value _; do
    case $kind in
    pub) is_primary=yes ;;
    fpr)
      if [ -n "$is_primary" ]; then printf '%s\n' "$value"; fi
      is_primary=''
      ;;
    esac
  done
}

expect() {
  for known in $2; do
    if [ "$known" = "$1" ]; then return 0; fi
  done
  die "the fingerprint $1 of a key is NOT as expected. Nothing was changed. Tell the project."
}

# Puts a file in its place, in one move; leaves one that is the same.
place() {
  if [ -r "$2" ] && [ "$(sha256_of "$1")" = "$(sha256_of "$2")" ]; then
    say "    $2 is there already."
    return 0
  fi
  as_root mkdir -p "$(dirname "$2")"
  as_root cp "$1" "$2.new"
  as_root chmod 0644 "$2.new"
  as_root mv -f "$2.new" "$2"
  say "    $2 is written."
}

# A file that is not signed may say only what this script expects.
unexpected() {
  die "$url/$name.$1 says something that this script does not expect: $2
Nothing was changed. Tell the project."
}

set_up_apt() {
  key=/etc/apt/keyrings/$name.asc
  step "Source $url/$name.sources"
  fetch "$url/$name.sources" "$work/published" "Perhaps nothing is published for apt there."
  source_lines <"$work/published" >"$work/sources"
  place "$work/key.asc" "$key"
  place "$work/sources" "/etc/apt/sources.list.d/$name.sources"
  step 'apt-get update'
  as_root apt-get update -q -o "Dir::Etc::sourcelist=/etc/apt/sources.list.d/$name.sources" -o Dir::Etc::sourceparts=- \
    -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any
  [ -n "$packages" ] || return 0
  # Of the other sources: what the packages depend on.
  as_root apt-get update -q || say '    Another source of this system failed; trying all the same.'
  step "apt-get install $packages"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y $packages
}

source_lines() {
  while IFS= read -r line; do
    case $line in
    'Types: deb' | "URIs: $url" | "URIs: $url/"* | 'Components: '* | "Signed-By: $key") say "$line" ;;
    'Suites: '*) if [ -n "$channel" ]; then say "Suites: $channel"; else say "$line"; fi ;;
    # It is about the channel that the file is for.
    'Architectures-Remove: '*) if [ -z "$channel" ]; then say "$line"; fi ;;
    *) unexpected sources "$line" ;;
    esac
  done
}

# The repository for dnf, yum or zypper, with the key that was checked instead of whatever lies at a URL.
write_repo() {
  key=/etc/pki/rpm-gpg/RPM-GPG-KEY-$name
  step "Repository $url/$name.repo"
  fetch "$url/$name.repo" "$work/published" "Perhaps nothing is published for $manager there."
  section='' enabled='' repository=''
  repo_lines <"$work/published" >"$work/repo"
  [ -n "$repository" ] || die "no rpm repository of that channel is published at $url."
  place "$work/key.asc" "$key"
  place "$work/repo" "$1/$name.repo"
}

repo_lines() {
  while IFS= read -r line; do
    case $line in
    "[$name-"*']')
      section=$(printf '%s' "$line" | tr -d '[]')
      say "$line"
      ;;
    enabled=0 | enabled=1)
      enabled=$line
      if [ -n "$channel" ]; then
        enabled=enabled=0
        if [ "$section" = "$name-$channel" ]; then enabled=enabled=1; fi
      fi
      if [ "$enabled" = enabled=1 ]; then repository=$section; fi
      say "$enabled"
      ;;
    gpgkey=*) say "gpgkey=file://$key" ;;
    '' | "name=$name "* | "baseurl=$url/"* | "mirrorlist=$url/"* | type=rpm-md | autorefresh=1) say "$line" ;;
    gpgcheck=1 | repo_gpgcheck=1) say "$line" ;;
    *) unexpected repo "$line" ;;
    esac
  done
}

set_up_dnf() {
  program=$manager
  if [ "$program" = dnf ] && ! has dnf; then program=dnf5; fi
  write_repo /etc/yum.repos.d
  step "$program makecache"
  as_root "$program" -y --disablerepo='*' --enablerepo="$repository" makecache
  [ -n "$packages" ] || return 0
  step "$program install $packages"
  # shellcheck disable=SC2086
  as_root "$program" -y install $packages
}

set_up_zypper() {
  write_repo /etc/zypp/repos.d
  step 'zypper refresh'
  as_root rpm --import "$key"
  as_root zypper --non-interactive refresh "$repository"
  [ -n "$packages" ] || return 0
  step "zypper install $packages"
  # shellcheck disable=SC2086
  as_root zypper --non-interactive install $packages
}

main() {
  read_arguments "$@"
  find_manager
  find_rights
  umask 022
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  fetch_key
  case $manager in
  apt) set_up_apt ;;
  zypper) set_up_zypper ;;
  *) set_up_dnf ;;
  esac
  if [ -n "$packages" ]; then
    step "Done: $packages"
  else
    step "Done. Packages of $name can now be installed with $manager."
  fi
}

main "$@"
`
