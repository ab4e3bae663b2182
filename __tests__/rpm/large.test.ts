import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { RpmFile } from '../../src/rpm/file.ts'
import { fileTags, sortedFiles } from '../../src/rpm/files.ts'
import { payloadForm } from '../../src/rpm/payload.ts'
import { digestEntries } from '../../src/rpm/signature.ts'
import { SIGNATURE_TAGS, TAGS } from '../../src/rpm/tags.ts'

const GIB = 2 ** 30

/** A file of a size, which nobody reads here. */
function sized(sizeBytes: number): readonly RpmFile[] {
  const content = { sizeBytes, read: () => contentOf(new Uint8Array()).read() }
  return sortedFiles([{ type: 'file', path: '/opt/large', mode: 0o644, content }])
}

test.each([
  [4 * GIB - 1, TAGS.FILESIZES.number, 'newc'],
  [4 * GIB, TAGS.LONGFILESIZES.number, 'stripped'],
])('a file of %d bytes', (sizeBytes, tag, form) => {
  const files = sized(sizeBytes)
  const sizeTags = fileTags(files, new Map(), 0)
    .map((entry) => entry.tag)
    .filter((number) => number === TAGS.FILESIZES.number || number === TAGS.LONGFILESIZES.number)
  expect([sizeTags, payloadForm(files)]).toEqual([[tag], form])
})

test('one large file among small ones is enough', () => {
  const [small, large] = [sized(1), sized(4 * GIB)].flat()
  const files = [small, large].filter((entry) => entry !== undefined)
  expect(files.map((_, at) => payloadForm(files.slice(at)))).toEqual(['stripped', 'stripped'])
  expect(payloadForm(sized(1))).toBe('newc')
})

test.each([
  [4 * GIB - 1, SIGNATURE_TAGS.PAYLOADSIZE.number],
  [4 * GIB, SIGNATURE_TAGS.LONGARCHIVESIZE.number],
])('a payload that unpacks to %d bytes', async (unpackedBytes, tag) => {
  const empty = contentOf(new Uint8Array())
  const tags = (await digestEntries(new Uint8Array(), empty, unpackedBytes)).map((entry) => entry.tag)
  expect(tags).toEqual([269, 273, 1000, 1004, tag])
})
