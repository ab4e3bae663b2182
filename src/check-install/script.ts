import { aptFunctions } from './apt-script.ts'
import type { InstallOrder } from './order.ts'
import { rpmFunctions } from './rpm-script.ts'

/** What a script exits with where it has nothing to install: automake's code for a test that is skipped. */
export const NOTHING_FITS = 77

/**
 * A POSIX shell script that installs what an image can take, from the repository alone that it sets up, and looks whether
 * it is there. It is read whole before anything of it runs: no program that it starts can take the rest for its input.
 */
export function installScript(order: InstallOrder): string {
  return [
    '# The input of sh -s, in a container that is thrown away.',
    '# What single quotes hold is meant as it stands:',
    '# shellcheck disable=SC2016',
    'set -eu',
    '',
    'say() { printf \'%s\\n\' "$*"; }',
    '',
    'print_keys() {',
    "  cat <<'END_OF_KEYS'",
    order.keys.trimEnd(),
    'END_OF_KEYS',
    '}',
    '',
    ...COUNTING,
    ...aptFunctions(order),
    ...rpmFunctions(order),
    ...CHOICE,
    'main </dev/null',
    '',
  ].join('\n')
}

/** What fits is counted before anything is set up. */
const COUNTING = [
  'number=0',
  'count() { number=$((number + 1)); }',
  'leave_out() { say "Left out: $1 $2 is for $3, and this image is for $arch."; }',
  '',
  'stop_without_packages() {',
  '  if [ "$number" -eq 0 ]; then',
  '    say "Of this run no $1 fits this image."',
  `    exit ${NOTHING_FITS}`,
  '  fi',
  '}',
  '',
]

const CHOICE = [
  'main() {',
  '  for tool in apt-get dnf dnf5 yum microdnf zypper; do',
  '    if command -v "$tool" >/dev/null 2>&1; then',
  '      case $tool in',
  '        apt-get) with_apt ;;',
  '        *) with_rpm ;;',
  '      esac',
  '      say "Installed with $tool: $number."',
  '      return',
  '    fi',
  '  done',
  "  say 'This image has none of apt-get, dnf, yum, microdnf and zypper.'",
  '  exit 1',
  '}',
  '',
]
