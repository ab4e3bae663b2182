import type { DynamicLinks } from '../../src/recipe/dynamic-links.ts'

/** What a small program of today needs. */
export const PROGRAM: DynamicLinks = {
  kind: 'executable',
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  is64Bit: true,
  architectures: ['amd64'],
  soname: undefined,
  needed: ['libc.so.6'],
  versionNeeds: [{ library: 'libc.so.6', version: 'GLIBC_2.34', isWeak: false }],
  versionDefinitions: [],
  hashTables: { gnu: true, sysv: false },
  hasDebugTag: true,
}
