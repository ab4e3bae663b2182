import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from '@jest/globals'
import type { RpmPackage } from '../../src/rpm/package.ts'
import type { Root } from '../clients/root.ts'
import type { RpmClient } from '../clients/rpm-client.ts'
import { type DirectorySite, serve } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { rpm } from '../support/publishing.ts'
import { changedSince, copyOf, snapshot, withOldFiles } from './snapshot.ts'

/** A repository of rpms that another tool made, in `rpm/` of a site. */
export interface ForeignRepository {
  readonly site: DirectorySite
  /** What the inputs say of it, but for its path. */
  readonly inputs: Readonly<Record<string, string>>
  /** Armored, or undefined where its metadata is not signed. */
  readonly publicKey: string | undefined
  readonly known: RpmPackage
  /** Elements of its repomd.xml that must stay byte for byte. */
  readonly kept: readonly string[]
  /** Types of records that must go. */
  readonly dropped?: readonly string[]
  /** What clients see beside packages, before and after. */
  readonly also?: (root: Root) => Promise<void>
}

const FOLDER = 'rpm'
const HEADS = ['repodata/repomd.xml', 'repodata/repomd.xml.asc']

/**
 * A repository of another maker, seen by a client: as it was, by one that holds its old head while we publish, and after
 * each of three publishes.
 */
export async function rpmStory(root: Root, client: RpmClient, repository: ForeignRepository): Promise<void> {
  const { site, known } = repository
  const folder = join(site.path, FOLDER)
  const publish = async (pkg: RpmPackage) => {
    const inputs = { 'rpm-path': FOLDER, ...repository.inputs }
    return (await site.publish([pkg], inputs)).entries.map(({ status }) => status)
  }

  await follow(root, client, repository, site.url, repository.publicKey)
  await client.install(root, ['old'])
  await repository.also?.(root)

  const [foreign, before] = [await copyOf(site.path), await filesOf(folder)]
  const entries = await entriesOf(folder)
  expect(await publish(known)).toEqual(['unchanged'])
  expect(await filesOf(folder)).toEqual(before)

  expect(await publish(await rpm(site.keys))).toEqual(['added'])
  expect(changedSince(before, await filesOf(folder)).filter((path) => !HEADS.includes(path))).toEqual([])
  await keepsAll(folder, repository, entries)

  const heads = HEADS.map((name) => join(FOLDER, name))
  const old = await serve(await withOldFiles(site.path, foreign, heads))
  await follow(root, client, repository, old, repository.publicKey)
  await client.install(root, ['old-data'])
  await sees(root, client, repository, '1.0')
  for (const version of ['1.1', '1.2']) {
    expect(await publish(await rpm(site.keys, { version }))).toEqual(['added'])
    await sees(root, client, repository, version)
  }
  expect(changedSince(before, await filesOf(folder)).filter((path) => !HEADS.includes(path))).toEqual([])
  await keepsAll(folder, repository, entries)
  await repository.also?.(root)
  await root.run('rpm', ['--dbpath', '/var/lib/rpm', '-e', 'old'], { allowFailure: true })
  await client.install(root, ['old'])
}

async function follow(
  root: Root,
  client: RpmClient,
  { publicKey }: ForeignRepository,
  url: string,
  key: string | undefined,
): Promise<void> {
  if (key !== undefined) await root.write('/etc/pki/foreign.asc', key)
  const isSigned = key === undefined ? 0 : 1
  const lines = [
    '[foreign]',
    'name=foreign',
    `baseurl=${url}/${FOLDER}`,
    'enabled=1',
    `gpgcheck=${publicKey === undefined ? 0 : 1}`,
    `repo_gpgcheck=${isSigned}`,
    ...(isSigned === 1 ? ['gpgkey=file:///etc/pki/foreign.asc'] : []),
  ]
  await root.write(`${client.folder}/foreign.repo`, `${lines.join('\n')}\n`)
  await client.refresh(root)
}

/** With the keys that are published: also packages that another key signed stay installable. */
async function sees(
  root: Root,
  client: RpmClient,
  repository: ForeignRepository,
  version: string,
): Promise<void> {
  const { site } = repository
  await follow(root, client, repository, site.url, (await site.download('demo.asc')).toString())
  await (version === '1.0' ? client.install(root, ['hello']) : client.upgrade(root))
  expect((await root.run('hello')).stdout.trim()).toBe(`hello ${version}`)
}

/** But for the key that every run of ours writes. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await snapshot(folder))].filter(([path]) => path !== 'repodata/repomd.xml.key'))
}

/** What each index says of its packages, by its kind. */
async function entriesOf(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const repomd = await readFile(join(folder, 'repodata/repomd.xml'), 'utf8')
  const entries = new Map<string, readonly string[]>()
  for (const [, kind = '', href = ''] of repomd.matchAll(
    /<data type="(primary|filelists|other)">[\s\S]*?href="([^"]+)"/g,
  )) {
    const text = await unpacked(await readFile(join(folder, href)), href)
    entries.set(kind, text.match(/<package [\s\S]*?<\/package>/g) ?? [])
  }
  return entries
}

async function unpacked(stored: Buffer, href: string): Promise<string> {
  if (href.endsWith('.gz')) return gunzipSync(stored).toString()
  if (href.endsWith('.xml')) return stored.toString()
  return (await run(href.endsWith('.xz') ? 'xz' : 'zstd', ['-dc'], { input: stored })).stdout
}

async function keepsAll(
  folder: string,
  { kept, dropped = [] }: ForeignRepository,
  before: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const after = await entriesOf(folder)
  expect(before.get('primary')).toHaveLength(2)
  for (const [kind, entries] of before) expect(after.get(kind)?.slice(0, entries.length)).toEqual(entries)
  const repomd = await readFile(join(folder, 'repodata/repomd.xml'), 'utf8')
  for (const element of kept) expect(repomd).toContain(element)
  for (const type of dropped) expect(repomd).not.toContain(`<data type="${type}">`)
}

/** The records of a repomd.xml but for those of the indexes, as they stand. */
export async function recordsOf(folder: string, types: readonly string[]): Promise<readonly string[]> {
  const repomd = await readFile(join(folder, 'repodata/repomd.xml'), 'utf8')
  return types.map((type) => {
    const record = new RegExp(`<data type="${type}">[\\s\\S]*?</data>`).exec(repomd)?.[0]
    if (record === undefined) throw new Error(`no ${type} in ${repomd}`)
    return record
  })
}
