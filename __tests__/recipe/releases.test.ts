import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { compareNumbers } from '../../src/recipe/glibc.ts'
import { releaseOfChannel } from '../../src/recipe/releases.ts'
import { installedRoot, missingFor } from '../clients/fresh-root.ts'
import { testUnlessMissing } from '../support/programs.ts'

test.each([
  ['bookworm', 'Debian 12', '2.36'],
  ['Bookworm-backports', 'Debian 12', '2.36'],
  ['debian-12', 'Debian 12', '2.36'],
  ['debian11', 'Debian 11', '2.31'],
  ['jammy', 'Ubuntu 22.04', '2.35'],
  ['testing-noble', 'Ubuntu 24.04', '2.39'],
  ['ubuntu-22.04', 'Ubuntu 22.04', '2.35'],
  ['ubuntu2404', 'Ubuntu 24.04', '2.39'],
  ['el8', 'Enterprise Linux 8', '2.28'],
  ['el9.4', 'Enterprise Linux 9', '2.34'],
  ['el8.10', 'Enterprise Linux 8', '2.28'],
  ['el10-testing', 'Enterprise Linux 10', '2.39'],
  ['rocky9', 'Enterprise Linux 9', '2.34'],
  ['fedora-43', 'Fedora 43', '2.42'],
  ['fc40', 'Fedora 40', '2.39'],
  ['f38', 'Fedora 38', '2.37'],
  ['al2023', 'Amazon Linux 2023', '2.34'],
  ['amzn2', 'Amazon Linux 2', '2.26'],
  ['leap-15.6', 'openSUSE Leap 15.6', '2.38'],
])('the channel %s is %s', (channel, name, glibc) => {
  expect(releaseOfChannel(channel)).toMatchObject({ name, glibc })
})

/** As the archives of the distributions have it, oldest first. */
const KNOWN = {
  'Debian deb': 'stretch/9 2.24, buster/10 2.28, bullseye/11 2.31, bookworm/12 2.36, trixie/13 2.41',
  'Ubuntu deb':
    'xenial/16.04 2.23, bionic/18.04 2.27, focal/20.04 2.31, jammy/22.04 2.35, kinetic/22.10 2.36, lunar/23.04 2.37, ' +
    'mantic/23.10 2.38, noble/24.04 2.39, oracular/24.10 2.40, plucky/25.04 2.41, questing/25.10 2.42, ' +
    'resolute/26.04 2.43',
  'Enterprise Linux rpm': 'el6/6 2.12, rhel-7/7 2.17, centos8/8 2.28, alma9/9 2.34, ol10/10 2.39',
  'Fedora rpm': 'f26/26 2.25, fc27/27 2.26, fedora43/43 2.42, fedora_44/44 2.43',
  'Amazon Linux rpm': 'al2/2 2.26, amazonlinux2023/2023 2.34',
  'openSUSE Leap rpm':
    'leap15.3/15.3 2.31, opensuse-leap-15.4/15.4 2.31, leap-15.5/15.5 2.31, leap-15.6/15.6 2.38, leap16.0/16.0 2.40',
} as const

describe.each(Object.entries(KNOWN))('%s', (family, releases) => {
  const [, distribution = '', format] = /^(.*) (deb|rpm)$/.exec(family) ?? []
  test.each(releases.split(', ').map((release) => release.split(/[/ ]/) as [string, string, string]))(
    '%s is %s, with glibc %s',
    (channel, version, glibc) => {
      const release = { name: `${distribution} ${version}`, format, glibc }
      expect(releaseOfChannel(channel)).toEqual(release)
      if (format === 'rpm') return
      expect(releaseOfChannel(`testing-${channel}`)).toEqual(release)
      expect(releaseOfChannel(`${distribution}-${version}`)).toEqual(release)
    },
  )
})

test.each([
  'fedora-25',
  'fedora-45',
  'my-el9',
  'xubuntu2404',
  'ubuntu-124041',
  'stable',
  'testing',
  'sid',
  'unstable',
  'rawhide',
  'el',
  'el99',
  'fedora-9',
  'f1',
  'alpha',
  'constructor',
  'ubuntu-23',
  'v2',
])('the channel %s is no release that is known', (channel) => {
  expect(releaseOfChannel(channel)).toBeUndefined()
})

test('versions are numbers, part by part', () => {
  const versions = ['2.2.5', '2.4', '2.17', '2.34', '2.34.1', '3']
  expect(versions.toReversed().toSorted(compareNumbers)).toEqual(versions)
})

// sid goes on; it is in no table.
describe.each(['bullseye', 'bookworm', 'trixie'] as const)('real releases', (release) => {
  testUnlessMissing(missingFor(release), `${release} has the glibc that is said`, async () => {
    const status = await readFile(join(installedRoot(release), 'var/lib/dpkg/status'), 'utf8')
    const stanza = status.split('\n\n').find((text) => text.startsWith('Package: libc6\n'))
    expect(/^Version: ([0-9.]+)-/m.exec(stanza ?? '')?.[1]).toBe(releaseOfChannel(release)?.glibc)
  })
})
