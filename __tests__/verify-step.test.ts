import { readFileSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { elfFile } from './artifacts/elf-file.ts'
import { run, temporaryDirectory } from './support/programs.ts'
import { RSA_KEY, runIn } from './support/running.ts'

const PUBLIC_KEY = readFileSync('__tests__/fixtures/keys/rsa4096.pub.asc', 'utf8')
const INPUTS = {
  artifacts: 'dist/*',
  name: 'engine',
  version: '1.0',
  maintainer: 'Jane Doe <jane@example.com>',
  'repository-name': 'demo',
}

/** A folder with a repository in it, and what another version is made of. */
async function published(): Promise<string> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  await writeFile(join(cwd, 'dist', 'engine'), elfFile({ code: 'engine' }))
  await runIn(cwd, INPUTS)
  return cwd
}

/** Every file below a folder, with its time and bytes. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const { mtimeMs } = await stat(path)
      const bytes = await readFile(path, 'base64').catch(() => 'a folder')
      return bytes === 'a folder' ? name : `${name} ${mtimeMs} ${bytes}`
    }),
  )
  return found.sort()
}

const PUBLIC = {
  INPUT_COMMAND: 'verify',
  INPUT_REPOSITORY: 'repository',
  'INPUT_REPOSITORY-NAME': 'demo',
  'INPUT_TRUSTED-KEYS': PUBLIC_KEY,
}

async function step(cwd: string, inputs: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryDirectory()
  for (const name of ['output', 'summary']) await writeFile(join(folder, name), '')
  await writeFile(join(folder, 'event.json'), '{}')
  const result = await run(process.execPath, ['src/main.ts'], {
    allowFailure: true,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'ada/engine',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_WORKSPACE: cwd,
      RUNNER_TEMP: folder,
      ...PUBLIC,
      ...inputs,
    },
  })
  const output = await readFile(join(folder, 'output'), 'utf8')
  const [, report = ''] = /^verify-report<<(?:\S+)\n(.*)\n/m.exec(output) ?? []
  const summary = await readFile(join(folder, 'summary'), 'utf8')
  return { ...result, report: JSON.parse(report) as Report, summary }
}

interface Report {
  readonly sound: boolean
  readonly errors: number
  readonly findings: readonly { readonly key: string; readonly remedy: string }[]
  readonly repositories: readonly {
    readonly title: string
    readonly head: { readonly signedBy: string[] } | null
  }[]
}

describe('verify, with a public key alone', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await published()
  })

  test('as a step: a sound repository', async () => {
    const { code, report, summary, stdout } = await step(cwd)
    expect([code, report.sound, report.findings]).toEqual([0, true, []])
    expect(report.repositories.map(({ title }) => title)).toEqual([
      'apt suite stable',
      'rpm repository stable/x86_64',
    ])
    expect(report.repositories[0]?.head?.signedBy).toEqual([expect.stringMatching(/^[0-9A-F]{40}$/)])
    expect(summary).toMatch(/^## ✅ demo: sound \(.*\)\n\nVerified: the channel stable\.\n/)
    expect(summary).toMatch(/^\| repository \| state/m)
    expect(stdout).toContain('Found: 0 errors, 0 warnings, 0 notices.')
  })

  test('as a step: a damaged one fails it, after outputs and summary', async () => {
    const other = await published()
    await rm(join(other, 'repository', 'apt', 'dists', 'stable', 'InRelease'))
    const { code, report, summary, stdout } = await step(other)
    expect([code, report.sound, report.errors]).toEqual([1, false, 1])
    expect(report.repositories[0]?.head).toBeNull()
    expect(report.findings[0]?.key).toBe('apt/dists/stable/InRelease')
    expect(report.findings[0]?.remedy).toContain('`republish`')
    expect(summary).toContain('| error | apt/dists/stable/InRelease |')
    expect(stdout).toMatch(/^::error::What is published is not sound: 1 error\. The first: /m)
    expect((await step(other, { 'INPUT_JOB-SUMMARY': 'false' })).summary).toBe('')
    const { findings } = (await step(other, { INPUT_CHANNELS: 'stable' })).report
    expect(findings).toEqual(report.findings)
  })

  test('on the command line', async () => {
    const call = (path: string) =>
      run(process.execPath, [join(process.cwd(), 'src/main.ts'), '--command', 'verify', '--deep', 'true'], {
        allowFailure: true,
        env: { ...PUBLIC, INIT_CWD: path },
      })
    const sound = await call(cwd)
    expect([sound.code, sound.stderr]).toEqual([0, ''])
    expect(sound.stdout).toMatch(/^apt suite stable +sound +1 package, /m)
    const other = await published()
    const key = join('repository', 'apt', 'pool', 'main', 'e', 'engine', 'engine_1.0_amd64.deb')
    const bytes = await readFile(join(other, key))
    bytes[200] = (bytes[200] ?? 0) ^ 1
    await writeFile(join(other, key), bytes)
    // What is found beside a head that was just written is looked at again.
    await utimes(
      join(other, 'repository', 'apt', 'dists', 'stable', 'InRelease'),
      1_700_000_000,
      1_700_000_000,
    )
    const damaged = await call(other)
    expect(damaged.code).toBe(1)
    expect(damaged.stdout).toMatch(/^error: apt\/pool\/main\/e\/engine\/engine_1\.0_amd64\.deb$/m)
    expect(damaged.stdout).toContain('`remove` with packages: engine=1.0')
    expect(damaged.stderr).toContain('Error: What is published is not sound: 1 error.')
  })
})

describe('a dry run leaves every file as it is', () => {
  const COMMANDS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['publish', { ...INPUTS, version: '3.0' }],
    ['remove', { packages: 'engine=1.0' }],
    ['promote', { 'from-channel': 'stable', channels: 'testing' }],
    ['republish', {}],
    ['rollback', {}],
    ['verify', {}],
  ]
  let cwd: string
  beforeAll(async () => {
    cwd = await published()
    await runIn(cwd, { ...INPUTS, version: '2.0' })
  })

  test.each(COMMANDS)('%s', async (command, inputs) => {
    const folder = join(cwd, 'repository')
    const before = await filesIn(folder)
    const given = { ...inputs, command, 'dry-run': 'true', 'repository-name': 'demo' }
    const report = await runIn(cwd, { ...given, 'gpg-private-key': RSA_KEY })
    expect(await filesIn(folder)).toEqual(before)
    if (command === 'verify') expect(report.verification?.findings).toEqual([])
    else expect(report.planned.map(({ kind }) => kind)).toContain('write')
    // A directory keeps no metadata that could be completed.
    expect(report.planned.map(({ kind }) => kind)).not.toContain('relabel')
  })

  test('and into a directory that is not there, makes none', async () => {
    const other = await temporaryDirectory()
    await mkdir(join(other, 'dist'))
    await writeFile(join(other, 'dist', 'engine'), elfFile({ code: 'engine' }))
    const { planned } = await runIn(other, { ...INPUTS, 'dry-run': 'true' })
    expect(planned.length).toBeGreaterThan(10)
    expect(await readdir(other)).toEqual(['dist'])
  })
})
