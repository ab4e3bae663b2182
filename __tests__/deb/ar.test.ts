import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { contentOf } from '../../src/content.ts'
import { arArchive, readAr } from '../../src/deb/ar.ts'
import { PublishError } from '../../src/errors.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { bytes, onDisk } from './sample.ts'

const MEMBERS = [
  { name: 'debian-binary', content: contentOf(Buffer.from('2.0\n')) },
  { name: 'odd', content: contentOf(Buffer.from('12345')) },
  { name: 'empty', content: contentOf(Buffer.alloc(0)) },
  { name: 'sixteen-letters-', content: contentOf(Buffer.from('x')) },
]

async function listed(archive: Uint8Array): Promise<readonly (readonly [string, string])[]> {
  const members = await readAr(contentOf(archive), 'a.deb')
  return Promise.all(members.map(async ({ name, content }) => [name, String(await bytes(content))] as const))
}

test('reads what it writes', async () => {
  const archive = await bytes(arArchive(MEMBERS, 1_795_252_544))
  expect(await listed(archive)).toEqual([
    ['debian-binary', '2.0\n'],
    ['odd', '12345'],
    ['empty', ''],
    ['sixteen-letters-', 'x'],
  ])
  expect(archive.subarray(8, 68).toString()).toBe(
    'debian-binary   1795252544  0     0     100644  4         `\n',
  )
})

test('is an error wherever it is cut', async () => {
  const archive = await bytes(arArchive(MEMBERS.slice(0, 2), 0))
  for (let end = 0; end < archive.length; end += 1) {
    const isWhole = end === 8 || end === 8 + 60 + 4
    if (!isWhole) await expect(listed(archive.subarray(0, end))).rejects.toThrow(/^a\.deb is no \.deb/)
  }
  await expect(listed(archive.subarray(0, 67))).rejects.toThrow(/it is cut short in the header at byte 8/)
  await expect(listed(archive.subarray(0, 68))).rejects.toThrow(
    /debian-binary should end at byte 72, the file at 68/,
  )
})

test('any byte changed gives members or one error', async () => {
  const archive = await bytes(arArchive(MEMBERS, 0))
  const change = fc.tuple(fc.nat(archive.length - 1), fc.integer({ min: 0, max: 255 }))
  await fc.assert(
    fc.asyncProperty(change, async ([at, byte]) => {
      const changed = Buffer.from(archive)
      changed[at] = byte
      await listed(changed).catch((error: unknown) => expect(error).toBeInstanceOf(PublishError))
    }),
    { numRuns: 500 },
  )
})

test('has at most 32 members', async () => {
  const many = (count: number) =>
    bytes(
      arArchive(
        Array.from({ length: count }, () => MEMBERS[2]!),
        0,
      ),
    )
  expect(await listed(await many(32))).toHaveLength(32)
  await expect(listed(await many(33))).rejects.toThrow(/more than 32 members/)
})

test('a member of 10 GB is refused', () => {
  const content = { ...contentOf(Buffer.alloc(0)), sizeBytes: 10_000_000_000 }
  const archived = () => arArchive([{ name: 'data', content }], 0)
  expect(archived).toThrow(/data has 10000000000 bytes/)
  expect(archived).toThrow(expect.objectContaining({ code: 'LIMIT' }))
})

test('a member may have as many bytes as ten digits say', () => {
  const content = { ...contentOf(Buffer.alloc(0)), sizeBytes: 9_999_999_999 }
  expect(arArchive([{ name: 'data', content }], 0).sizeBytes).toBe(8 + 60 + 9_999_999_999 + 1)
})

test('an odd member is filled with the end of a line', async () => {
  const archive = await bytes(arArchive(MEMBERS.slice(1, 2), 0))
  expect(archive.subarray(68).toString()).toBe('12345\n')
})

const NAMED = 'debian-binary   '
const REST = '1795252544  0     0     100644  '

test.each([
  [`${NAMED}${REST}0         \`\n`, 'debian-binary'],
  [`debian-binary/  ${REST}0         \`\n`, 'debian-binary'],
  [`x               ${REST}0         \`\n`, 'x'],
  [`sixteen-letters-${REST}0         \`\n`, 'sixteen-letters-'],
])('the header %j', async (header, name) => {
  expect(await listed(Buffer.from(`!<arch>\n${header}`))).toEqual([[name, '']])
})

test.each([
  ` ${NAMED.slice(1)}${REST}0         \`\n`,
  `/               ${REST}0         \`\n`,
  `a/b             ${REST}0         \`\n`,
  `a b             ${REST}0         \`\n`,
  `${NAMED}17952525x4  0     0     100644  0         \`\n`,
  `${NAMED}${REST}          \`\n`,
  `${NAMED}${REST}-1        \`\n`,
  `${NAMED}${REST}0 0       \`\n`,
  `${NAMED}${REST}0         \`x`,
  `${NAMED}1795252544  0     0     100648  0         \`\n`,
  `${NAMED}${REST}0        \`\n\n`,
  `x${NAMED}${REST}0        \`\n`,
])('the header %j is none', async (header) => {
  const failure = await listed(Buffer.from(`!<arch>\n${header}`)).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    code: 'PACKAGE',
    message: expect.stringContaining('its header at byte 8 reads'),
  })
})

testWith(['ar'], 'ar reads it, and it reads what ar writes', async () => {
  const path = await onDisk(await bytes(arArchive(MEMBERS, 0)))
  expect((await run('ar', ['t', path])).stdout.split('\n').slice(0, 3)).toEqual([
    'debian-binary',
    'odd',
    'empty',
  ])
  expect((await run('ar', ['p', path, 'odd'])).stdout).toBe('12345')
  const cwd = await temporaryDirectory()
  execFileSync(
    'sh',
    ['-c', 'echo 2.0 > debian-binary; printf abc > control.tar; ar qcS x.deb debian-binary control.tar'],
    { cwd },
  )
  expect(await listed(await readFile(`${cwd}/x.deb`))).toEqual([
    ['debian-binary', '2.0\n'],
    ['control.tar', 'abc'],
  ])
})

/** Its size reads "1 2": a number of that is NaN, behind which nothing is compared any more. Found by fuzzing. */
test('a header whose fields are shifted is an error', async () => {
  const header = 'debian-binary  5000000  0     0     100644  1 2       `\n'
  for (const shifted of [
    header.padStart(60),
    header.replace('debian-binary ', 'debian-binary     '),
    `${header}    `,
  ]) {
    await expect(listed(Buffer.from(`!<arch>\n${shifted}`))).rejects.toMatchObject({ code: 'PACKAGE' })
  }
})
