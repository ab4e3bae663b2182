import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { elfFile } from './artifacts/elf-file.ts'
import { run, temporaryDirectory } from './support/programs.ts'
import { RSA_KEY } from './support/running.ts'

interface Step {
  readonly code: number | null
  readonly stdout: string
  readonly summary: string
  readonly outputs: ReadonlyMap<string, string>
  readonly workspace: string
  readonly runnerTemp: string
}

/** Runs the program as a runner runs a step. */
async function step(
  inputs: Readonly<Record<string, string>>,
  payload: object = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Step> {
  const base = await temporaryDirectory()
  const [workspace, runnerTemp] = [join(base, 'workspace'), join(base, 'temp')]
  await mkdir(join(workspace, 'dist'), { recursive: true })
  await mkdir(runnerTemp)
  await writeFile(join(workspace, 'dist', 'engine'), elfFile({ code: 'engine' }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(workspace, name), text)
  await writeFile(join(base, 'event.json'), JSON.stringify(payload))
  await writeFile(join(base, 'output'), '')
  await writeFile(join(base, 'summary'), '')
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const result = await run(process.execPath, ['src/main.ts'], {
    allowFailure: true,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'ada/engine',
      GITHUB_REF_TYPE: 'tag',
      GITHUB_REF_NAME: 'v1.2.3',
      GITHUB_EVENT_PATH: join(base, 'event.json'),
      GITHUB_OUTPUT: join(base, 'output'),
      GITHUB_STEP_SUMMARY: join(base, 'summary'),
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: runnerTemp,
      'INPUT_GPG-PRIVATE-KEY': RSA_KEY,
      INPUT_ARTIFACTS: 'dist/*',
      INPUT_REPOSITORY: 'packages',
      ...Object.fromEntries(variables),
    },
  })
  const text = await readFile(join(base, 'output'), 'utf8')
  const outputs = [...text.matchAll(/^(.+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)]
  return {
    ...result,
    workspace,
    runnerTemp,
    summary: await readFile(join(base, 'summary'), 'utf8'),
    outputs: new Map(outputs.map(([, name = '', , value = '']) => [name, value])),
  }
}

describe('as a step of a workflow', () => {
  let done: Step
  beforeAll(async () => {
    done = await step(
      { 'output-directory': 'built' },
      { repository: { description: 'It computes', license: { spdx_id: 'MIT' } } },
    )
  })

  test('it publishes what the event says, and sets every output', async () => {
    expect(done.code).toBe(0)
    const packages = JSON.parse(done.outputs.get('packages') ?? '') as readonly Record<string, string>[]
    expect(packages.map(({ name, version, status }) => [name, version, status])).toEqual([
      ['engine', '1.2.3', 'added'],
      ['engine', '1.2.3-1', 'added'],
    ])
    const objects = await readdir(join(done.workspace, 'packages'), { recursive: true, withFileTypes: true })
    const files = objects.filter((it) => it.isFile() && !it.name.startsWith('.'))
    expect(done.outputs.get('changed')).toBe('true')
    expect(Number(done.outputs.get('uploaded-objects'))).toBe(files.length)
    expect(Number(done.outputs.get('uploaded-bytes'))).toBeGreaterThan(1000)
    expect(done.outputs.get('key-fingerprint')).toMatch(/^[0-9A-F]{40}$/)
    expect([...done.outputs.keys()].sort()).toEqual([
      'changed',
      'checksums-path',
      'key-fingerprint',
      'package-paths',
      'packages',
      'uploaded-bytes',
      'uploaded-objects',
      'verify-report',
    ])
  })

  test('it keeps the packages, with checksums that sha256sum takes', async () => {
    const paths = (done.outputs.get('package-paths') ?? '').split('\n')
    expect(paths).toEqual(
      ['engine_1.2.3_amd64.deb', 'engine-1.2.3-1.x86_64.rpm'].map((name) =>
        join(done.workspace, 'built', name),
      ),
    )
    for (const path of paths) expect(existsSync(path)).toBe(true)
    await run('sha256sum', ['--check', '--strict', done.outputs.get('checksums-path') ?? ''], {
      cwd: join(done.workspace, 'built'),
    })
  })

  test('it masks every line of the key, and shows none', () => {
    const lines = RSA_KEY.split('\n').filter((line) => line.length > 3 && !line.startsWith('-----'))
    const shown = done.stdout
      .split('\n')
      .filter((line) => !line.startsWith('::add-mask::'))
      .join('\n')
    for (const line of lines) {
      expect(done.stdout).toContain(`::add-mask::${line}`)
      expect(shown).not.toContain(line)
    }
  })

  test('it groups its lines by steps, none in another, and says the result outside of them', () => {
    const lines = done.stdout.split('\n')
    expect(lines.filter((line) => line.startsWith('::group::'))).toEqual(
      ['Packages', 'Published state', 'Plan', 'Commit', 'Files for clients', 'Result'].map(
        (title) => `::group::${title}`,
      ),
    )
    const marks = lines.filter((line) => /^::(?:end)?group::/.test(line))
    expect(marks.map((line) => line.startsWith('::group::'))).toEqual(marks.map((_, at) => at % 2 === 0))
    expect(lines.slice(lines.lastIndexOf('::endgroup::') + 1).join('\n')).toMatch(
      /^Done: in stable 2 packages added\.\nUploaded \d+ objects, .* with \d+ requests\.\n$/,
    )
  })

  test('it writes a summary, with how to install what it published', () => {
    expect(done.summary).toMatch(/^## ✅ engine: 2 packages added\n/)
    expect(done.summary).toContain('sudo apt-get -o APT::Sandbox::User=root install engine')
  })

  test('it writes none where job-summary says so, and none of a failure either', async () => {
    expect((await step({ 'job-summary': 'false' })).summary).toBe('')
    expect((await step({ 'job-summary': 'false', channels: '../evil' })).summary).toBe('')
    expect((await step({ 'job-summary': 'false', command: 'destroy' })).summary).toBe('')
  })

  test('what a group warned of is said again behind all groups', async () => {
    const { stdout } = await step({ 'sign-packages': 'false' })
    const last = stdout.slice(stdout.lastIndexOf('::endgroup::'))
    expect(stdout).toMatch(/^::warning::Unsigned rpms are published/m)
    expect(last).toContain('\nWarned of above: Unsigned rpms are published')
  })

  test('it leaves nothing of its own in the temporary folder', async () => {
    expect(await readdir(done.runnerTemp)).toEqual([])
  })

  test('an error is an annotation, and the step fails', async () => {
    const failed = await step({ channels: '../evil' })
    expect(failed.code).toBe(1)
    expect(failed.stdout).toMatch(/^::error::channels has "\.\.\/evil"/m)
    expect(existsSync(join(failed.workspace, 'packages'))).toBe(false)
    expect(failed.summary).toMatch(/^## ❌ The inputs cannot be used\n\n> channels has "\.\.\/evil"/)
  })

  test('an error is said behind the group that it happened in', async () => {
    const { code, stdout, summary } = await step({ artifacts: 'build/*' })
    expect(code).toBe(1)
    expect(stdout.slice(stdout.lastIndexOf('::endgroup::'))).toMatch(
      /^::endgroup::\n::error::artifacts: the pattern "build\/\*" matches no file/,
    )
    expect(summary).toContain('## ❌ engine: publish failed\n')
  })

  test('what is wrong in a configuration is annotated there, each thing by itself', async () => {
    const failed = await step(
      { artifacts: '', config: 'nfpm.yaml' },
      {},
      { 'nfpm.yaml': 'nmae: x\numask: rw\n' },
    )
    expect(failed.code).toBe(1)
    const errors = failed.stdout.split('\n').filter((line) => line.startsWith('::error'))
    expect(errors).toEqual([
      '::error file=nfpm.yaml,line=1,col=1::unknown key "nmae"; did you mean "name"?',
      '::error file=nfpm.yaml,line=2,col=8::umask is "rw"; expected an octal number such as 0022',
    ])
  })

  test('what has no effect there is a notice', async () => {
    const text = 'name: engine\narch: all\nmaintainer: Ada <ada@example.com>\napk:\n  arch: x\n'
    const done = await step({ artifacts: '', config: 'nfpm.yaml' }, {}, { 'nfpm.yaml': text })
    expect(done.code).toBe(0)
    expect(done.stdout).toMatch(
      /^::notice file=nfpm\.yaml,line=5,col=3::nfpm\.yaml:5:3: apk has no effect: only deb and rpm are built$/m,
    )
  })

  test('a value cannot speak to the runner', async () => {
    const failed = await step({ name: 'x\n::set-output name=changed::true', channels: 'stable' })
    expect(failed.code).toBe(1)
    expect(failed.stdout).not.toMatch(/^::set-output/m)
  })
})
