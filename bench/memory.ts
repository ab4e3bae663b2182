import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { elfFile } from '../__tests__/artifacts/elf-file.ts'
import { buildOnly } from './building.ts'
import { measured } from './measure.ts'
import type { Program } from './program.ts'
import { randomFrom } from './random.ts'
import { mebibytes, printTable } from './table.ts'

const MIB = 1024 * 1024
const SEED = 7
/** Of every so many bytes, one part is data, and the rest a hole: neither the disk nor gzip is what is measured. */
const [STRIDE_BYTES, DATA_BYTES] = [8 * MIB, MIB]

/** What one artifact, built into a deb and an rpm in one process, takes of memory as it gets larger. */
export async function benchMemory(
  program: Program,
  scratch: string,
  sizes: readonly number[],
): Promise<void> {
  const directory = join(scratch, 'memory')
  await mkdir(directory)
  const rows: string[][] = []
  for (const sizeBytes of sizes) {
    const executable = join(directory, 'large')
    await writeExecutable(executable, sizeBytes)
    const args = [program.path, ...buildOnly(executable, 'deb,rpm')]
    const env = { GPG_PRIVATE_KEY: undefined, GITHUB_ACTIONS: undefined, TMPDIR: directory }
    const { peakBytes, cpuMs } = await measured(directory, process.execPath, args, { cwd: directory, env })
    rows.push([`${mebibytes(sizeBytes)} MiB`, mebibytes(peakBytes), (cpuMs / 1000).toFixed(1)])
  }
  await rm(directory, { recursive: true })
  printTable(
    'The memory that an artifact takes, built into a deb and an rpm in one process',
    ['', 'peak MiB', 'CPU s'],
    rows,
  )
}

/** A small executable with much behind it. */
async function writeExecutable(path: string, sizeBytes: number): Promise<void> {
  const data = randomFrom(SEED).bytes(DATA_BYTES)
  const head = elfFile()
  const handle = await open(path, 'w', 0o755)
  try {
    await handle.write(head)
    for (let offset = head.length; offset + DATA_BYTES < sizeBytes; offset += STRIDE_BYTES)
      await handle.write(data, 0, DATA_BYTES, offset)
    await handle.truncate(sizeBytes)
  } finally {
    await handle.close()
  }
}
