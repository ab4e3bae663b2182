import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import { debianChangelog } from '../../src/deb/changelog.ts'
import { documentationOf } from '../../src/deb/documentation.ts'
import type { ChangelogEntry } from '../../src/recipe/description.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { SAMPLE_TIME, sample } from './sample.ts'

const NEWEST: ChangelogEntry = {
  version: '1.2.3',
  author: 'Jane Doe <jane@example.org>',
  timeSeconds: SAMPLE_TIME,
  changes: ['Greets politely.', 'Takes a name:\n\n  hello NAME\n', '\n * starred'],
}
const BEFORE: ChangelogEntry = {
  version: '1.2.3-rc.1',
  author: "Zoë O'Neil <zoe@example.org>",
  timeSeconds: SAMPLE_TIME - 86_400,
  changes: ['A first try.'],
  urgency: 'low',
  distributions: ['experimental', 'bookworm-backports'],
}

test('is written newest first, each change as one item', () => {
  expect(debianChangelog(sample({ release: '2', changelog: [NEWEST, BEFORE] })))
    .toBe(`hello (1.2.3-2) unstable; urgency=medium

  * Greets politely.
  * Takes a name:

      hello NAME
  *  * starred

 -- Jane Doe <jane@example.org>  Sat, 21 Nov 2026 09:15:44 +0000

hello (1.2.3~rc.1-2) experimental bookworm-backports; urgency=low

  * A first try.

 -- Zoë O'Neil <zoe@example.org>  Fri, 20 Nov 2026 09:15:44 +0000
`)
})

test.each([
  [undefined, '/usr/share/doc/hello/changelog.gz'],
  ['2', '/usr/share/doc/hello/changelog.Debian.gz'],
])('with the revision %s it is %s', async (release, path) => {
  const description = sample({ changelog: [NEWEST], ...(release === undefined ? {} : { release }) })
  const entry = (await documentationOf(description)).find((each) => each.path === path)
  if (entry?.type !== 'file') throw new Error(`there is no ${path}`)
  expect(gunzipSync(await bytesOf(entry.content, 2 ** 20, path)).toString()).toBe(
    debianChangelog(description),
  )
})

testWith(['dpkg-parsechangelog'], 'dpkg reads it back', async () => {
  const path = join(await temporaryDirectory(), 'changelog')
  await writeFile(path, debianChangelog(sample({ changelog: [NEWEST, BEFORE] })))
  const { stdout, stderr } = await run('dpkg-parsechangelog', ['--all', '--format', 'rfc822', '-l', path])
  expect(stderr).toBe('')
  const all = (name: string) =>
    [...stdout.matchAll(new RegExp(`^${name}: (.*)$`, 'gm'))].map(([, text]) => text)
  expect(all('Version')).toEqual(['1.2.3', '1.2.3~rc.1'])
  expect(all('Distribution')).toEqual(['unstable', 'experimental bookworm-backports'])
  expect(all('Urgency')).toEqual(['medium', 'low'])
  expect(all('Maintainer')).toEqual([NEWEST.author, BEFORE.author])
  expect(all('Timestamp')).toEqual([String(SAMPLE_TIME), String(SAMPLE_TIME - 86_400)])
  expect(stdout).toContain('\n   * Takes a name:\n .\n       hello NAME\n')
})

test.each<[Partial<ChangelogEntry>, RegExp]>([
  [{ author: 'Jane Doe <' }, /has the author "Jane Doe <", .* write Jane Doe <jane@example.com>/],
  [{ author: 'Jane\nDoe <a@b>' }, /has the author "Jane\\nDoe <a@b>"/],
  [{ author: ' ' }, /has the author " "/],
  [{ timeSeconds: -1 }, /has the time -1/],
  [{ timeSeconds: 2 ** 32 }, /has the time 4294967296/],
  [{ changes: [] }, /has no changes/],
  [{ changes: ['a', ' \n'] }, /has the change " \\n"/],
  [{ changes: ['a\u{1b}[0m'] }, /has the change "a\\u001b/],
  [{ urgency: 'soon' }, /has the urgency "soon"/],
  [{ distributions: [] }, /has the distributions ""/],
  [{ distributions: ['a; urgency=low'] }, /has the distributions "a; urgency=low"/],
  [{ version: 'latest' }, /version: "latest" is none/],
])('refuses %j', (changes, message) => {
  expect(() => debianChangelog(sample({ changelog: [{ ...NEWEST, ...changes }] }))).toThrow(message)
})

test('refuses an entry that is newer than the one before it', () => {
  expect(() => debianChangelog(sample({ changelog: [BEFORE, NEWEST] }))).toThrow(
    'changelog: the entry of "1.2.3" is newer than the one before it; write the newest first',
  )
})

testWith(['dpkg-parsechangelog'], 'who has no address, or no name, is none the less named', async () => {
  const said = async (author: string) => {
    const path = join(await temporaryDirectory(), 'changelog')
    await writeFile(path, debianChangelog(sample({ maintainer: author })))
    return (await run('dpkg-parsechangelog', ['-l', path, '-S', 'Maintainer'])).stdout
  }
  expect(await said('Hello, Inc')).toBe('Hello, Inc <>\n')
  expect(await said('packages@example.com')).toBe('packages@example.com <packages@example.com>\n')
})
