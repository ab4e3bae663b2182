import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { contentOf } from '../../src/content.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../src/openpgp/verify.ts'

/** A package as an index lists it. */
export interface ListedPackage {
  /** `deb hello 1.0 amd64`, `rpm hello 1.0-1 x86_64` */
  readonly identity: string
  /** Where its file is, from the root of the bucket. */
  readonly key: string
  readonly sha256: string
}

/** A head and everything that it names, as a client with the public key sees it. */
export interface HeadView {
  readonly key: string
  readonly stampSeconds: number
  /** The packages of each index, by identity. An rpm repository has one. */
  readonly indexes: readonly ReadonlyMap<string, ListedPackage>[]
  /** The architecture of each index; empty for an rpm repository. */
  readonly architectures: readonly string[]
  /** Every immutable object that a client may fetch because of this head, packages apart, with its SHA-256. */
  readonly named: readonly (readonly [string, string])[]
}

/** Reads an object; undefined where there is none. */
export type Fetch = (key: string) => Promise<Buffer | undefined>

const hashes = new WeakMap<Buffer, string>()

/** The SHA-256 of bytes that do not change. */
export function hashOf(bytes: Buffer): string {
  const known = hashes.get(bytes) ?? createHash('sha256').update(bytes).digest('hex')
  hashes.set(bytes, known)
  return known
}

/** Whether a key is that of a head, not of its copy. */
export function isHead(key: string): boolean {
  return /(^|\/)(InRelease|repodata\/repomd\.xml)$/.test(key) && !key.includes('/heads/')
}

/**
 * Reads a head and its indexes in the order of apt or dnf, and checks what those check. With simple patterns of its
 * own, not with the parsers under test.
 *
 * @returns undefined where there is no such head
 * @throws Error that says what a client would meet
 */
export async function viewOf(
  fetch: Fetch,
  trust: readonly TrustedKey[],
  key: string,
): Promise<HeadView | undefined> {
  const head = await fetch(key)
  if (head === undefined) return undefined
  return key.endsWith('/InRelease')
    ? suiteView(fetch, trust, key, head)
    : repodataView(fetch, trust, key, head)
}

async function suiteView(fetch: Fetch, trust: readonly TrustedKey[], key: string, head: Buffer) {
  const folder = key.slice(0, -'InRelease'.length)
  const root = folder.slice(0, folder.lastIndexOf('dists/'))
  const { text } = await verifyCleartext(head, trust, key)
  const stampSeconds = Date.parse(/^Date: (.*)$/m.exec(text)?.[1] ?? '') / 1000
  const copy = [
    `${folder}heads/${stampSeconds}-${hashOf(head).slice(0, 16)}/InRelease`,
    hashOf(head),
  ] as const
  const found = [...text.matchAll(/^ ([0-9a-f]{64}) +\d+ (\S+binary-(\w+))\/Packages\.gz$/gm)]
  const named = found.map(
    ([, hash = '', path = '']) => [`${folder}${path}/by-hash/SHA256/${hash}`, hash] as const,
  )
  const texts = await Promise.all(named.map((it) => unpacked(fetch, it)))
  const indexes = texts.map((index) => stanzasOf(index, root))
  const architectures = found.map(([, , , arch = '']) => arch)
  return { key, stampSeconds, indexes, architectures, named: [copy, ...named] }
}

async function repodataView(fetch: Fetch, trust: readonly TrustedKey[], key: string, head: Buffer) {
  const root = key.slice(0, -'repodata/repomd.xml'.length)
  const stampSeconds = Number(/<revision>(\d+)</.exec(head.toString())?.[1])
  const copy = `${root}repodata/heads/${stampSeconds}-${hashOf(head).slice(0, 16)}/repomd.xml`
  const signature = await fetch(`${copy}.asc`)
  if (signature === undefined) throw new Error(`404 ${copy}.asc`)
  await verifyDetached(contentOf(head), signature, trust, key)
  const records = /<checksum type="sha256">(\w+)<[\s\S]*?<location href="([^"]+)"/g
  const named = [...head.toString().matchAll(records)].map(
    ([, hash = '', href = '']) => [root + href, hash] as const,
  )
  const [primary = ''] = await Promise.all(named.map((it) => unpacked(fetch, it)))
  const all = [[copy, hashOf(head)] as const, [`${copy}.asc`, hashOf(signature)] as const, ...named]
  return { key, stampSeconds, indexes: [entriesOf(primary, root)], architectures: [''], named: all }
}

const texts = new WeakMap<Buffer, string>()

async function unpacked(fetch: Fetch, [key, hash]: readonly [string, string]): Promise<string> {
  const bytes = await fetch(key)
  if (bytes === undefined) throw new Error(`404 ${key}`)
  if (hashOf(bytes) !== hash) throw new Error(`Hash Sum mismatch ${key}`)
  const text = texts.get(bytes) ?? gunzipSync(bytes).toString()
  texts.set(bytes, text)
  return text
}

function stanzasOf(index: string, root: string): ReadonlyMap<string, ListedPackage> {
  const stanzas = index.split('\n\n').filter((stanza) => stanza.trim() !== '')
  const listed = stanzas.map((stanza) => {
    const value = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? ''
    const identity = ['deb', ...['Package', 'Version', 'Architecture'].map(value)].join(' ')
    return { identity, key: root + value('Filename'), sha256: value('SHA256') }
  })
  return byIdentity(listed)
}

function entriesOf(primary: string, root: string): ReadonlyMap<string, ListedPackage> {
  const entries = primary.split('</package>').filter((entry) => entry.includes('<package '))
  const listed = entries.map((entry) => {
    const value = (pattern: RegExp) => pattern.exec(entry)?.[1] ?? ''
    const version = `${value(/<version [^>]*ver="([^"]*)"/)}-${value(/<version [^>]*rel="([^"]*)"/)}`
    const identity = ['rpm', value(/<name>([^<]*)</), version, value(/<arch>([^<]*)</)].join(' ')
    return { identity, key: root + value(/<location href="([^"]*)"/), sha256: value(/pkgid="YES">(\w+)</) }
  })
  return byIdentity(listed)
}

function byIdentity(listed: readonly ListedPackage[]): ReadonlyMap<string, ListedPackage> {
  const packages = new Map(listed.map((it) => [it.identity, it]))
  if (packages.size < listed.length) throw new Error('a package is listed twice in one index')
  return packages
}
