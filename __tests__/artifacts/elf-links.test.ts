import { basename } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readElf, readLinks } from '../../src/artifacts/elf.ts'
import { contentOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { allLinkedFiles } from '../support/elf-files.ts'
import { run, testWith } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'
import { type LinkedElfParts, linkedElf } from './linked-elf.ts'

const read = (parts: LinkedElfParts) => readLinks(contentOf(linkedElf(parts)), 'hello')

const PROGRAM: LinkedElfParts = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libssl.so.3', 'libc.so.6'],
  needs: { 'libc.so.6': ['GLIBC_2.2.5', 'GLIBC_2.34'], 'libssl.so.3': ['OPENSSL_3.0.0'] },
  weak: ['GLIBC_2.34'],
  tags: [
    [21, 0],
    [0x6ffffef5, 0],
  ],
}

describe.each([
  [64, 'little', 62, ['amd64']],
  [64, 'big', 22, ['s390x']],
  [32, 'little', 3, ['386']],
  [32, 'little', 40, ['arm5', 'arm6', 'arm7']],
  [32, 'big', 20, []],
] as const)('%s bits, %s-endian, machine %s', (bits, order, machine, architectures) => {
  const form = { bits, order, machine }

  test('a program', async () => {
    expect(await read({ ...PROGRAM, ...form })).toEqual({
      kind: 'executable',
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      is64Bit: bits === 64,
      architectures,
      soname: undefined,
      needed: ['libssl.so.3', 'libc.so.6'],
      versionNeeds: [
        { library: 'libc.so.6', version: 'GLIBC_2.2.5', isWeak: false },
        { library: 'libc.so.6', version: 'GLIBC_2.34', isWeak: true },
        { library: 'libssl.so.3', version: 'OPENSSL_3.0.0', isWeak: false },
      ],
      versionDefinitions: [],
      hashTables: { gnu: true, sysv: false },
      hasDebugTag: true,
    })
  })

  test('a library', async () => {
    const definitions = ['libhello.so.1', 'HELLO_1', 'HELLO_2']
    const library = await read({ ...form, soname: 'libhello.so.1', definitions, tags: [[4, 0]] })
    expect(library).toMatchObject({
      kind: 'library',
      soname: 'libhello.so.1',
      needed: [],
      versionDefinitions: [
        { library: 'libhello.so.1', version: 'HELLO_1' },
        { library: 'libhello.so.1', version: 'HELLO_2' },
      ],
      hashTables: { gnu: false, sysv: true },
      hasDebugTag: false,
    })
  })
})

test('what no dynamic linker loads has no links', async () => {
  expect(await read({ needed: ['libc.so.6'], tags: [[0x6ffffffb, 0x08000000]] })).toBeUndefined()
  expect(await readLinks(contentOf(Buffer.from('#!/bin/sh\n')), 'hello')).toBeUndefined()
  expect(await readLinks(contentOf(Buffer.from('\x7fE')), 'hello')).toBeUndefined()
})

const STRTAB = 5
const VERNEED = 0x6ffffffe

/** Version 1, two entries, library, where they begin, where the next structure begins: in one structure. */
const table = (...words: readonly number[]) => tableOf(words)
const tableOf = (words: readonly number[]) => Buffer.from(Uint32Array.from(words).buffer)

test.each<readonly [string, LinkedElfParts]>([
  ['texts outside of what is loaded', { tags: [[STRTAB, 0x9000000]] }],
  ['a text outside of the table', { tags: [[1, 0xffff]] }],
  ['versions outside of what is loaded', { tags: [[VERNEED, 0x10]] }],
  ['versions behind the end', { needsTable: table(0x20001, 1, 0xffff, 0) }],
  ['entries one in another', { needsTable: table(0x20001, 1, 16, 0, 0, 0, 1, 4, 0, 0) }],
  ['structures one in another', { needsTable: table(0x10001, 1, 16, 4, 0, 0, 1, 0) }],
  ['a name without an end', { needed: ['x'.repeat(2_000)] }],
  ['too many libraries', { needed: Array.from({ length: 5_000 }, () => 'l') }],
])('damaged: %s', async (_, parts) => {
  const bytes = contentOf(linkedElf({ ...PROGRAM, ...parts }))
  await expect(readLinks(bytes, 'hello')).rejects.toThrow(/^hello is a damaged ELF file: /)
  await expect(readElf(bytes, 'hello')).rejects.toThrow(/^hello is a damaged ELF file: /)
})

test('more versions of symbols than any program has are refused', async () => {
  const entries = Array.from({ length: 65_000 }, () => [0, 0, 1, 16]).flat()
  const needsTable = tableOf([(65_000 * 2 ** 16 + 1) >>> 0, 1, 16, 0, ...entries])
  await expect(read({ ...PROGRAM, needsTable })).rejects.toThrow(/names more than 16384 versions/)
})

test('truncated or flipped anywhere: an answer, or a clear error', async () => {
  const wholes = [
    linkedElf(PROGRAM),
    linkedElf({ ...PROGRAM, bits: 32, order: 'big', machine: 20 }),
    linkedElf({ soname: 'libhello.so.1', definitions: ['libhello.so.1', 'HELLO_1', 'HELLO_2'] }),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.option(fc.nat(1_500)),
      async (whole, flips, end) => {
        const bytes = Buffer.from(whole.subarray(0, end ?? whole.length))
        for (const [at, value] of flips) bytes[at % bytes.length] = value
        const outcome = await readLinks(contentOf(bytes), 'hello').catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PublishError)
      },
    ),
    { numRuns: scaled(1_000, 100_000) },
  )
})

/** What objdump prints of a file: the libraries, the versions that it needs of each, and those that it has. */
async function objdumped(path: string) {
  const { stdout } = await run('objdump', ['-p', path])
  const section = (title: string) => stdout.split(`\n${title}:\n`)[1]?.split('\n\n')[0] ?? ''
  const needs = section('Version References')
    .split(/^ {2}required from /m)
    .slice(1)
    .flatMap((block) => {
      const [library = '', ...lines] = block.split('\n')
      return lines
        .filter((line) => line.trim() !== '')
        .map((line) => `${library.replace(/:$/, '')} ${line.trim().split(' ').at(-1)}`)
    })
  const definitions = section('Version definitions').match(/^\d+ 0x\S+ 0x\S+ .*$/gm) ?? []
  return {
    needed: [...stdout.matchAll(/^ {2}NEEDED +(.*)$/gm)].map(([, name]) => name),
    soname: /^ {2}SONAME +(.*)$/m.exec(stdout)?.[1],
    needs,
    definitions: definitions.slice(1).map((line) => line.trim().split(' ').at(-1)),
  }
}

testWith(
  ['objdump'],
  'real programs and libraries: what objdump says',
  async () => {
    const files = await allLinkedFiles('/', scaled(6, 1))
    expect(files.length).toBeGreaterThan(20)
    for (const { links, source } of files) {
      const ours = {
        needed: links.needed,
        soname: links.soname,
        needs: links.versionNeeds.map(({ library, version }) => `${library} ${version}`),
        definitions: links.versionDefinitions.map(({ version }) => version),
      }
      expect({ name: basename(source), ...ours }).toEqual({
        name: basename(source),
        ...(await objdumped(source)),
      })
    }
  },
  300_000,
)
