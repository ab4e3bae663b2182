import { systemClock } from '../../src/clock.ts'
import type { CommandReport } from '../../src/commands/report.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { directoryStore } from '../../src/store/directory.ts'
import type { Request } from '../../src/request/request.ts'
import type { Store } from '../../src/store/store.ts'
import { fixtureKey } from '../openpgp/gnupg.ts'
import { startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { publishAll, runCommand } from '../support/publishing.ts'
import { type Served, serveDirectory } from '../support/web-server.ts'

/** What is published, where clients find it. */
export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  readonly keys: SigningKeys
  publish(packages: readonly AnyPackage[], inputs?: Readonly<Record<string, string>>): Promise<CommandReport>
  command(command: Request['command'], inputs: Readonly<Record<string, string>>): Promise<CommandReport>
  /** The same, with other keys from now on. */
  as(keys: SigningKeys): Site
  /** A file, as a person downloads it. */
  download(path: string): Promise<Buffer>
}

export interface DirectorySite extends Site {
  readonly path: string
  /** What clients asked for since the last look. */
  asked(): readonly Served[]
}

/** Keys of the fixtures in one text: all of them sign. */
export async function keysOf(...names: readonly string[]): Promise<SigningKeys> {
  const texts = await Promise.all(names.map(fixtureKey))
  return readSigningKeys(texts.join('\n'), undefined, new Date())
}

const open: (() => Promise<void>)[] = []

/** For `afterEach`: ends the servers of all sites. */
export async function closeSites(): Promise<void> {
  await Promise.all(open.splice(0).map((stop) => stop()))
}

/** The paths that were not found. */
export function missed(requests: readonly Served[]): readonly string[] {
  return requests.filter(({ status }) => status >= 400).map(({ path }) => path)
}

/** The URL of a directory behind a plain web server. */
export async function serve(path: string): Promise<string> {
  const server = await serveDirectory(path)
  open.push(() => server.stop())
  return server.url
}

/** A directory behind a plain web server. */
export async function directorySite(keys: SigningKeys): Promise<DirectorySite> {
  const path = await temporaryDirectory()
  const server = await serveDirectory(path)
  open.push(() => server.stop())
  let seen = 0
  const asked = () => {
    const fresh = server.requests.slice(seen)
    seen += fresh.length
    return fresh
  }
  return { ...siteOf(directoryStore(path, systemClock), server.url, keys), path, asked }
}

/** What stands between clients and the Worker, such as a cache. */
export type Front = (origin: string) => Promise<{ readonly url: string; stop(): Promise<void> }>

/** A bucket behind a Worker. */
export async function bucketSite(keys: SigningKeys, front?: Front): Promise<Site> {
  const r2 = await startR2()
  open.push(() => r2.stop())
  const origin = r2.workerUrl.replace(/\/$/, '')
  const before = await front?.(origin)
  if (before !== undefined) open.unshift(() => before.stop())
  return siteOf(r2.store(), before?.url ?? origin, keys)
}

function siteOf(store: Store, url: string, keys: SigningKeys): Site {
  return {
    url,
    keys,
    as: (others) => siteOf(store, url, others),
    publish: (packages, inputs = {}) => publishAll(packages, { store, keys, baseUrl: url, inputs }),
    command: (command, inputs) => runCommand(command, inputs, { store, keys, baseUrl: url }),
    download: async (path) => {
      const response = await fetch(`${url}/${path}`)
      if (!response.ok) throw new Error(`${response.status} ${path}`)
      return Buffer.from(await response.arrayBuffer())
    },
  }
}
