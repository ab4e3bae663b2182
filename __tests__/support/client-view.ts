import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { contentOf } from '../../src/content.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../src/openpgp/verify.ts'

/** Everything in a bucket: a store in memory, or what was read of another. */
interface Bucket {
  readonly objects: ReadonlyMap<string, { readonly bytes: Buffer }>
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * Everything that clients can reach, checked as they do: signature of the head, hashes of the indexes, packages.
 * Reads with simple patterns of its own, not with the parsers under test.
 *
 * @returns `deb KEY` and `rpm KEY` for every package that an index names
 * @throws Error that says what a client would meet
 */
export async function clientView(store: Bucket, trust: readonly TrustedKey[]): Promise<readonly string[]> {
  const heads = [...store.objects.keys()].filter((key) => !key.includes('/heads/'))
  const views = await Promise.all([
    ...heads.filter((key) => key.endsWith('/InRelease')).map((key) => aptView(store, key, trust)),
    ...heads.filter((key) => key.endsWith('/repomd.xml')).map((key) => rpmView(store, key, trust)),
  ])
  return views.flat().sort()
}

function bytesAt(store: Bucket, key: string): Buffer {
  const object = store.objects.get(key)
  if (object === undefined) throw new Error(`404 ${key}`)
  return object.bytes
}

function checked(store: Bucket, key: string, hash: string): Buffer {
  const bytes = bytesAt(store, key)
  if (sha256(bytes) !== hash) throw new Error(`Hash Sum mismatch ${key}`)
  return bytes
}

async function aptView(store: Bucket, key: string, trust: readonly TrustedKey[]): Promise<readonly string[]> {
  const folder = key.slice(0, -'InRelease'.length)
  const root = folder.slice(0, folder.lastIndexOf('dists/'))
  const { text } = await verifyCleartext(bytesAt(store, key), trust, key)
  const indexes = [...text.matchAll(/^ ([0-9a-f]{64}) +\d+ (\S+)\/Packages\.gz$/gm)]
  return indexes.flatMap(([, hash = '', path = '']) => {
    const index = gunzipSync(checked(store, `${folder}${path}/by-hash/SHA256/${hash}`, hash)).toString()
    return index.split('\n\n').flatMap((stanza) => {
      const [filename, digest] = [/^Filename: (.*)$/m.exec(stanza)?.[1], /^SHA256: (.*)$/m.exec(stanza)?.[1]]
      if (filename === undefined || digest === undefined) return []
      checked(store, root + filename, digest)
      return [`deb ${filename}`]
    })
  })
}

async function rpmView(store: Bucket, key: string, trust: readonly TrustedKey[]): Promise<readonly string[]> {
  const root = key.slice(0, -'repodata/repomd.xml'.length)
  const repomd = bytesAt(store, key)
  const stamp = /<revision>(\d+)</.exec(repomd.toString())?.[1]
  const copy = `${root}repodata/heads/${stamp}-${sha256(repomd).slice(0, 16)}/repomd.xml`
  await verifyDetached(
    contentOf(checked(store, copy, sha256(repomd))),
    bytesAt(store, `${copy}.asc`),
    trust,
    key,
  )
  const records = [
    ...repomd.toString().matchAll(/<checksum type="sha256">(\w+)<[\s\S]*?<location href="([^"]+)"/g),
  ]
  const [primary] = records.map(([, hash = '', href = '']) =>
    gunzipSync(checked(store, root + href, hash)).toString(),
  )
  const packages = [...(primary ?? '').matchAll(/pkgid="YES">(\w+)<[\s\S]*?<location href="([^"]+)"/g)]
  return packages.map(([, hash = '', href = '']) => {
    checked(store, root + href, hash)
    return `rpm ${root}${href}`
  })
}

/** What tools read that know neither by-hash nor copies: whether every alias belongs to its head. */
export function aliasesAgree(store: Bucket, trust: readonly TrustedKey[]): Promise<boolean> {
  const heads = [...store.objects.keys()].filter((key) => !key.includes('/heads/'))
  const checks = heads.map((key) => assertAliasesOf(store, trust, key))
  return Promise.all(checks).then(
    () => true,
    () => false,
  )
}

/** @throws Error where an alias does not belong to this head; another key is none */
export async function assertAliasesOf(
  store: Bucket,
  trust: readonly TrustedKey[],
  key: string,
): Promise<void> {
  if (key.endsWith('/InRelease')) {
    const folder = key.slice(0, -'InRelease'.length)
    const { text } = await verifyCleartext(bytesAt(store, key), trust, key)
    const release = bytesAt(store, `${folder}Release`)
    if (release.toString().trimEnd() !== text.trimEnd()) throw new Error(`stale ${folder}Release`)
    await verifyDetached(
      contentOf(release),
      bytesAt(store, `${folder}Release.gpg`),
      trust,
      `${folder}Release`,
    )
    for (const [, hash = '', path = ''] of text.matchAll(/^ ([0-9a-f]{64}) +\d+ (\S+Packages\.gz)$/gm)) {
      checked(store, folder + path, hash)
    }
  }
  if (key.endsWith('/repomd.xml')) {
    await verifyDetached(contentOf(bytesAt(store, key)), bytesAt(store, `${key}.asc`), trust, key)
  }
}
