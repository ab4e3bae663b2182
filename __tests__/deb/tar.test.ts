import { execFileSync } from 'node:child_process'
import { mkdir, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { contentOf } from '../../src/content.ts'
import { decodeTarHeader, encodeTarHeader } from '../../src/deb/tar-header.ts'
import { tarArchive, tarMembers } from '../../src/deb/tar.ts'
import { packagedTree } from '../../src/deb/tree.ts'
import { PublishError } from '../../src/errors.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { temporaryDirectory, testWith } from '../support/programs.ts'
import { SAMPLE_TIME, cut, file } from './sample.ts'
import { PLAIN_FIELDS } from '../support/tar.ts'

const LONG = `/opt/${'long/'.repeat(60)}${'n'.repeat(200)}`
const ENTRIES: readonly PackagedEntry[] = [
  file('/usr/bin/hello', 'hello\n', 0o755),
  file('/usr/share/doc/ünïcode/日本語', 'text'),
  file('/usr/share/empty', ''),
  file('/usr/share/block', 'x'.repeat(512)),
  { type: 'symlink', path: '/usr/bin/hi', target: 'hello' },
  { type: 'symlink', path: '/usr/bin/far', target: LONG },
  file(LONG, 'far away'),
  file(`/${'a'.repeat(97)}`, 'name of 99 bytes'),
  file(`/${'b'.repeat(98)}`, 'name of 100 bytes'),
  file(`/${'c'.repeat(99)}`, 'name of 101 bytes'),
  file('/usr/bin/sudo', 's', 0o4755),
  { type: 'directory', path: '/var/lib/hello', mode: 0o700 },
]

async function archived(entries: readonly PackagedEntry[] = packagedTree(ENTRIES)): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(tarArchive(entries, SAMPLE_TIME)))
}

async function listed(archive: Uint8Array, size = 1 << 16) {
  const members = []
  for await (const { content, ...header } of tarMembers(cut(archive, size), 'a.tar')) {
    members.push({ ...header, text: Buffer.concat(await Array.fromAsync(content)).toString() })
  }
  return members
}

test('reads what it writes, in chunks of any size', async () => {
  const tree = packagedTree(ENTRIES)
  const archive = await archived()
  for (const size of [100, 512, 1 << 16]) {
    const members = await listed(archive, size)
    expect(members.map(({ name }) => name.replace(/(?<=.\/.+)\/$/s, ''))).toEqual(
      tree.map(({ path }) => `.${path}`),
    )
    for (const [at, entry] of tree.entries()) {
      const member = members[at]
      expect(member?.mtimeSeconds).toBe(SAMPLE_TIME)
      if (entry.type === 'symlink') expect(member).toMatchObject({ type: '2', linkName: entry.target })
      else expect(member).toMatchObject({ type: entry.type === 'file' ? '0' : '5', mode: entry.mode })
    }
    expect(members.find(({ name }) => name === `.${LONG}`)?.text).toBe('far away')
  }
})

test('what is not read is passed over', async () => {
  const names: string[] = []
  for await (const { name, content } of tarMembers(cut(await archived(), 1000), 'a.tar')) {
    names.push(name)
    if (names.length % 2 === 0) for await (const _ of content) break
  }
  expect(names).toHaveLength(packagedTree(ENTRIES).length)
})

test('directories come before what lies in them, and once', () => {
  const paths = packagedTree(ENTRIES).map(({ path }) => path)
  expect(paths[0]).toBe('/')
  expect(new Set(paths).size).toBe(paths.length)
  for (const [at, path] of paths.entries()) {
    if (at > 0) expect(paths.slice(0, at)).toContain(path.slice(0, path.lastIndexOf('/')) || '/')
  }
  expect(packagedTree(ENTRIES).find(({ path }) => path === '/var/lib/hello')).toMatchObject({ mode: 0o700 })
})

test.each<[string, PackagedEntry[]]>([
  ['is not absolute', [file('usr/bin/x', '')]],
  ['is not absolute', [file('/usr/../x', '')]],
  ['is not absolute', [file('/usr//x', '')]],
  ['is not absolute', [file('/usr/x/', '')]],
  ['is not absolute', [file('/', '')]],
  ['is not absolute', [file('/a\nb', '')]],
  ['is not absolute', [file('/a\ud800', '')]],
  ['is there twice', [file('/a', ''), file('/a', '')]],
  ['lies below /a, which is a file', [file('/a', ''), file('/a/b/c', '')]],
  ['lies below /a, which is a symlink', [file('/a/b', ''), { type: 'symlink', path: '/a', target: 'c' }]],
  ['is longer than', [file(`/${'a'.repeat(256)}`, '')]],
  ['is longer than', [file('/a'.repeat(2048), '')]],
  ['has the mode', [file('/a', '', 0o100644)]],
  ['is a link to ""', [{ type: 'symlink', path: '/a', target: '' }]],
])('a path that %s is refused', (fault, entries) => {
  expect(() => packagedTree(entries)).toThrow(PublishError)
  expect(() => packagedTree(entries)).toThrow(fault)
})

test('a file that changes while it is packaged is an error', async () => {
  for (const claimed of [2, 4]) {
    const content = { ...contentOf(Buffer.from('abc')), sizeBytes: claimed }
    const entries: PackagedEntry[] = [{ type: 'file', path: '/a', mode: 0o644, content }]
    await expect(archived(entries)).rejects.toThrow(/\/a had \d bytes, and 3 when it was packaged/)
  }
})

test('headers hold numbers of any size', () => {
  const base = { name: 'a', linkName: '', type: '0', mode: 0o644 }
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(2 ** 33 - 1), (sizeBytes, mtimeSeconds) => {
      const header = { ...base, sizeBytes, mtimeSeconds }
      expect(decodeTarHeader(encodeTarHeader(header), 'it')).toEqual(header)
    }),
    { numRuns: 200 },
  )
})

test('any byte changed, any cut, gives members or one error', async () => {
  const archive = await archived([
    file('/control', 'Package: x\n'),
    { type: 'symlink', path: '/a', target: 'b'.repeat(120) },
  ])
  const attempt = async (bytes: Buffer) => {
    await listed(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(PublishError))
  }
  for (let at = 0; at < archive.length; at += 3) {
    const flipped = Buffer.from(archive)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at & 7))
    await attempt(flipped)
    await attempt(archive.subarray(0, at))
  }
})

/** An archive of one extension, and of one file that it speaks of. */
const extended = (type: string, text: string, content = '') => {
  const entry = (name: string, type: string, content: string, size: number) => {
    const header = { name, linkName: '', type, mode: 0o644, sizeBytes: size, mtimeSeconds: 0 }
    const padding = Buffer.alloc(-Buffer.byteLength(content) & 511)
    return Buffer.concat([encodeTarHeader(header), Buffer.from(content), padding])
  }
  return Buffer.concat([entry('x', type, text, Buffer.byteLength(text)), entry('plain', '0', content, 0)])
}

test.each([
  ['x', '12 path=far\n', { name: 'far', text: '' }],
  ['x', '17 linkpath=ünd\n', { name: 'plain', linkName: 'ünd' }],
  ['x', '12 path=one\n14 path=b=two\n9 mode=1\n', { name: 'b=two' }],
  ['g', '12 path=far\n', { name: 'plain' }],
  ['L', 'long\0rest', { name: 'long' }],
  ['L', 'long', { name: 'long' }],
  ['K', 'aim\0', { name: 'plain', linkName: 'aim' }],
])('an extension %s that says %j', async (type, text, expected) => {
  expect(await listed(extended(type, text))).toEqual([expect.objectContaining(expected)])
})

test.each([
  'path=far\n',
  '012 path=a\n',
  '99 path=far\n',
  '11 path=far\n',
  '11 path=far',
  '6 =far\n',
  '7 farr\n',
  '12345678 a=b\n',
])('the PAX header %j is damaged', async (text) => {
  await expect(listed(extended('x', text))).rejects.toThrow(/a PAX header in it is damaged/)
})

test.each(['-1', '1x', 'x1', '', '9'.repeat(16)])('no size is %j', async (size) => {
  const record = ` size=${size}\n`
  const length = record.length + (record.length > 8 ? 2 : 1)
  await expect(listed(extended('x', `${length}${record}`))).rejects.toThrow(
    `a PAX header says the size ${size}`,
  )
})

test('what an extension does not say stays as the header says it', async () => {
  const header = { name: 'b', linkName: 'c', mode: 0o777, sizeBytes: 0, mtimeSeconds: 0 }
  const pax = { ...header, name: 'x', linkName: '', type: 'x', sizeBytes: 12 }
  const block = (text: string) => Buffer.from(text.padEnd(512, '\0'))
  const link = encodeTarHeader({ ...header, type: '2' })
  const [extensionOfLink, one] = [Buffer.concat([encodeTarHeader(pax), block('12 path=far\n')]), block('one')]
  expect(await listed(Buffer.concat([extensionOfLink, link]))).toMatchObject([{ name: 'far', linkName: 'c' }])
  const file = encodeTarHeader({ ...header, linkName: '', type: '0', sizeBytes: 3 })
  expect(await listed(Buffer.concat([extensionOfLink, file, one]))).toMatchObject([
    { name: 'far', text: 'one' },
  ])
})

test('a link has every permission, and two blocks of zeros end an archive', async () => {
  const archive = await archived([{ type: 'symlink', path: '/a', target: 'b' }])
  expect(archive).toHaveLength(3 * 512)
  expect(decodeTarHeader(archive.subarray(0, 512), 'it')).toMatchObject({ name: './a', mode: 0o777 })
})

test('a size that an extension says counts', async () => {
  expect(await listed(extended('x', '10 size=3\n', 'abc'))).toMatchObject([{ name: 'plain', text: 'abc' }])
})

test('an extension is of some length only', async () => {
  const most = 1024 * 1024
  expect(await listed(extended('L', 'a'.repeat(most)))).toMatchObject([{ name: 'a'.repeat(most) }])
  await expect(listed(extended('L', 'a'.repeat(most + 1)))).rejects.toThrow(
    /a header in it has 1048577 bytes/,
  )
})

test('a header is that of GNU tar, byte for byte', () => {
  const header = encodeTarHeader({
    name: './a',
    linkName: 'aim',
    type: '2',
    mode: 0o644,
    sizeBytes: 8,
    mtimeSeconds: 9,
    owner: 'jane',
    group: 'staff',
  })
  const padded = (text: string, size: number) => text.padEnd(size, '\0')
  expect(header.toString('latin1')).toBe(
    padded('./a', 100) +
      '0000644\0' +
      '0000000\0'.repeat(2) +
      '00000000010\0' +
      '00000000011\0' +
      '010551\0 ' +
      padded('2aim', 101) +
      'ustar  \0' +
      padded('jane', 32) +
      padded('staff', 32 + 183),
  )
})

test('a field may be full, and no text leaves its field', () => {
  const [name = '', linkName = '', owner = '', group = ''] = Array.from('nlog', (letter) =>
    letter.repeat(101),
  )
  const header = encodeTarHeader({ ...PLAIN_FIELDS, name, linkName, owner, group })
  expect(header.toString('latin1', 265, 512)).toBe(`${'o'.repeat(32)}${'g'.repeat(32)}${'\0'.repeat(183)}`)
  expect(decodeTarHeader(header, 'it')).toMatchObject({ name: 'n'.repeat(100), linkName: 'l'.repeat(100) })
})

test.each([
  ['0644  \0\0', 0o644],
  ['   644 \0', 0o644],
  ['\0'.repeat(8), 0],
  ['\x80\0\0\0\0\0\x01\x02', 258],
])('the number %j is %d', (text, mode) => {
  expect(decodeTarHeader(changedMode(text), 'it')).toMatchObject({ mode })
})

test.each([
  '0000648\0',
  '-000644\0',
  '\xff\xff\xff\xff\xff\xff\xff\xff',
  '\x80\xff\xff\xff\xff\xff\xff\xff',
  '64 4\0\0\0\0',
])('the number %j is none', (text) => {
  const decoded = () => decodeTarHeader(changedMode(text), 'it')
  expect(decoded).toThrow(/^it: the mode of a tar header is "/)
  expect(decoded).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
})

test('links, devices, directories and pipes have no content, whatever size they say', () => {
  const sizeOf = (type: string) => {
    const header = { name: 'a', linkName: '', type, mode: 0, sizeBytes: 9, mtimeSeconds: 0 }
    return decodeTarHeader(encodeTarHeader(header), 'it')?.sizeBytes
  }
  expect(['0', '1', '2', '3', '4', '5', '6', '7'].map(sizeOf)).toEqual([9, 0, 0, 0, 0, 0, 0, 9])
})

test('the prefix of ustar stands before the name, and only there', () => {
  const header = encodeTarHeader({
    name: 'b',
    linkName: '',
    type: '0',
    mode: 0,
    sizeBytes: 0,
    mtimeSeconds: 0,
  })
  const named = (magic: string, prefix: string) => {
    header.write(magic, 257, 'latin1')
    header.fill(0, 345, 500).write(prefix, 345)
    return decodeTarHeader(summed(header), 'it')?.name
  }
  expect(named('ustar\x0000', 'far/off')).toBe('far/off/b')
  expect(named('ustar\x0000', '')).toBe('b')
  expect(named('ustar  \0', 'far/off')).toBe('b')
})

function changedMode(text: string): Buffer {
  const header = encodeTarHeader(PLAIN_FIELDS)
  header.write(text, 100, 'latin1')
  return summed(header)
}

function summed(header: Buffer): Buffer {
  header.write(' '.repeat(8), 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

test('a checksum that is wrong is an error', () => {
  const header = encodeTarHeader(PLAIN_FIELDS)
  header[0] = 0x62
  expect(() => decodeTarHeader(header, 'it')).toThrow(/^it: the checksum of a tar header is wrong/)
  expect(() => decodeTarHeader(header, 'it')).toThrow(expect.objectContaining({ code: 'PACKAGE' }))
})

test('after the end only zeros may follow', async () => {
  const archive = await archived([])
  expect(await listed(Buffer.concat([archive, Buffer.alloc(9000)]))).toEqual([])
  await expect(listed(Buffer.concat([archive, Buffer.alloc(9000), Buffer.from('x')]))).rejects.toThrow(
    /follows after/,
  )
})

testWith(['tar'], 'tar lists it as it was meant', async () => {
  const archive = await archived()
  const stdout = execFileSync('tar', ['tvf', '-', '--full-time', '--utc', '--quoting-style=literal'], {
    input: archive,
  }).toString()
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(packagedTree(ENTRIES).length)
  expect(lines.every((line) => line.includes(' root/root ') && line.includes('2026-11-21 09:15:44'))).toBe(
    true,
  )
  expect(lines).toContainEqual(expect.stringMatching(/^-rwsr-xr-x .* \.\/usr\/bin\/sudo$/))
  expect(lines.some((line) => line.endsWith(`./usr/bin/far -> ${LONG}`))).toBe(true)
  expect(lines.some((line) => line.endsWith('./usr/share/doc/ünïcode/日本語'))).toBe(true)
  const folder = await temporaryDirectory()
  execFileSync('tar', ['xf', '-', '-C', folder], { input: archive })
  expect(await readlink(join(folder, 'usr/bin/far'))).toBe(LONG)
})

testWith(['tar'], 'reads what tar writes, in every form', async () => {
  const folder = await temporaryDirectory()
  const deep = join('deep/'.repeat(24), 'n'.repeat(60))
  await mkdir(join(folder, 'deep/'.repeat(24)), { recursive: true })
  await writeFile(join(folder, 'control'), 'Package: x\n')
  await writeFile(join(folder, 'ünïcode'), 'text')
  await writeFile(join(folder, deep), 'far')
  await symlink('control', join(folder, 'link'))
  for (const form of ['v7', 'ustar', 'gnu', 'posix', 'oldgnu']) {
    const paths = form === 'v7' ? ['./control', './link'] : ['./control', './link', './ünïcode', `./${deep}`]
    const archive = execFileSync('tar', ['cf', '-', `--format=${form}`, '-C', folder, ...paths])
    const members = await listed(archive)
    expect(members.map(({ name }) => name)).toEqual(paths)
    expect(members[0]?.text).toBe('Package: x\n')
    expect(members[1]).toMatchObject({ type: '2', linkName: 'control' })
  }
})
