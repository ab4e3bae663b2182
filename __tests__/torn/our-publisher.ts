import { randomFrom } from '../../bench/random.ts'
import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { deb, publishAll, rpm } from '../support/publishing.ts'
import { distantStore } from './distant-store.ts'
import type { Source } from './reader.ts'
import { type Pace, type Writer, repeated } from './writer.ts'

/** One publish in so many replaces the newest version by other bytes instead of adding one. */
const REPLACE_EVERY = 8
const KEEP_VERSIONS = 20

/** Where our layout has its repositories. */
export function ourSource(url: string, key: string): Source {
  return { url, key, aptPath: 'apt', rpmPath: 'rpm/stable/x86_64' }
}

/** Our commit, on a bucket: each publish adds a version of `hello` as deb and rpm, some replace one. */
export async function ourPublisher(pace: Pace, keys: SigningKeys, seed: number): Promise<Writer> {
  const { r2, everyMs, objectMs } = pace
  const store = distantStore(r2.store(), objectMs)
  const random = randomFrom(seed)
  const inputs = { 'if-exists': 'replace', 'keep-versions': String(KEEP_VERSIONS) }
  let [version, changes, uploadMs] = [0, 0, 0]

  async function publish(): Promise<void> {
    const replaces = version > 0 && random.below(REPLACE_EVERY) === 0
    const next = replaces ? version : version + 1
    const packages = await bothOf(keys, next, `publish ${changes}\n`)
    const start = performance.now()
    await publishAll(packages, { store, keys, inputs })
    uploadMs += performance.now() - start
    changes += 1
    version = next
  }

  await publish()
  const stop = repeated(everyMs, publish)
  return {
    source: ourSource(r2.workerUrl.replace(/\/$/, ''), keys.publicArmored),
    acknowledged: () => version,
    written: () => ({ changes, objects: store.counts().uploadedObjects, uploadMs }),
    stop,
  }
}

/** `hello` 1.N as deb and rpm, whose one file holds a text. */
export function bothOf(keys: SigningKeys, version: number, text: string): Promise<readonly AnyPackage[]> {
  const content = contentOf(Buffer.from(text))
  const description = {
    version: `1.${version}`,
    entries: [{ type: 'file', path: '/usr/share/hello/text', mode: 0o644, content } as const],
  }
  return Promise.all([deb(description), rpm(keys, description)])
}
