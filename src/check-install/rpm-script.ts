import { shellWord as word } from '../shell-word.ts'
import type { InstallOrder } from './order.ts'
import { callsOf, printed } from './calls.ts'

/** The function `with_rpm`, for dnf, yum, microdnf and zypper. */
export function rpmFunctions({ repositoryName, rpm }: InstallOrder): readonly string[] {
  const key = `/etc/pki/rpm-gpg/${repositoryName}.asc`
  const sections = [...rpm.baseUrls].flatMap(([channel, baseUrl]) =>
    sectionOf(`${repositoryName}-${channel}`, baseUrl, key),
  )
  return [
    ...callsOf(
      'rpms',
      rpm.packages.map(({ name, epoch, version, release, arch }) => [
        name,
        `${version}-${release}`,
        arch,
        epoch === undefined || epoch === 0 ? '' : `${epoch}:`,
      ]),
    ),
    ...FITTING,
    `file=${word(`${repositoryName}.repo`)}`,
    'set_up_rpm() {',
    '  folder=/etc/yum.repos.d',
    '  if [ "$tool" = zypper ]; then folder=/etc/zypp/repos.d; fi',
    '  mkdir -p /etc/pki/rpm-gpg "$folder"',
    `  print_keys >${word(key)}`,
    `  ${printed(sections)} >"$folder/$file"`,
    '  if [ "$tool" = zypper ]; then zypper --non-interactive --gpg-auto-import-keys refresh; fi',
    '}',
    '',
    ...INSTALLING,
  ]
}

/** dnf.conf(5): a repository that cannot be used is an error, as it is where dnf comes from its makers. */
function sectionOf(id: string, baseUrl: string, key: string): readonly string[] {
  return [
    `[${id}]`,
    `name=${id}`,
    `baseurl=${baseUrl}`,
    'enabled=1',
    'autorefresh=1',
    'gpgcheck=1',
    'repo_gpgcheck=1',
    `gpgkey=file://${key}`,
    'skip_if_unavailable=0',
  ]
}

/** rpm's `_arch` is the family: i386 for i686, arm for armv7hl. */
const FITTING = [
  'fits_rpm() {',
  '  case $1 in',
  '    noarch | "$arch") return 0 ;;',
  '    i[3456]86) [ "$arch" = i386 ] ;;',
  '    armv[567]*) [ "$arch" = arm ] ;;',
  '    *) return 1 ;;',
  '  esac',
  '}',
  '',
  'count_rpm() { if fits_rpm "$3"; then count; else leave_out "$@"; fi; }',
  '',
]

const INSTALLING = [
  'install_rpm() {',
  '  if ! fits_rpm "$3"; then return; fi',
  '  say "Installing $1 $4$2"',
  '  case $tool in',
  '    zypper) zypper --non-interactive install --oldpackage "$1.$3=$4$2" ;;',
  '    *) "$tool" -y install "$1-$4$2.$3" ;;',
  '  esac',
  '  rpm -q "$1-$2.$3"',
  '}',
  '',
  'with_rpm() {',
  "  arch=$(rpm --eval '%{_arch}')",
  '  rpms count_rpm',
  '  stop_without_packages .rpm',
  '  set_up_rpm',
  '  rpms install_rpm',
  '}',
  '',
]
