import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf } from '../../src/content.ts'
import type { AnyPackage } from '../../src/package.ts'
import { type Fault, type FaultProxy, faultProxy } from '../support/fault-proxy.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { RSA_KEY } from '../support/running.ts'

/** At which request of a run it ends, and by what. */
export interface Ending {
  readonly atRequest: number
  readonly signal: 'SIGKILL' | 'SIGTERM'
  /** Whether the last request of a killed run arrives. */
  readonly isApplied: boolean
}

/** What became of a run. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null
  /** Whether it came to the request where it was to end. */
  readonly isReached: boolean
  /** Whether clients may meet a head and a signature that do not belong together. */
  readonly isTorn: boolean
}

/** A bucket on which the program is run, and each run may be ended at one of its requests. */
export interface Place {
  readonly url: string
  run(inputs: Readonly<Record<string, string>>, ending?: Ending): Promise<Ended>
  publish(pkg: AnyPackage, ending?: Ending, inputs?: Readonly<Record<string, string>>): Promise<Ended>
  download(path: string): Promise<Buffer>
}

const open: (() => Promise<void>)[] = []

/** For `afterEach`: ends the servers of all places. */
export async function closePlaces(): Promise<void> {
  for (const stop of open.splice(0)) await stop()
}

export async function killedPlace(): Promise<Place> {
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
  const run: Place['run'] = async (inputs, wanted) => {
    const begin = proxy.log.length
    ;[seen, ending] = [0, wanted]
    running = started({ 'public-url': url, ...inputs }, r2, proxy)
    const [code] = (await once(running, 'close')) as [number | null]
    return { code, isReached: wanted !== undefined && seen >= wanted.atRequest, isTorn: isTorn(proxy, begin) }
  }
  return {
    url,
    run,
    publish: async (pkg, wanted, inputs = {}) => run({ ...inputs, artifacts: await fileOf(pkg) }, wanted),
    download: async (path) => Buffer.from(await (await fetch(`${url}/${path}`)).arrayBuffer()),
  }
}

async function fileOf(pkg: AnyPackage): Promise<string> {
  const path = join(await temporaryDirectory(), `hello.${pkg.format}`)
  await writeFile(path, await bytesOf(pkg.content, 2 ** 20, 'it'))
  return path
}

/** The program, as a runner starts it. */
function started(inputs: Readonly<Record<string, string>>, r2: LocalR2, proxy: FaultProxy): ChildProcess {
  const flags = { repository: `s3://${r2.bucketName}`, 'repository-name': 'demo', ...inputs }
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  const { GITHUB_ACTIONS: _, ...inherited } = process.env
  const env = {
    ...inherited,
    GPG_PRIVATE_KEY: RSA_KEY,
    INPUT_ENDPOINT: proxy.endpoint,
    AWS_ACCESS_KEY_ID: r2.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: r2.credentials.secretAccessKey,
  }
  return spawn(process.execPath, ['dist/main.js', ...args], { env, stdio: 'ignore' })
}

/** The one moment that `baseurl=` has: repomd.xml is written, its signature is not. */
function isTorn({ log }: FaultProxy, begin: number): boolean {
  const written = log.slice(begin).filter(({ method, outcome }) => method === 'PUT' && outcome !== 'drop')
  const [head, signature] = ['/repomd.xml', '/repomd.xml.asc'].map((name) =>
    written.some(({ path }) => path.endsWith(name) && !path.includes('/heads/')),
  )
  return head === true && signature !== true
}
