/** A release of a distribution, as far as programs that are built elsewhere care. */
export interface DistributionRelease {
  /** `Debian 12` */
  readonly name: string
  readonly format: 'deb' | 'rpm'
  /** Its C library, which stays what it is as long as the release lives. */
  readonly glibc: string
}

interface Distribution {
  readonly name: string
  readonly format: 'deb' | 'rpm'
  /** What channels call it, in front of the version. */
  readonly words: string
  /** By version: its glibc, as the distributions' own package archives list it. */
  readonly glibc: Readonly<Record<string, string>>
}

const DEBIAN: Distribution = {
  name: 'Debian',
  format: 'deb',
  words: 'debian',
  glibc: { 9: '2.24', 10: '2.28', 11: '2.31', 12: '2.36', 13: '2.41' },
}
const UBUNTU: Distribution = {
  name: 'Ubuntu',
  format: 'deb',
  words: 'ubuntu',
  glibc: {
    '16.04': '2.23',
    '18.04': '2.27',
    '20.04': '2.31',
    '22.04': '2.35',
    '22.10': '2.36',
    '23.04': '2.37',
    '23.10': '2.38',
    '24.04': '2.39',
    '24.10': '2.40',
    '25.04': '2.41',
    '25.10': '2.42',
    '26.04': '2.43',
  },
}
const DISTRIBUTIONS: readonly Distribution[] = [
  DEBIAN,
  UBUNTU,
  {
    name: 'Enterprise Linux',
    format: 'rpm',
    words: 'el|rhel|centos|centosstream|rocky|rockylinux|alma|almalinux|ol|oraclelinux',
    glibc: { 6: '2.12', 7: '2.17', 8: '2.28', 9: '2.34', 10: '2.39' },
  },
  {
    name: 'Fedora',
    format: 'rpm',
    words: 'fedora|fc|f',
    // Each of its releases takes the next one of glibc.
    glibc: Object.fromEntries(Array.from({ length: 19 }, (_, index) => [26 + index, `2.${25 + index}`])),
  },
  {
    name: 'Amazon Linux',
    format: 'rpm',
    words: 'al|amzn|amazon|amazonlinux',
    glibc: { 2: '2.26', 2023: '2.34' },
  },
  {
    name: 'openSUSE Leap',
    format: 'rpm',
    words: 'leap|opensuseleap',
    glibc: { '15.3': '2.31', '15.4': '2.31', '15.5': '2.31', '15.6': '2.38', '16.0': '2.40' },
  },
]

const CODENAMES: Readonly<Record<string, readonly [Distribution, version: string]>> = {
  stretch: [DEBIAN, '9'],
  buster: [DEBIAN, '10'],
  bullseye: [DEBIAN, '11'],
  bookworm: [DEBIAN, '12'],
  trixie: [DEBIAN, '13'],
  xenial: [UBUNTU, '16.04'],
  bionic: [UBUNTU, '18.04'],
  focal: [UBUNTU, '20.04'],
  jammy: [UBUNTU, '22.04'],
  kinetic: [UBUNTU, '22.10'],
  lunar: [UBUNTU, '23.04'],
  mantic: [UBUNTU, '23.10'],
  noble: [UBUNTU, '24.04'],
  oracular: [UBUNTU, '24.10'],
  plucky: [UBUNTU, '25.04'],
  questing: [UBUNTU, '25.10'],
  resolute: [UBUNTU, '26.04'],
}

/**
 * For which release a channel is, by its name: a codename among its words (`bookworm`, `jammy-testing`), or a
 * distribution and its version (`el9`, `fedora-43`, `ubuntu2404`, `debian-12`).
 *
 * @returns undefined for `stable` and the like, and for releases whose C library is not known or still changes
 */
export function releaseOfChannel(channel: string): DistributionRelease | undefined {
  const words = channel.toLowerCase().split(/[-_~]/)
  const codename = words.find((word) => Object.hasOwn(CODENAMES, word))
  const [distribution, version] = (codename && CODENAMES[codename]) || []
  if (distribution !== undefined && version !== undefined) return released(distribution, version)
  return DISTRIBUTIONS.map((each) => versioned(each, words.join(''))).find((release) => release !== undefined)
}

function versioned(distribution: Distribution, text: string): DistributionRelease | undefined {
  const written = new RegExp(`^(?:${distribution.words})(?<version>[0-9]+(?:\\.[0-9]+)?)`).exec(text)
  const version = written?.groups?.['version'] ?? ''
  // ubuntu2404, and el9.4, whose libraries are those of el9.
  const forms = [version, version.replace(/^([0-9]{2})([0-9]{2})$/, '$1.$2'), version.replace(/\..*/, '')]
  return forms.map((form) => released(distribution, form)).find((release) => release !== undefined)
}

function released({ name, format, glibc }: Distribution, version: string): DistributionRelease | undefined {
  const library = glibc[version]
  return library === undefined ? undefined : { name: `${name} ${version}`, format, glibc: library }
}
