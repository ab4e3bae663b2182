import { systemClock } from '../../src/clock.ts'
import type { PublishReport } from '../../src/commands/publish.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { directoryStore } from '../../src/store/directory.ts'
import type { Store } from '../../src/store/store.ts'
import { fixtureKey } from '../openpgp/gnupg.ts'
import { startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { publishAll } from '../support/publishing.ts'
import { serveDirectory } from '../support/web-server.ts'

/** What is published, where clients find it. */
export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  readonly keys: SigningKeys
  publish(packages: readonly AnyPackage[], inputs?: Readonly<Record<string, string>>): Promise<PublishReport>
  /** A file, as a person downloads it. */
  download(path: string): Promise<Buffer>
}

export interface DirectorySite extends Site {
  readonly path: string
  /** The paths that clients asked for in vain. */
  missed(): readonly string[]
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

/** A directory behind a plain web server. */
export async function directorySite(keys: SigningKeys): Promise<DirectorySite> {
  const path = await temporaryDirectory()
  const server = await serveDirectory(path)
  open.push(() => server.stop())
  const missed = () => server.requests.filter(({ status }) => status >= 400).map(({ path }) => path)
  return { ...siteOf(directoryStore(path, systemClock), server.url, keys), path, missed }
}

/** A bucket behind a Worker. */
export async function bucketSite(keys: SigningKeys): Promise<Site> {
  const r2 = await startR2()
  open.push(() => r2.stop())
  return siteOf(r2.store(), r2.workerUrl.replace(/\/$/, ''), keys)
}

function siteOf(store: Store, url: string, keys: SigningKeys): Site {
  return {
    url,
    keys,
    publish: (packages, inputs = {}) => publishAll(packages, { store, keys, baseUrl: url, inputs }),
    download: async (path) => {
      const response = await fetch(`${url}/${path}`)
      if (!response.ok) throw new Error(`${response.status} ${path}`)
      return Buffer.from(await response.arrayBuffer())
    },
  }
}
