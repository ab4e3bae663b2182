import { once } from 'node:events'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { WORKER_FILE, workerBundle } from '../../.ci/worker-bundle.ts'
import { startCloudflare } from '../../.ci/local/cloudflare.ts'
import { wranglerConfiguration } from '../../.ci/local/wrangler.ts'
import { elfFile } from '../artifacts/elf-file.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { RSA_KEY } from '../support/running.ts'

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill()))

/** The fields of wrangler's configuration that are used, with their types (Workers documentation, Configuration). */
const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => /^[a-z0-9-]{1,63}$/.test(String(value)),
  main: (value) => value === WORKER_FILE,
  compatibility_date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  workers_dev: (value) => typeof value === 'boolean',
  preview_urls: (value) => typeof value === 'boolean',
  r2_buckets: (value) => Array.isArray(value) && value.length === 1,
  vars: (value) => JSON.stringify(value) === '{"PREFIX":""}',
  observability: (value) => JSON.stringify(value) === '{"enabled":false}',
}

test('the configuration of wrangler has known fields alone, and no key', async () => {
  const configuration = await wranglerConfiguration()
  expect(Object.keys(configuration).sort()).toEqual(Object.keys(FIELDS).sort())
  for (const [name, value] of Object.entries(configuration))
    expect([name, FIELDS[name]?.(value)]).toEqual([name, true])
  expect(Object.keys(configuration.r2_buckets[0]).sort()).toEqual(['binding', 'bucket_name'])
})

test('the Worker is one small module without imports, and starts from that configuration', async () => {
  const worker = await workerBundle()
  expect(worker).not.toMatch(/^\s*import\b|\brequire\(|\beval\(/m)
  expect(worker.length).toBeLessThan(32 * 1024)
  const configuration = await wranglerConfiguration()
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' }
  const local = await startCloudflare({ configuration, worker, ...keys, port: 0, verbose: false })
  const answer = await fetch(new URL('nothing', local.url))
  expect([answer.status, await answer.text()]).toEqual([404, 'Not found\n'])
  await local.miniflare.dispose()
})

interface Serving {
  readonly child: ChildProcess
  readonly text: string
}

async function serve(folder: string, ...args: readonly string[]): Promise<Serving> {
  const options = ['--port', '0', '--folder', folder, ...args]
  const child = spawn(process.execPath, ['.ci/local/serve.ts', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.includes('npm start --')) break
  }
  return { child, text }
}

test('what it prints publishes to it, and what was published is there the next time', async () => {
  const [folder, cwd] = [join(await temporaryDirectory(), 'bucket'), await temporaryDirectory()]
  const first = await serve(folder, '--prefix', 'linux')
  const [, id = '', secret = ''] =
    /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/.exec(first.text) ?? []
  const [, flags = '', url = ''] = /npm start -- (.* --public-url (\S+)) \.\.\./.exec(first.text) ?? []
  expect(flags).toMatch(/^--repository r2:\/\/my-packages\/linux --endpoint http:\/\/127\.0\.0\.1:\d+\/\S+ /)
  await writeFile(join(cwd, 'hello'), elfFile())
  const main = join(import.meta.dirname, '../../src/main.ts')
  const artifacts = ['--artifacts', join(cwd, 'hello'), '--name', 'hello', '--version', '1.0']
  const maintainer = ['--maintainer', 'Jane Doe <jane@example.com>']
  const env = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, GPG_PRIVATE_KEY: RSA_KEY }
  await run(process.execPath, [main, ...flags.split(' '), ...artifacts, ...maintainer], { cwd, env })
  const at = (base: string, path: string) => fetch(`${base}/${path}`).then((answer) => answer.text())
  expect(await at(url, 'hello.repo')).toContain(`mirrorlist=${url}/rpm/stable/$basearch/mirrorlist`)
  const head = await at(url, 'apt/dists/stable/InRelease')
  expect(head).toMatch(/^-----BEGIN PGP SIGNED MESSAGE-----/)
  first.child.kill('SIGINT')
  await once(first.child, 'exit')
  expect(existsSync(folder)).toBe(true)

  const again = await serve(folder, '--prefix', 'linux')
  const [, other = ''] = / at (\S+)\/ until/.exec(again.text) ?? []
  expect(await at(other, 'apt/dists/stable/InRelease')).toBe(head)
})

test('--help names every option', async () => {
  const { stdout } = await run(process.execPath, ['.ci/local/serve.ts', '--help'])
  for (const option of ['--port', '--folder', '--prefix']) expect(stdout).toContain(option)
})
