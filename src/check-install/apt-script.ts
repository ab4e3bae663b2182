import { shellWord as word } from '../shell-word.ts'
import type { InstallOrder } from './order.ts'
import { callsOf, printed } from './calls.ts'

/** The function `with_apt`, for Debian and what comes from it; since apt 1.4, which takes armored keys. */
export function aptFunctions({ repositoryName, apt }: InstallOrder): readonly string[] {
  const key = `/etc/apt/keyrings/${repositoryName}.asc`
  const sources = apt.channels.map(
    (channel) => `deb [signed-by=${key}] ${apt.uri} ${channel} ${apt.components.join(' ')}`,
  )
  return [
    ...callsOf(
      'debs',
      apt.packages.map(({ name, version, arch }) => [name, version, arch]),
    ),
    'fits_deb() { [ "$1" = "$arch" ] || [ "$1" = all ]; }',
    '',
    'count_deb() { if fits_deb "$3"; then count; else leave_out "$@"; fi; }',
    '',
    `uri=${word(apt.uri)}`,
    'set_up_apt() {',
    '  export DEBIAN_FRONTEND=noninteractive',
    // Plain images lack it, and apt needs it for https; their own sources are http.
    '  case $uri in',
    '    https:*)',
    '      if [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then',
    "        say 'apt needs ca-certificates for https: they come from the distribution.'",
    '        apt-get update',
    '        apt-get install --yes --no-install-recommends ca-certificates',
    '      fi',
    '      ;;',
    // What is mounted need not be readable for apt's own user.
    '    file:*)',
    '      echo \'APT::Sandbox::User "root";\' >/etc/apt/apt.conf.d/99mounted',
    '      ;;',
    '  esac',
    '  mkdir -p /etc/apt/keyrings /etc/apt/sources.list.d',
    `  print_keys >${word(key)}`,
    `  ${printed(sources)} >${word(`/etc/apt/sources.list.d/${repositoryName}.list`)}`,
    '  apt-get update',
    '}',
    '',
    'install_deb() {',
    '  if ! fits_deb "$3"; then return; fi',
    '  say "Installing $1 $2"',
    '  apt-get install --yes --no-install-recommends --allow-downgrades "$1=$2"',
    '  state=$(dpkg-query --show --showformat \'${db:Status-Abbrev}${Version}\' "$1")',
    '  if [ "$state" != "ii $2" ]; then',
    '    say "apt-get said nothing, but dpkg says of $1: $state"',
    '    exit 1',
    '  fi',
    '}',
    '',
    'with_apt() {',
    '  arch=$(dpkg --print-architecture)',
    '  debs count_deb',
    '  stop_without_packages .deb',
    '  set_up_apt',
    '  debs install_deb',
    '}',
    '',
  ]
}
