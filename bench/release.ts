import { chmod, mkdir, open, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { elfFile } from '../__tests__/artifacts/elf-file.ts'
import { buildOnly, controlOf, rpmbuildArgs, specOf } from './building.ts'
import { interleaved, measured } from './measure.ts'
import type { Program } from './program.ts'
import { MEASURED_HEADER, measuredRow, mebibytes, printTable } from './table.ts'

const MIB = 1024 * 1024
const SIZE_BYTES = 50 * MIB

/** Machines by their numbers in ELF headers, with what dpkg and rpm call them. */
const ARCHITECTURES = [
  { machine: 62, bits: 64, order: 'little', deb: 'amd64', rpm: 'x86_64' },
  { machine: 183, bits: 64, order: 'little', deb: 'arm64', rpm: 'aarch64' },
  { machine: 3, bits: 32, order: 'little', deb: 'i386', rpm: 'i386' },
  { machine: 21, bits: 64, order: 'little', deb: 'ppc64el', rpm: 'ppc64le' },
  { machine: 22, bits: 64, order: 'big', deb: 's390x', rpm: 's390x' },
  { machine: 243, bits: 64, order: 'little', deb: 'riscv64', rpm: 'riscv64' },
] as const

/** A release of six architectures into twelve packages, ours beside as many dpkg-debs and rpmbuilds as there are cores. */
export async function benchRelease(
  program: Program,
  scratch: string,
  donor: string,
  repetitions: number,
): Promise<void> {
  const directory = join(scratch, 'release')
  await mkdir(directory)
  const bytes = await bytesOf(donor)
  for (const architecture of ARCHITECTURES) await prepare(directory, architecture, bytes)
  const env = { GPG_PRIVATE_KEY: undefined, GITHUB_ACTIONS: undefined, INIT_CWD: undefined }
  const args = [program.path, ...buildOnly(join(directory, 'bench-*'), 'deb,rpm')]
  const jobs = ARCHITECTURES.flatMap(({ deb }) => [`deb-${deb}.sh`, `rpm-${deb}.sh`])
  const cores = String(availableParallelism())
  const taken = await interleaved(repetitions, {
    ours: () => measured(directory, process.execPath, args, { cwd: directory, env }),
    theirs: () =>
      measured(directory, 'sh', ['-c', `printf '%s\\n' "$@" | xargs -P ${cores} -n 1 sh`, 'sh', ...jobs], {
        cwd: directory,
      }),
  })
  printTable(
    `A release: an executable of ${mebibytes(SIZE_BYTES)} MiB for six architectures, twelve packages, at level 6 of gzip, on ${cores} cores (${repetitions} times each, in turn)`,
    MEASURED_HEADER,
    [
      measuredRow('ours: built, read back, checked', taken.ours),
      measuredRow(`dpkg-deb and rpmbuild, ${cores} at once`, taken.theirs, taken.ours),
    ],
  )
}

/** What executables have in them. */
async function bytesOf(donor: string): Promise<Buffer> {
  const handle = await open(donor)
  try {
    const { buffer } = await handle.read(Buffer.alloc(SIZE_BYTES), 0, SIZE_BYTES, 0)
    return buffer
  } finally {
    await handle.close()
  }
}

async function prepare(
  directory: string,
  { machine, bits, order, deb, rpm }: (typeof ARCHITECTURES)[number],
  bytes: Buffer,
): Promise<void> {
  const executable = join(directory, `bench-${deb}`)
  await writeFile(executable, Buffer.concat([elfFile({ machine, bits, order, type: 2 }), bytes]))
  await chmod(executable, 0o755)
  const tree = join(directory, `tree-${deb}`)
  await mkdir(join(tree, 'DEBIAN'), { recursive: true })
  await mkdir(join(tree, 'usr/bin'), { recursive: true })
  await writeFile(join(tree, 'DEBIAN/control'), controlOf(deb))
  await writeFile(join(directory, `${deb}.spec`), specOf(executable))
  await writeFile(
    join(directory, `deb-${deb}.sh`),
    `set -e\ncp ${executable} ${tree}/usr/bin/bench\ndpkg-deb --root-owner-group -Zgzip -z6 --build ${tree} theirs-${deb}.deb >/dev/null\n`,
  )
  const rpmbuild = rpmbuildArgs({ directory: join(directory, deb), spec: `${deb}.spec` })
  const words = ['rpmbuild', '--target', `${rpm}-linux`, ...rpmbuild].map((word) => `'${word}'`)
  await writeFile(join(directory, `rpm-${deb}.sh`), `${words.join(' ')}\n`)
}
