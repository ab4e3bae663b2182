import { expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/limits.ts'
import { folderOf, isBelow, releaseFile } from '../../../src/recipe/placement/release-file.ts'

const textOf = (bytes: string | Buffer) => releaseFile('a', Buffer.from(bytes)).text

test('a path is its folders and a name', () => {
  const file = releaseFile('a/b/c', Buffer.from('x'))
  expect([file.folders, file.name, folderOf(file)]).toEqual([['a', 'b'], 'c', 'b'])
  expect([isBelow(file, /^a$/), isBelow(file, /^b$/), isBelow(file, /^c$/)]).toEqual([true, true, false])
  const top = releaseFile('c', Buffer.from('x'))
  expect([top.folders, top.name, folderOf(top)]).toEqual([[], 'c', ''])
})

test('what is behind the head is not looked at', () => {
  const head = Buffer.alloc(LIMITS.documentHeadBytes + 1, 'x')
  head[LIMITS.documentHeadBytes] = 0
  const file = releaseFile('a', head)
  expect(file.head).toHaveLength(LIMITS.documentHeadBytes)
  expect(file.text).toBe('x'.repeat(LIMITS.documentHeadBytes))
})

test('text has single line feeds, and no mark at its beginning', () => {
  expect(textOf('\ufeffa\ufeff\r\nb\rc\r\n')).toBe('a\ufeff\nb\rc\n')
  expect(textOf('a\t\n\v\f\r\u001bb é')).toBe('a\t\n\v\f\r\u001bb é')
  expect(textOf('a\ufeffb')).toBe('a\ufeffb')
  expect(textOf('')).toBe('')
})

test('no other byte below a blank is in a text', () => {
  const controls = Array.from({ length: 0x20 }, (_, byte) => byte)
  const known = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]
  expect(controls.filter((byte) => textOf(Buffer.from([0x61, byte, 0x62])) !== undefined)).toEqual(known)
})
