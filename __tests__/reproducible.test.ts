import { readFileSync } from 'node:fs'
import { cp, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { sha256 } from '../src/content.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { EXAMPLE_ENVIRONMENT } from './support/nfpm-examples.ts'
import { run, temporaryDirectory } from './support/programs.ts'
import { RSA_KEY } from './support/running.ts'

/** Under what a run happens to be made. */
interface Surroundings {
  readonly folder: string
  readonly umask: string
  readonly env: Readonly<Record<string, string>>
  /** Of the files on the disk, and in which order they are made. */
  readonly fileSeconds: number
  readonly isReversed: boolean
}

const SURROUNDINGS: readonly Surroundings[] = [
  {
    folder: 'a',
    umask: '0022',
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: '1750000000' },
    fileSeconds: 1_600_000_000,
    isReversed: false,
  },
  {
    folder: 'elsewhere with spaces and ümläute',
    umask: '0077',
    env: { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'de_DE', SOURCE_DATE_EPOCH: '1750000000' },
    fileSeconds: 1_790_000_000,
    isReversed: true,
  },
]

const NFPM = '__tests__/fixtures/nfpm'
const MACHINES = { amd64: 62, arm64: 183, '386': 3, s390x: 22, riscv64: 243, ppc64le: 21 } as const
/** Runs, by what they package. */
const RUNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  executables: { artifacts: 'hello-*', name: 'hello', version: '1.2.3-rc.1', description: 'Greets' },
  minimal: { config: 'minimal.yaml', arch: 'amd64' },
  environment: { config: 'environment.yaml', arch: 'amd64' },
  overrides: { config: 'overrides.yaml', arch: 'amd64' },
  complete: { config: 'complete.yaml', arch: 'amd64' },
}

async function workspace({ folder, fileSeconds, isReversed }: Surroundings): Promise<string> {
  const cwd = join(await temporaryDirectory(), folder)
  await mkdir(cwd)
  await cp(NFPM, cwd, { recursive: true })
  const machines = Object.entries(MACHINES)
  for (const [arch, machine] of isReversed ? machines.toReversed() : machines) {
    const is32 = arch === '386'
    const order = arch === 's390x' ? 'big' : 'little'
    const path = join(cwd, `hello-${arch}`)
    await writeFile(path, elfFile({ machine, bits: is32 ? 32 : 64, order, type: 2, code: `hello ${arch}` }))
    await utimes(path, fileSeconds, fileSeconds)
  }
  return cwd
}

/** SHA-256 of every package, by file name. Rpms stay unsigned, for a signature tells its time. */
async function digests(name: string, surroundings: Surroundings): Promise<Readonly<Record<string, string>>> {
  const cwd = await workspace(surroundings)
  const inputs = {
    maintainer: 'Ada <ada@example.com>',
    repository: 'repository',
    'repository-name': 'demo',
    'sign-packages': 'false',
    'output-directory': 'built',
    ...RUNS[name],
  }
  const args = Object.entries(inputs).map(([input, value]) => `--${input}=${value}`)
  const env = {
    GITHUB_ACTIONS: undefined,
    INIT_CWD: undefined,
    ...EXAMPLE_ENVIRONMENT,
    ...surroundings.env,
    GPG_PRIVATE_KEY: RSA_KEY,
  }
  const program = [
    '-c',
    `umask ${surroundings.umask}; exec "$0" "$@"`,
    process.execPath,
    resolve('src/main.ts'),
  ]
  await run('sh', [...program, ...args], { cwd, env })
  const built = (await readdir(join(cwd, 'built'))).sort()
  return Object.fromEntries(
    await Promise.all(
      built.map(async (file) => [file, sha256(await readFile(join(cwd, 'built', file)))] as const),
    ),
  )
}

const RECORDED = '__tests__/fixtures/digests.json'
/** Of the Node and the processor whose compressors made them. */
interface Recorded {
  readonly node: string
  readonly arch: string
  readonly packages: Readonly<Record<string, Readonly<Record<string, string>>>>
}

let recorded: Recorded
beforeAll(() => {
  recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Recorded
})

test.each(Object.keys(RUNS))('%s: the same bytes under any surroundings, and as recorded', async (name) => {
  const [first, second] = await Promise.all(SURROUNDINGS.map((it) => digests(name, it)))
  expect(Object.keys(first ?? {}).length).toBeGreaterThanOrEqual(2)
  expect(second).toEqual(first)
  const isRecorded = process.version === recorded.node && process.arch === recorded.arch
  if (process.env['RECORD_DIGESTS'] === '1') {
    const packages = { ...recorded.packages, [name]: first ?? {} }
    recorded = { node: process.version, arch: process.arch, packages }
    await writeFile(RECORDED, `${JSON.stringify(recorded, undefined, 2)}\n`)
  } else if (isRecorded) expect(first).toEqual(recorded.packages[name])
})
