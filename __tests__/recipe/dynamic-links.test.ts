import { expect, test } from '@jest/globals'
import {
  type DynamicLinks,
  isMusl,
  isMuslLibrary,
  loaderOf,
  offeredLinks,
} from '../../src/recipe/dynamic-links.ts'
import { PROGRAM } from '../support/linked-program.ts'

test.each([
  ['/lib64/ld-linux-x86-64.so.2', 'glibc'],
  ['/lib/ld-linux.so.2', 'glibc'],
  ['/lib/ld-linux-aarch64.so.1', 'glibc'],
  ['/lib64/ld64.so.2', 'glibc'],
  ['/lib/ld.so.1', 'glibc'],
  ['ld.so.1', 'glibc'],
  ['/lib/ld-musl-x86_64.so.1', 'musl'],
  ['/lib/not-ld-musl-x86_64.so.1', undefined],
  ['/lib/own-ld.so.1', undefined],
  ['/lib/ld.so.1.old', undefined],
  ['/lib/ld.so.x', undefined],
  ['/system/bin/linker64', undefined],
])('%s is the loader of %s', (interpreter, library) => {
  expect(loaderOf(interpreter)).toBe(library)
})

test.each([
  ['libc.so', true],
  ['libc.musl-x86_64.so.1', true],
  ['libc.so.6', false],
  ['libm.so.6', false],
])('%s is of musl: %s', (soname, expected) => {
  expect(isMuslLibrary(soname)).toBe(expected)
})

test('musl is told by the loader, or by the library', () => {
  const alone = { ...PROGRAM, interpreter: undefined, needed: [] }
  expect(isMusl(PROGRAM)).toBe(false)
  expect(isMusl(alone)).toBe(false)
  expect(isMusl({ ...alone, interpreter: '/lib/ld-musl-x86_64.so.1' })).toBe(true)
  expect(isMusl({ ...alone, needed: ['libz.so.1', 'libc.so'] })).toBe(true)
})

test('a library offers its names and versions, and nothing of what it needs', () => {
  const library: DynamicLinks = {
    ...PROGRAM,
    kind: 'library',
    soname: 'libhello.so.1',
    versionDefinitions: [{ library: 'libhello.so.1', version: 'HELLO_1' }],
  }
  expect(offeredLinks(library)).toStrictEqual({
    ...library,
    interpreter: undefined,
    needed: [],
    versionNeeds: [],
    hashTables: { gnu: true, sysv: true },
  })
  expect(offeredLinks({ ...library, soname: undefined })).toBeUndefined()
  expect(offeredLinks({ ...library, kind: 'executable' })).toBeUndefined()
})
