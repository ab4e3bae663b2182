import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import type { AnyPackage } from '../../src/package.ts'
import { type Fault, type FaultProxy, faultProxy } from '../support/fault-proxy.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { deb, rpm } from '../support/publishing.ts'
import { RSA_KEY } from '../support/running.ts'
import { type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { keysOf } from './site.ts'

/** At which request of a run, and by what; a publish of one package makes seventeen or more. */
const ENDINGS = [2, 4, 6, 8, 10, 13, 16].flatMap((atRequest, position) => [
  { atRequest, signal: 'SIGKILL' as const, isApplied: position % 2 === 0 },
  { atRequest: atRequest + 1, signal: 'SIGTERM' as const, isApplied: true },
])
type Ending = (typeof ENDINGS)[number]

/** A bucket that runs of the program publish to, each of which may be ended at one of its requests. */
interface Place {
  readonly url: string
  /** @returns whether clients may meet a head and a signature that do not belong together */
  publish(pkg: AnyPackage, ending?: Ending): Promise<{ readonly isTorn: boolean }>
  download(path: string): Promise<Buffer>
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of open.splice(0)) await stop()
})

async function place(): Promise<Place> {
  const r2 = await startR2()
  let [seen, running, ending] = [0, undefined as ChildProcess | undefined, undefined as Ending | undefined]
  /** A process that is killed sees no answer; whether its request arrives is another matter. */
  const decide = (): Fault | undefined => {
    seen += 1
    if (ending === undefined || seen !== ending.atRequest) return undefined
    running?.kill(ending.signal)
    return ending.signal === 'SIGTERM' ? undefined : { kind: ending.isApplied ? 'lose' : 'drop' }
  }
  const proxy = await faultProxy(r2.endpoint, { decide })
  open.push(
    () => proxy.stop(),
    () => r2.stop(),
  )
  const url = r2.workerUrl.replace(/\/$/, '')
  return {
    url,
    publish: async (pkg, wanted) => {
      const begin = proxy.log.length
      ;[seen, ending] = [0, wanted]
      running = await started(pkg, r2, proxy, url)
      const [code] = (await once(running, 'close')) as [number | null]
      if (wanted === undefined) expect(code).toBe(0)
      else expect(seen).toBeGreaterThanOrEqual(wanted.atRequest)
      return { isTorn: isTorn(proxy, begin) }
    },
    download: async (path) => Buffer.from(await (await fetch(`${url}/${path}`)).arrayBuffer()),
  }
}

/** The program, as a runner starts it. */
async function started(pkg: AnyPackage, r2: LocalR2, proxy: FaultProxy, url: string): Promise<ChildProcess> {
  const path = join(await temporaryDirectory(), `hello.${pkg.format}`)
  await writeFile(path, await bytesOf(pkg.content, 2 ** 20, 'it'))
  const flags = {
    artifacts: path,
    repository: `s3://${r2.bucketName}`,
    'repository-name': 'demo',
    'public-url': url,
  }
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  const { GITHUB_ACTIONS: _, ...inherited } = process.env
  const env = {
    ...inherited,
    GPG_PRIVATE_KEY: RSA_KEY,
    INPUT_ENDPOINT: proxy.endpoint,
    AWS_ACCESS_KEY_ID: r2.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: r2.credentials.secretAccessKey,
  }
  return spawn(process.execPath, ['src/main.ts', ...args], { env, stdio: 'ignore' })
}

/** The one moment that `baseurl=` has: repomd.xml is written, its signature is not. */
function isTorn({ log }: FaultProxy, begin: number): boolean {
  const written = log.slice(begin).filter(({ method, outcome }) => method === 'PUT' && outcome !== 'drop')
  const [head, signature] = ['/repomd.xml', '/repomd.xml.asc'].map((name) =>
    written.some(({ path }) => path.endsWith(name) && !path.includes('/heads/')),
  )
  return head === true && signature !== true
}

/** Every run is ended once at one of its requests, and then run again; a client looks after each. */
async function story(
  it: Place,
  make: (version: string) => Promise<AnyPackage>,
  follow: () => Promise<void>,
  installed: () => Promise<string>,
): Promise<void> {
  await it.publish(await make('1.0'))
  await follow()
  expect(await installed()).toBe('hello 1.0')
  for (const [position, ending] of ENDINGS.entries()) {
    const version = `1.${position + 1}`
    const { isTorn } = await it.publish(await make(version), ending)
    if (!isTorn) expect([`hello 1.${position}`, `hello ${version}`]).toContain(await installed())
    await it.publish(await make(version))
    expect(await installed()).toBe(`hello ${version}`)
  }
}

const said = async (root: Root) => (await root.run('hello')).stdout.trim()

testInRoot(
  'trixie',
  'apt goes on when a publish is killed or cancelled, at any of its requests',
  async (root) => {
    const it = await place()
    const follow = async () => {
      await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
      await root.write('/etc/apt/keyrings/demo.asc', await it.download('demo.asc'))
      await root.write('/etc/apt/sources.list.d/demo.sources', await it.download('demo.sources'))
    }
    await story(
      it,
      (version) => deb({ version }),
      follow,
      async () => {
        const { stdout, stderr } = await root.run('apt-get', ['update'])
        expect((stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))).toEqual([])
        await root.run('apt-get', ['install', '--yes', 'hello'])
        return said(root)
      },
    )
  },
  600_000,
)

for (const [release, client] of RPM_CLIENTS.filter(
  ([release, { program }]) => release === 'trixie' && program === 'dnf',
)) {
  testInRoot(
    release,
    'dnf goes on when a publish is killed or cancelled, at any of its requests',
    async (root) => {
      const [it, keys] = [await place(), await keysOf('rsa4096')]
      const follow = async () => root.write(`${client.folder}/demo.repo`, await it.download('demo.repo'))
      let isInstalled = false
      await story(
        it,
        (version) => rpm(keys, { version }),
        follow,
        async () => {
          await client.refresh(root)
          await (isInstalled ? client.upgrade(root) : client.install(root, ['hello']))
          isInstalled = true
          return said(root)
        },
      )
    },
    600_000,
  )
}
