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

test.each([
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
