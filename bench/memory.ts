import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { elfFile } from '../__tests__/artifacts/elf-file.ts'
import { buildOnly } from './building.ts'
import { type Measurement, measured } from './measure.ts'
import type { Program } from './program.ts'
import { randomFrom } from './random.ts'
import { sink } from './sink.ts'
import { mebibytes, printTable } from './table.ts'

const MIB = 1024 * 1024
const SEED = 7
/** Of every so many bytes, one part is data, and the rest a hole: neither the disk nor gzip is what is measured. */
const [STRIDE_BYTES, DATA_BYTES] = [8 * MIB, MIB]

/** What one artifact takes of memory as it gets larger: built into a deb and an rpm, and published. */
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
    const built = await ours(directory, [program.path, ...buildOnly(executable, 'deb,rpm')])
    const bucket = await sink()
    const published = await ours(
      directory,
      [program.path, ...publishing(executable)],
      access(program, bucket.endpoint),
    )
    bucket.stop()
    rows.push([
      `${mebibytes(sizeBytes)} MiB`,
      ...[built, published].flatMap(({ peakBytes, cpuMs }) => [
        mebibytes(peakBytes),
        (cpuMs / 1000).toFixed(1),
      ]),
      mebibytes(bucket.uploadedBytes()),
    ])
  }
  await rm(directory, { recursive: true })
  printTable(
    'The memory that an artifact takes in one process: built into a deb and an rpm, and published in a bucket too',
    ['', 'built: peak MiB', 'CPU s', 'published: peak MiB', 'CPU s', 'MiB sent'],
    rows,
  )
}

function ours(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measurement> {
  const none = { GPG_PRIVATE_KEY: undefined, GITHUB_ACTIONS: undefined, INIT_CWD: undefined }
  return measured(directory, process.execPath, args, {
    cwd: directory,
    env: { ...none, TMPDIR: directory, ...env },
  })
}

function publishing(executable: string): readonly string[] {
  const identity = ['--name', 'bench', '--version', '1.0.0', '--maintainer', 'Jane Doe <jane@example.org>']
  const repository = ['--repository', 's3://packages', '--repository-name', 'bench']
  return [...repository, ...identity, '--artifacts', executable, '--license', 'MIT']
}

function access({ armoredKey }: Program, endpoint: string): Readonly<Record<string, string>> {
  const credentials = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' }
  return { ...credentials, GPG_PRIVATE_KEY: armoredKey, INPUT_ENDPOINT: endpoint }
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
