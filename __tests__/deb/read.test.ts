import { execFileSync } from 'node:child_process'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { contentOf, memoryScratch, sha256 } from '../../src/content.ts'
import { arArchive } from '../../src/deb/ar.ts'
import { readDeb } from '../../src/deb/read.ts'
import { printStanza } from '../../src/deb/stanza.ts'
import { encodeTarHeader } from '../../src/deb/tar-header.ts'
import { tarArchive } from '../../src/deb/tar.ts'
import { PublishError } from '../../src/errors.ts'
import { LIMITS } from '../../src/limits.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { PLAIN_FIELDS } from '../support/tar.ts'
import { build, bytes, file, onDisk } from './sample.ts'

const CONTROL = 'Package: hello\nVersion: 1:1.2.3-4\nArchitecture: amd64\nDescription: one\n two\n'

const DATA = { name: 'data.tar.gz', text: gzipSync('data') }

async function tar(...entries: readonly PackagedEntry[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(tarArchive(entries, 0)))
}

function archive(
  ...members: readonly { readonly name: string; readonly text: Uint8Array | string }[]
): Promise<Buffer> {
  return bytes(
    arArchive(
      members.map(({ name, text }) => ({ name, content: contentOf(Buffer.from(text)) })),
      0,
    ),
  )
}

async function debOf(control: string | Uint8Array): Promise<Buffer> {
  const text = gzipSync(await tar(file('/control', control)))
  return archive({ name: 'debian-binary', text: '2.0\n' }, { name: 'control.tar.gz', text }, DATA)
}

const read = (deb: Uint8Array) => readDeb(contentOf(deb), 'a.deb')

async function failureOf(deb: Uint8Array): Promise<PublishError> {
  const failure = await read(deb).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(PublishError)
  return failure as PublishError
}

test('reads a package', async () => {
  const deb = await debOf(CONTROL)
  const pkg = await read(deb)
  expect(pkg).toMatchObject({ name: 'hello', version: '1:1.2.3-4', arch: 'amd64', sha256: sha256(deb) })
  expect(printStanza(pkg.control)).toBe(CONTROL)
})

test('reads packages that others make in other ways', async () => {
  const format = { name: 'debian-binary', text: '2.0\n' }
  const plain = await tar(file('/control', CONTROL), file('/md5sums', ''))
  const forms = [
    { name: 'control.tar', text: plain },
    { name: 'control.tar.gz', text: gzipSync(plain) },
    { name: 'control.tar.zst', text: zstdCompressSync(plain) },
  ]
  for (const form of forms) {
    for (const data of ['data.tar', 'data.tar.xz', 'data.tar.bz2', 'data.tar.lzma', 'data.tar.zst']) {
      const extra = { name: '_gpgorigin', text: 'signed' }
      const deb = await archive(
        format,
        extra,
        form,
        extra,
        { name: data, text: 'x' },
        { name: 'more', text: '' },
      )
      expect(await read(deb)).toMatchObject({ name: 'hello' })
    }
  }
  for (const text of [`\n\n${CONTROL}`, `${CONTROL}\n\n`, CONTROL.trimEnd(), CONTROL.replaceAll(': ', ':')]) {
    expect(await read(await debOf(text))).toMatchObject({ name: 'hello', version: '1:1.2.3-4' })
  }
})

test('members that are missing, empty, unknown or in another order are errors', async () => {
  const format = { name: 'debian-binary', text: '2.0\n' }
  const control = { name: 'control.tar', text: await tar(file('/control', CONTROL)) }
  const wrong: [string, readonly { readonly name: string; readonly text: Uint8Array | string }[]][] = [
    ['debian-binary is not first', []],
    ['debian-binary is not first', [control, format, DATA]],
    ['debian-binary is not first', [{ name: '_x', text: '' }, format, control, DATA]],
    ['does not say 2.0', [{ ...format, text: '3.0\n' }, control, DATA]],
    ['does not say 2.0', [{ ...format, text: '2.0\nmore' }, control, DATA]],
    ['is not second, but missing', [format]],
    ['is not second, but "data.tar.gz"', [format, DATA, control]],
    ['is not second, but "control.tar.bz2"', [format, { ...control, name: 'control.tar.bz2' }, DATA]],
    ['is not third, but missing', [format, control]],
    ['is not third, but "data.tar.Z"', [format, control, { ...DATA, name: 'data.tar.Z' }]],
    ['control.tar is empty', [format, { ...control, text: '' }, DATA]],
    ['data.tar.gz is empty', [format, control, { ...DATA, text: '' }]],
    ['no control file', [format, { ...control, text: await tar(file('/other', CONTROL)) }, DATA]],
    [
      'two control files',
      [format, { ...control, text: await tar(file('/control', CONTROL), file('/control', CONTROL)) }, DATA],
    ],
    [
      'is no file',
      [format, { ...control, text: await tar({ type: 'symlink', path: '/control', target: 'x' }) }, DATA],
    ],
  ]
  for (const [fault, members] of wrong) {
    const failure = await failureOf(await archive(...members))
    expect(failure).toMatchObject({ code: 'PACKAGE', message: expect.stringContaining(fault) })
    expect(failure.message).toContain('a.deb')
  }
})

test.each([
  ['Package', CONTROL.replace('hello', 'Hello')],
  ['Package', CONTROL.replace('hello', '../evil')],
  ['Package', CONTROL.replace('hello', 'a\n b')],
  ['Package', CONTROL.replace('Package: hello\n', '')],
  ['Version', CONTROL.replace(/Version.*\n/, '')],
  ['version', CONTROL.replace('1:1.2.3-4', 'v1')],
  ['version', CONTROL.replace('1:1.2.3-4', '1/../2')],
  ['Architecture', CONTROL.replace('amd64', 'any')],
  ['Architecture', CONTROL.replace(/Arch.*\n/, '')],
  ['twice', `${CONTROL}package: other\n`],
  ['is no field', `${CONTROL}\nPackage: other\n`],
  ['UTF-8', Buffer.concat([Buffer.from(CONTROL), Buffer.from('X: \xe9\n', 'latin1')])],
  ['control character', `${CONTROL}X: \0\n`],
])('a control file with a bad %s is an error', async (fault, control) => {
  const failure = await failureOf(await debOf(control))
  expect(failure).toMatchObject({
    code: 'PACKAGE',
    message: expect.stringMatching(new RegExp(`a\\.deb.*${fault}`, 's')),
  })
})

test('Maintainer and Description may be missing', async () => {
  expect(await read(await debOf('Package: hello\nVersion: 1\nArchitecture: all\n'))).toMatchObject({
    version: '1',
  })
})

test('bombs are bounded', async () => {
  const padded = (sizeBytes: number) => `${CONTROL}X: ${'x'.repeat(sizeBytes - CONTROL.length - 4)}\n`
  expect(await read(await debOf(padded(LIMITS.controlFileBytes)))).toMatchObject({ name: 'hello' })
  expect(await failureOf(await debOf(padded(LIMITS.controlFileBytes + 1)))).toMatchObject({ code: 'LIMIT' })
  const filled = async (sizeBytes: number) => {
    const plain = await tar(file('/a', Buffer.alloc(sizeBytes - 2560)), file('/control', CONTROL))
    const control = [gzipSync(plain), zstdCompressSync(plain)]
    const format = { name: 'debian-binary', text: '2.0\n' }
    const names = ['control.tar.gz', 'control.tar.zst']
    return Promise.all(names.map((name, at) => archive(format, { name, text: control[at] ?? '' }, DATA)))
  }
  for (const deb of await filled(LIMITS.controlTarBytes))
    expect(await read(deb)).toMatchObject({ name: 'hello' })
  for (const deb of await filled(LIMITS.controlTarBytes + 512)) {
    expect(await failureOf(deb)).toMatchObject({ code: 'LIMIT', message: expect.stringContaining('a.deb') })
  }
  const huge = { ...contentOf(Buffer.alloc(0)), sizeBytes: LIMITS.packageBytes + 1 }
  await expect(readDeb(huge, 'a.deb')).rejects.toMatchObject({ code: 'LIMIT' })
})

/** A package whose control member has a control file of one block, that says how large it is. */
function saying(name: string, sizeBytes: number): Promise<Buffer> {
  const header = encodeTarHeader({ ...PLAIN_FIELDS, name, sizeBytes })
  const text = Buffer.concat([header, Buffer.from(CONTROL), Buffer.alloc(512 - CONTROL.length)])
  return archive({ name: 'debian-binary', text: '2.0\n' }, { name: 'control.tar', text }, DATA)
}

test('the control file is found with or without the folder before its name, and no other', async () => {
  for (const name of ['control', './control']) {
    expect(await read(await saying(name, CONTROL.length))).toMatchObject({ name: 'hello' })
  }
  expect((await failureOf(await saying('a/control', CONTROL.length))).message).toContain('no control file')
})

test('a control file that says too large a size is not read', async () => {
  const deb = await saying('./control', LIMITS.controlFileBytes + 1)
  expect(await failureOf(deb)).toMatchObject({
    code: 'LIMIT',
    message: `The control file of a.deb has ${LIMITS.controlFileBytes + 1} bytes; at most ${LIMITS.controlFileBytes} are read.`,
  })
  const most = await failureOf(await saying('./control', LIMITS.controlFileBytes))
  expect(most).toMatchObject({ code: 'PACKAGE', message: expect.stringContaining('cut short') })
})

/** Every cut is an error, every flip an error or a package; both at once, and about the package. */
async function torment(deb: Buffer, step: number): Promise<void> {
  for (let at = 0; at < deb.length; at += step) {
    expect((await failureOf(deb.subarray(0, at))).message).toContain('a.deb')
    const flipped = Buffer.from(deb)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    const result = await read(flipped).catch((error: unknown) => error)
    if (!(result instanceof PublishError)) {
      expect(result).toMatchObject({ format: 'deb' })
      continue
    }
    expect(['PACKAGE', 'LIMIT']).toContain(result.code)
    expect(result.message).toContain('a.deb')
  }
}

test('a package of ours, cut or flipped anywhere', async () => {
  const deb = await build({ entries: [] })
  await torment(deb, 1)
})

test('plain and zstd packages, cut or flipped', async () => {
  const plain = await tar(file('/control', CONTROL))
  const format = { name: 'debian-binary', text: '2.0\n' }
  await torment(await archive(format, { name: 'control.tar', text: plain }, DATA), 3)
  await torment(await archive(format, { name: 'control.tar.zst', text: zstdCompressSync(plain) }, DATA), 1)
})

testWith(['dpkg-deb'], 'reads what dpkg-deb builds, as dpkg-deb reads it', async () => {
  const tree = await temporaryDirectory()
  await mkdir(join(tree, 'DEBIAN'), { recursive: true })
  const control = `${CONTROL}Maintainer: Jörg <j@example.org>\nX-Odd:  two\tblanks \n`
  await writeFile(join(tree, 'DEBIAN/control'), control)
  await writeFile(join(tree, 'DEBIAN/postinst'), '#!/bin/sh\n', { mode: 0o755 })
  for (const form of ['none', 'gzip', 'xz', 'zstd']) {
    for (const uniform of ['--uniform-compression', '--no-uniform-compression']) {
      const path = join(await temporaryDirectory(), 'a.deb')
      await run('dpkg-deb', ['--root-owner-group', `-Z${form}`, uniform, '-b', tree, path])
      const deb = await readFile(path)
      const pkg = await read(deb)
      expect(printStanza(pkg.control)).toBe(control)
      expect(pkg).toMatchObject({ name: 'hello', version: '1:1.2.3-4', arch: 'amd64' })
      const { stdout } = await run('dpkg-deb', ['-f', path])
      expect(stdout).toBe(control)
    }
    await torment(await readFile(await builtSmall(form)), 7)
  }
})

async function builtSmall(form: string): Promise<string> {
  const tree = await temporaryDirectory()
  await mkdir(join(tree, 'DEBIAN'), { recursive: true })
  await writeFile(join(tree, 'DEBIAN/control'), `${CONTROL}Maintainer: Jane <j@example.org>\n`)
  const path = join(await temporaryDirectory(), 'a.deb')
  await run('dpkg-deb', ['--root-owner-group', `-Z${form}`, '-b', tree, path])
  return path
}

testWith(['apt-get', 'dpkg-deb'], "reads Debian's own packages as dpkg-deb does", async () => {
  const cwd = await temporaryDirectory()
  const { code } = await run('apt-get', ['download', 'hello', 'base-files'], { cwd, allowFailure: true })
  if (code !== 0) {
    // oxlint-disable-next-line no-console
    console.warn("Debian's packages cannot be downloaded here: not compared")
    return
  }
  for (const name of await readdir(cwd)) {
    const pkg = await read(await readFile(join(cwd, name)))
    const { stdout } = await run('dpkg-deb', ['-f', join(cwd, name)])
    expect(printStanza(pkg.control)).toBe(stdout)
  }
})

testWith(['ar', 'tar', 'bzip2', 'xz'], 'reads what other tools put together', async () => {
  const cwd = await temporaryDirectory()
  await writeFile(join(cwd, 'control'), CONTROL)
  await writeFile(join(cwd, 'debian-binary'), '2.0\n')
  for (const format of ['v7', 'ustar', 'gnu', 'posix']) {
    const script = `tar --format=${format} -cJf control.tar.xz control && tar -cjf data.tar.bz2 debian-binary &&
      rm -f a.deb && ar qcS a.deb debian-binary control.tar.xz data.tar.bz2`
    execFileSync('sh', ['-c', script], { cwd })
    expect(await read(await readFile(join(cwd, 'a.deb')))).toMatchObject({ name: 'hello', arch: 'amd64' })
  }
})

test('a package is read from scratch as from memory', async () => {
  const deb = await build()
  const chunks = contentOf(deb).read()
  expect(await readDeb(await memoryScratch(chunks), 'a.deb')).toMatchObject({ sha256: sha256(deb) })
  expect(await onDisk(deb)).toMatch(/package\.deb$/)
})
