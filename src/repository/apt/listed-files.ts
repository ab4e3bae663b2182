import { createHash } from 'node:crypto'
import { abreast } from '../../abreast.ts'
import { sha256 } from '../../content.ts'
import type { ListedFile, OtherListedFile, Release } from '../../deb/release.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'

/**
 * Everything that a head lists, with its SHA256; where a foreign head lacks it, it is computed from the file, once that
 * is what the head's other hash says.
 *
 * @throws PublishError `INTEGRITY` where such a file is another, or is missing in every form
 */
export async function listedFiles(
  store: Store,
  folder: string,
  release: Release | undefined,
): Promise<ReadonlyMap<string, ListedFile>> {
  const others = release?.unhashed ?? []
  const found = await abreast(others, LIMITS.parallelRequests, (listed) => hashed(store, folder, listed))
  const files = new Map(release?.files)
  for (const [position, file] of found.entries())
    if (file !== undefined) files.set(others[position]?.path ?? '', file)
  const lost = others.find(({ path }) => ![...files.keys()].some((it) => formless(it) === formless(path)))
  if (lost === undefined) return files
  throw new PublishError(
    'INTEGRITY',
    `${folder}${lost.path} in ${store.name} is missing, but the Release of the suite names it. Put it back first.`,
  )
}

/** The name of an index without the ending of its form: most repositories do not store all forms that they list. */
export function formless(path: string): string {
  return path.replace(/\.(gz|xz|bz2|lzma|lz4|zst)$/, '')
}

async function hashed(
  store: Store,
  folder: string,
  listed: OtherListedFile,
): Promise<ListedFile | undefined> {
  const { path, sizeBytes, algorithm, hash } = listed
  const { object } = await store.get(folder + path, LIMITS.storedIndexBytes)
  if (object === undefined) return undefined
  const digest = createHash(algorithm).update(object.bytes).digest('hex')
  if (object.sizeBytes === sizeBytes && digest === hash) return { sizeBytes, sha256: sha256(object.bytes) }
  throw new PublishError(
    'INTEGRITY',
    `${folder}${path} in ${store.name} has ${object.sizeBytes} bytes with the ${algorithm} ${digest}, but the Release ` +
      `of the suite says ${sizeBytes} bytes with ${hash}. Put the right file back first.`,
  )
}
