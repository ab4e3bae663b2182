import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { librariesTriggered, shlibsFile } from '../../src/deb/shlibs.ts'
import { linkedEntries } from '../../src/artifacts/linked-entries.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { PROGRAM } from '../support/linked-program.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { build, file, onDisk, sample } from './sample.ts'

function library(path: string, soname: string | undefined): PackagedEntry {
  return {
    ...file(path, 'x'),
    links: { ...PROGRAM, kind: 'library', interpreter: undefined, soname },
  } as PackagedEntry
}

const shlibs = (...entries: readonly PackagedEntry[]) => shlibsFile(sample({ entries }), entries)

test('libraries for others are listed, each once, with the version of the package', () => {
  const entries = [
    library('/usr/lib/libtwo-1.2.so', 'libtwo-1.2.so'),
    library('/usr/lib/x86_64-linux-gnu/libone.so.3.0.1', 'libone.so.3'),
    library('/usr/lib/libone.so.3.0.1', 'libone.so.3'),
    library('/lib/arm-linux-gnueabihf/libthree.so.0', 'libthree.so.0'),
  ]
  expect(shlibs(...entries)).toBe(
    'libone 3 hello (>= 1.2.3)\nlibthree 0 hello (>= 1.2.3)\nlibtwo 1.2 hello (>= 1.2.3)\n',
  )
  const description = sample({ entries: entries.slice(0, 1), version: '2.0-rc.1', epoch: 1, release: '4' })
  expect(shlibsFile(description, description.entries)).toBe('libtwo 1.2 hello (>= 1:2.0~rc.1)\n')
})

test.each([
  ['a plugin, in a folder of its own', library('/usr/lib/hello/libone.so.3', 'libone.so.3')],
  ['one without a soname', library('/usr/lib/libone.so', undefined)],
  ['one without a version', library('/usr/lib/libone.so', 'libone.so')],
  ['one of the name service', library('/usr/lib/libnss_hello.so.2', 'libnss_hello.so.2')],
  ['a name with a blank', library('/usr/lib/lib x.so.2', 'lib x.so.2')],
  ['a program', file('/usr/bin/hello', 'x')],
])('%s is not listed', (_, entry) => {
  expect(shlibs(entry)).toBe('')
})

test('ldconfig is told of libraries, once', () => {
  const tree = [library('/usr/lib/libone.so.3', 'libone.so.3')]
  expect(librariesTriggered({ interest: ['/x'] }, tree)).toEqual({
    interest: ['/x'],
    'activate-noawait': ['ldconfig'],
  })
  const said = { 'activate-noawait': ['y', 'ldconfig'] }
  expect(librariesTriggered(said, tree)).toEqual(said)
  expect(librariesTriggered({ 'activate-await': ['ldconfig'] }, tree)).toEqual({
    'activate-await': ['ldconfig'],
  })
  expect(librariesTriggered(undefined, [library('/usr/lib/hello/libone.so.3', 'libone.so.3')])).toEqual({})
})

testWith(
  ['lintian', 'dpkg-shlibdeps', 'dpkg-deb', 'gcc'],
  'lintian and dpkg-shlibdeps take them',
  async () => {
    const folder = await temporaryDirectory()
    const at = (name: string) => join(folder, name)
    await mkdir(at('debian'))
    await writeFile(at('debian/control'), 'Source: other\n\nPackage: other\nArchitecture: any\n')
    await writeFile(at('hello.c'), 'int puts(const char *);\nint hello(void) { return puts("hello"); }\n')
    await writeFile(at('main.c'), 'int hello(void);\nint main(void) { return hello(); }\n')
    const gcc = (...args: string[]) => run('gcc', args, { cwd: folder })
    await gcc('-shared', '-fPIC', '-Wl,-soname,libhello.so.1', '-o', 'libhello.so.1', 'hello.c')
    await gcc('-o', 'main', 'main.c', 'libhello.so.1')
    const path = '/usr/lib/x86_64-linux-gnu/libhello.so.1'
    const { entries } = await linkedEntries([file(path, await readFile(at('libhello.so.1')))])
    const deb = await build({ name: 'libhello1', arch: 'amd64', entries })
    const onIt = await onDisk(deb, 'libhello1_1.2.3_amd64.deb')
    const { stdout } = await run('lintian', ['--allow-root', onIt], { allowFailure: true })
    expect(stdout.split('\n').filter((line) => /shlibs|ldconfig|shared-library/.test(line))).toEqual([])
    await run('dpkg-deb', ['--control', onIt, at('control')])
    const options = ['-O', `-l${folder}`, `-L${at('control/shlibs')}`, 'main']
    const needs = await run('dpkg-shlibdeps', options, { cwd: folder })
    expect(needs.stdout).toMatch(/^shlibs:Depends=libc6 \(.*\), libhello1 \(>= 1\.2\.3\)\n$/)
  },
)
