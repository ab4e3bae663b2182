import { expect, test } from '@jest/globals'
import { colorOf } from '../../src/rpm/file-color.ts'

/** A file that begins with these bytes. */
function head(size: number, [elfClass, byteOrder, version]: readonly number[], magic = '\x7fELF'): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.write(magic, 'latin1')
  bytes.set([elfClass ?? 0, byteOrder ?? 0, version ?? 0].slice(0, Math.max(size - 4, 0)), Math.min(size, 4))
  return bytes
}

test.each([
  ['32 bits', head(52, [1, 1, 1]), 1],
  ['32 bits, cut short', head(51, [1, 1, 1]), 0],
  ['64 bits', head(64, [2, 1, 1]), 2],
  ['64 bits, cut short', head(63, [2, 1, 1]), 0],
  ['big-endian', head(64, [2, 2, 1]), 2],
  ['no order of bytes', head(64, [2, 0, 1]), 0],
  ['a strange order of bytes', head(64, [2, 3, 1]), 0],
  ['no version', head(64, [2, 1, 0]), 0],
  ['the next version', head(64, [2, 1, 2]), 0],
  ['no class', head(64, [0, 1, 1]), 0],
  ['a strange class', head(64, [3, 1, 1]), 0],
  ['another magic', head(64, [2, 1, 1], '\x7fELG'), 0],
  ['the magic a byte later', head(64, [0x46, 2, 1], '\0\x7fEL'), 0],
  ['nothing but the magic', head(4, []), 0],
  ['an empty file', head(0, []), 0],
])('the color of %s', (_, bytes, expected) => {
  expect(colorOf(bytes)).toBe(expected)
})
