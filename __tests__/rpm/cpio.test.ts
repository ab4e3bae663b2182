import { expect, test } from '@jest/globals'
import { mkdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf } from '../../src/content.ts'
import { cpioArchive } from '../../src/rpm/cpio.ts'
import type { CpioMember } from '../../src/rpm/cpio.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'

const member = (position: number, name: string, mode: number, text = ''): CpioMember => ({
  position,
  name,
  mode,
  mtimeSeconds: 1_000_000_000,
  content: contentOf(Buffer.from(text)),
})
const MEMBERS = [
  member(0, './d', 0o040755),
  member(1, './d/f', 0o100644, 'hello'),
  member(2, './d/größe', 0o100600, ''),
  member(3, './l', 0o120777, 'd/f'),
]
const archive = async (members: readonly CpioMember[], form: 'newc' | 'stripped') =>
  Buffer.concat(await Array.fromAsync(cpioArchive(members, form)))

testWith(['cpio'], 'cpio unpacks what we pack', async () => {
  const folder = join(await temporaryDirectory(), 'out')
  await mkdir(folder)
  const input = await archive(MEMBERS, 'newc')
  expect((await run('cpio', ['-it', '--quiet'], { input })).stdout.split('\n')).toEqual(
    ['d', 'd/f', 'd/größe', 'l', ''].map((name) => expect.stringMatching(new RegExp(`^(\\./)?${name}$`))),
  )
  await run('cpio', ['-idm', '--quiet'], { input, cwd: folder })
  expect(await readFile(join(folder, 'd/f'), 'utf8')).toBe('hello')
  expect(await readlink(join(folder, 'l'))).toBe('d/f')
})

test('the form of every cpio has a header with its name before each file', async () => {
  const text = (await archive(MEMBERS, 'newc')).toString()
  const names = [...text.matchAll(/070701[0-9a-f]{104}([^\0]*)\0/g)].map(([, name]) => name)
  expect(names).toEqual(['./d', './d/f', './d/größe', './l', 'TRAILER!!!'])
  expect(text).not.toContain('07070X')
})

test('the stripped form has positions in the header in place of names', async () => {
  const bytes = await archive(MEMBERS.slice(1, 2), 'stripped')
  expect(
    bytes
      .toString('latin1')
      .split('\0')
      .filter((part) => part !== ''),
  ).toEqual(['07070X00000001', 'hello', expect.stringMatching(/^070701.*TRAILER!!!$/)])
  expect(bytes.length % 4).toBe(0)
})

test('an archive of nothing is its trailer', async () => {
  const fields = ['00000000', '00000000', '00000000', '00000000', '00000001', '00000000', '00000000']
  const rest = ['00000000', '00000000', '00000000', '00000000', '0000000b', '00000000']
  expect((await archive([], 'newc')).toString()).toBe(
    `070701${[...fields, ...rest].join('')}TRAILER!!!\0\0\0\0`,
  )
})
