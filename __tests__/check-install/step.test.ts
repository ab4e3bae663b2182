import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { deb } from '../support/publishing.ts'
import { RSA_KEY } from '../support/running.ts'
import { standInEngine } from './stand-in-engine.ts'

const TOKEN = 'v1.0-canary-144c9defac04969c'

/** Begins a step of a workflow that publishes a package and installs it in containers of a stand-in. */
async function begin(onRun: string, inputs: Readonly<Record<string, string>> = {}) {
  const [base, engine] = [await temporaryDirectory(), await standInEngine(onRun)]
  await mkdir(join(base, 'dist'))
  const { content } = await deb()
  await writeFile(join(base, 'dist/hello.deb'), await bytesOf(content, content.sizeBytes, 'hello'))
  for (const name of ['output', 'summary', 'event.json'])
    await writeFile(join(base, name), name === 'event.json' ? '{}' : '')
  const given = {
    artifacts: 'dist/*',
    repository: 'packages',
    'check-install': 'debian:13',
    'gpg-private-key': RSA_KEY,
    ...inputs,
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: {
      PATH: engine.folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'ada/engine',
      GITHUB_EVENT_PATH: join(base, 'event.json'),
      GITHUB_OUTPUT: join(base, 'output'),
      GITHUB_STEP_SUMMARY: join(base, 'summary'),
      GITHUB_WORKSPACE: base,
      RUNNER_TEMP: base,
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { base, engine, child, ended, said: () => said }
}

test('a step whose packages cannot be installed fails, with its outputs, its summary and the log in a group', async () => {
  const { base, ended, said } = await begin('echo "::set-output name=x::y"; echo "E: broken"; exit 100')
  expect(await ended).toBe(1)
  const mount = `file://${base}/packages`
  expect(said()).toContain(`Installing from ${mount} in 1 image with docker: debian:13`)
  expect(said()).toMatch(/^::group::Log of debian:13\n: :set-output name=x: :y\nE: broken\n::endgroup::$/m)
  expect(said()).toMatch(/^::error::Everything is published, and stays so.*exit code 100.*E: broken/m)
  expect(await readFile(join(base, 'output'), 'utf8')).toContain('"status":"added"')
  expect(await readFile(join(base, 'summary'), 'utf8')).toContain('### Installed in containers')
})

test('SIGTERM kills the container', async () => {
  const waiting = 'while [ ! -e "$killed" ]; do /bin/sleep 0.05; done; exit 137'
  const { engine, child, ended, said } = await begin(waiting)
  while (!(await engine.calls()).some(([command]) => command === 'run')) await sleep(50)
  child.kill('SIGTERM')
  expect(await ended).toBe(1)
  expect(said()).toMatch(/^::error::Cancelled by SIGTERM\. What is published works/m)
  const [run, ...kills] = await engine.calls()
  expect(new Set(kills.map((args) => args.join(' ')))).toEqual(new Set([`kill ${run?.[4]}`]))
})

test('a token of Cloudflare is masked, and in nothing that is shown', async () => {
  const { base, ended, said } = await begin('exit 0', { 'cloudflare-api-token': TOKEN })
  expect(await ended).toBe(1)
  expect(said()).toContain(`::add-mask::${TOKEN}`)
  expect(said().replaceAll(`::add-mask::${TOKEN}`, '')).not.toContain(TOKEN)
  expect(said()).toMatch(/^::error::cloudflare-api-token is set, but cloudflare-zone-id is not/m)
  expect(existsSync(join(base, 'packages/demo.asc'))).toBe(false)
})
