import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readElf } from '../../src/artifacts/elf.ts'
import { contentOf } from '../../src/content.ts'
import { PublishError } from '../../src/errors.ts'
import { fileContent } from '../../src/files.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { type ElfParts, armAttributes, elfFile, goBuild } from './elf-file.ts'

const read = (parts: ElfParts) => readElf(contentOf(elfFile(parts)), 'hello')

// Machine, class, byte order, flags and interpreter as Debian's hello has them.
const DEBIAN: readonly (readonly [arch: string, parts: ElfParts])[] = [
  ['amd64', { machine: 62, interpreter: '/lib64/ld-linux-x86-64.so.2' }],
  ['arm64', { machine: 183, interpreter: '/lib/ld-linux-aarch64.so.1' }],
  ['386', { machine: 3, bits: 32, interpreter: '/lib/ld-linux.so.2' }],
  [
    'arm5',
    {
      machine: 40,
      bits: 32,
      flags: 0x5000200,
      interpreter: '/lib/ld-linux.so.3',
      sections: armAttributes(4, false) ?? [],
    },
  ],
  [
    'arm7',
    {
      machine: 40,
      bits: 32,
      flags: 0x5000400,
      interpreter: '/lib/ld-linux-armhf.so.3',
      sections: armAttributes(10, true) ?? [],
    },
  ],
  ['ppc64le', { machine: 21, flags: 2, interpreter: '/lib64/ld64.so.2' }],
  ['s390x', { machine: 22, order: 'big', interpreter: '/lib/ld64.so.1' }],
  ['riscv64', { machine: 243, flags: 5, interpreter: '/lib/ld-linux-riscv64-lp64d.so.1' }],
  ['loong64', { machine: 258, flags: 0x43, interpreter: '/lib64/ld-linux-loongarch-lp64d.so.1' }],
  ['mips64le', { machine: 8, flags: 0x80000007, interpreter: '/lib64/ld.so.1' }],
]

test.each(DEBIAN)('Debian, %s', async (arch, parts) => {
  expect(await read({ type: 3, ...parts })).toEqual({ kind: 'executable', arch, linkage: 'glibc' })
  const { interpreter: _, ...rest } = parts
  expect(await read({ type: 3, dynamic: [[0x6ffffffb, 0x08000000]], ...rest })).toMatchObject({
    linkage: 'static',
  })
})

const ARM = { machine: 40, bits: 32, flags: 0x5000002 } as const
const arm = (...[cpuArch, isHard]: [number, boolean]) => ({
  ...ARM,
  sections: armAttributes(cpuArch, isHard) ?? [],
})
const go = (...settings: string[]) => ({ ...ARM, sections: goBuild(['GOOS=linux', ...settings]) ?? [] })

test.each<readonly [string, ElfParts, string]>([
  ['Go, GOARM=5', go('GOARM=5'), 'arm5'],
  ['Go, GOARM=6', go('GOARM=6'), 'arm6'],
  ['Go, GOARM=7', go('GOARM=7'), 'arm7'],
  ['Go, GOARM=6,softfloat', go('GOARM=6,softfloat'), 'arm6'],
  ['Go that does not say', go(), 'arm7'],
  ['nothing known', ARM, 'arm7'],
  ['v6, hard', arm(6, true), 'arm6'],
  ['v6, soft', arm(6, false), 'arm5'],
  ['v6KZ, hard, by flags', { ...arm(7, false), flags: 0x5000400 }, 'arm6'],
  ['v7, static, soft', arm(10, false), 'arm7'],
  ['v7, dynamic, soft', { ...arm(10, false), interpreter: '/lib/ld-linux.so.3' }, 'arm5'],
  ['v8, hard', arm(14, true), 'arm7'],
  ['stripped of sections, hard', { ...ARM, flags: 0x5000400 }, 'arm7'],
  ['stripped of sections, soft', { ...ARM, flags: 0x5000200 }, 'arm5'],
  ['musl, by its interpreter', { ...ARM, interpreter: '/lib/ld-musl-armhf.so.1' }, 'arm7'],
  ['musl, soft, by its interpreter', { ...ARM, interpreter: '/lib/ld-musl-arm.so.1' }, 'arm5'],
  [
    'C of v6 and Go of v7',
    {
      ...ARM,
      flags: 0x5000400,
      sections: [...(armAttributes(6, true) ?? []), ...(goBuild(['GOARM=7']) ?? [])],
    },
    'arm7',
  ],
])('32-bit ARM: %s', async (_, parts, arch) => {
  expect(await read(parts)).toMatchObject({ kind: 'executable', arch })
})

test.each<readonly [string, ElfParts]>([
  ['an executable for 32-bit little-endian x86-64', { bits: 32 }],
  ['an executable for 64-bit big-endian PowerPC', { machine: 21, order: 'big' }],
  ['an executable for 32-bit little-endian MIPS', { machine: 8, bits: 32 }],
  ['an executable for 32-bit big-endian ARM', { machine: 40, bits: 32, order: 'big' }],
  ['an executable for 32-bit little-endian ARM', { machine: 40, bits: 32, flags: 0 }],
  ['an executable for 64-bit little-endian machine 999', { machine: 999 }],
  ['an object file', { type: 1 }],
  ['a core dump', { type: 4 }],
  ['an ELF file of the unknown type 9', { type: 9 }],
  ['a shared library', { type: 3 }],
  ['a shared library', { type: 3, interpreter: '/lib64/ld-linux-x86-64.so.2', dynamic: [[14, 1]] }],
  ['an ELF file without code', { hasCode: false }],
  ['an executable for FreeBSD', { osAbi: 9 }],
  ['an executable for FreeBSD', { interpreter: '/libexec/ld-elf.so.1' }],
  ['an executable for OpenBSD', { noteOwner: 'OpenBSD' }],
  ['an executable for Android', { interpreter: '/system/bin/linker64' }],
  ['an executable for dragonfly', { sections: goBuild(['GOOS=dragonfly']) ?? [] }],
  ['an executable for the operating system 200', { osAbi: 200 }],
])('not packaged: %s', async (reason, parts) => {
  expect(await read(parts)).toMatchObject({ kind: 'other', reason: expect.stringContaining(reason) })
})

test('a note of GNU and a musl interpreter', async () => {
  const parts = { noteOwner: 'GNU', interpreter: '/lib/ld-musl-x86_64.so.1' }
  expect(await read(parts)).toEqual({ kind: 'executable', arch: 'amd64', linkage: 'musl' })
})

test('truncated anywhere: an error that names the file', async () => {
  const whole = elfFile({
    ...ARM,
    interpreter: '/lib/ld-linux-armhf.so.3',
    sections: armAttributes(10, true) ?? [],
  })
  for (let end = 0; end < whole.length; end += 3) {
    await expect(readElf(contentOf(whole.subarray(0, end)), 'dist/hello')).rejects.toThrow(
      /^dist\/hello is a damaged ELF/,
    )
  }
})

test('flipped anywhere: an answer, or a clear error', async () => {
  const wholes = [
    elfFile({ ...ARM, sections: [...(armAttributes(10, true) ?? []), ...(goBuild(['GOARM=7']) ?? [])] }),
    elfFile({ type: 3, noteOwner: 'GNU', interpreter: '/lib64/x', dynamic: [[14, 1]] }),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (whole, flips) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of flips) bytes[at % bytes.length] = value
        const outcome = await readElf(contentOf(bytes), 'hello').catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PublishError)
      },
    ),
    { numRuns: 400 },
  )
})

testWith(['gcc', 'objcopy', 'strip'], 'what gcc makes', async () => {
  const folder = await temporaryDirectory()
  const kind = async (name: string) => readElf(await fileContent(join(folder, name)), name)
  const gcc = (output: string, ...flags: string[]) =>
    run('gcc', [...flags, '-x', 'c', '-', '-o', join(folder, output)], {
      input: 'int main(void) { return 0; }',
    })
  await gcc('pie', '-pie', '-fPIE', '-g')
  await gcc('fixed', '-no-pie')
  await gcc('static', '-static')
  await gcc('library.so', '-shared', '-fPIC')
  await gcc('object.o', '-c')
  await run('objcopy', ['--only-keep-debug', join(folder, 'pie'), join(folder, 'pie.debug')])
  const { arch } = (await kind('pie')) as { arch: string }
  expect(await kind('pie')).toMatchObject({ kind: 'executable', arch, linkage: 'glibc' })
  await run('strip', [join(folder, 'pie')])
  expect(await kind('pie')).toMatchObject({ kind: 'executable', arch, linkage: 'glibc' })
  expect(await kind('fixed')).toMatchObject({ kind: 'executable', arch, linkage: 'glibc' })
  expect(await kind('static')).toEqual({ kind: 'executable', arch, linkage: 'static' })
  expect(await kind('library.so')).toMatchObject({ reason: 'a shared library' })
  expect(await kind('object.o')).toMatchObject({ reason: 'an object file' })
  expect((await kind('pie.debug')).kind).toBe('other')
})
