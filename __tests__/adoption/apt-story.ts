import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from '@jest/globals'
import { sha256 } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import type { Root } from '../clients/root.ts'
import { type DirectorySite, serve } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { deb } from '../support/publishing.ts'
import { changedSince, copyOf, snapshot, withOldFiles } from './snapshot.ts'

/** A suite that another tool made, in a site. */
export interface ForeignSuite {
  readonly site: DirectorySite
  /** Of `dists/`, below the site. */
  readonly root: string
  readonly channel: string
  /** What the inputs say of it, but for its channel and path. */
  readonly inputs: Readonly<Record<string, string>>
  /** In a source of clients. */
  readonly components: string
  /** Armored, or undefined where it is not signed. */
  readonly publicKey: string | undefined
  /** One of its packages. */
  readonly known: DebPackage
  /** What apt says of it before we come, and goes on to say. */
  readonly complaint?: RegExp
  /** Lines of its Release that must stay. */
  readonly lines: readonly string[]
}

const HEADS = ['InRelease', 'Release', 'Release.gpg']

/**
 * A suite of another maker, seen by apt: as it was, by a client that holds its old head while we publish, after each of
 * three publishes, and by one that holds our first head after the third.
 */
export async function aptStory(root: Root, suite: ForeignSuite): Promise<void> {
  const { site, channel, known } = suite
  const folder = join(site.path, suite.root)
  const heads = HEADS.map((name) => join(suite.root, 'dists', channel, name))
  const publish = async (packages: readonly DebPackage[]) => {
    const inputs = { channels: channel, 'apt-path': suite.root, ...suite.inputs }
    return (await site.publish(packages, inputs)).entries.map(({ status }) => status)
  }

  await follow(root, suite, site.url, suite.publicKey)
  await update(root, suite)
  await installs(root, 'old', known.version)

  const [foreign, before] = [await copyOf(site.path), await filesOf(folder)]
  const texts = await indexTexts(folder, channel)
  expect(await publish([known])).toEqual(['unchanged'])
  expect(await filesOf(folder)).toEqual(before)

  expect(await publish([await deb()])).toEqual(['added'])
  const adopted = await filesOf(folder)
  const own = changedSince(before, adopted).map((path) => path.replace(`dists/${channel}/`, ''))
  expect(own.filter((path) => !HEADS.includes(path))).toEqual([])
  expect(await releaseOf(suite)).toEqual(expect.arrayContaining([...suite.lines, 'Acquire-By-Hash: yes']))
  await keepsEveryStanza(folder, channel, texts)

  await follow(root, suite, await serve(await withOldFiles(site.path, foreign, heads)), suite.publicKey)
  await update(root, suite)
  await installs(root, 'old-data', known.version)
  const first = await copyOf(site.path)
  await sees(root, suite, '1.0')
  await hasAll(root, suite)
  for (const version of ['1.1', '1.2']) {
    const packages = [await deb({ version }), await deb({ version, arch: 'arm64' })]
    expect(await publish(packages)).toEqual(['added', 'added'])
    await sees(root, suite, version)
  }
  await hasAll(root, suite)
  const rewritten = changedSince(adopted, await filesOf(folder))
  expect(rewritten.filter((path) => !/(InRelease|Release|Release\.gpg|Packages\.gz)$/.test(path))).toEqual([])
  await keepsEveryStanza(folder, channel, texts)

  await follow(root, suite, await serve(await withOldFiles(site.path, first, heads)), site.keys.publicArmored)
  await update(root, suite)
  expect(await offered(root, 'hello')).toEqual(['1.0'])
}

async function follow(root: Root, suite: ForeignSuite, url: string, key: string | undefined): Promise<void> {
  await root.run('sh', ['-c', 'rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*'])
  const trust = key === undefined ? 'trusted=yes' : 'signed-by=/etc/apt/keyrings/foreign.asc'
  if (key !== undefined) await root.write('/etc/apt/keyrings/foreign.asc', key)
  const place = `${url}/${suite.root === '.' ? '' : suite.root}`
  const line = `deb [arch=amd64,arm64 ${trust}] ${place} ${suite.channel} ${suite.components}\n`
  await root.write('/etc/apt/sources.list.d/foreign.list', line)
}

async function update(root: Root, { complaint }: ForeignSuite): Promise<void> {
  const { stdout, stderr } = await root.run('apt-get', ['update'])
  const lines = (stdout + stderr).split('\n').filter((line) => /^([WE]:|Err:)/.test(line))
  expect(lines.filter((line) => complaint?.test(line) !== true)).toEqual([])
}

/** A site's other files, those for clients, are not of the repository. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await snapshot(folder))].filter(([path]) => /^(dists|pool)\//.test(path)))
}

/** Whatever is installed. */
async function offered(root: Root, name: string): Promise<readonly (string | undefined)[]> {
  const { stdout } = await root.run('apt-cache', ['madison', name])
  return [...stdout.matchAll(/\| +(\S+) +\| http/g)].map(([, version]) => version)
}

async function installs(root: Root, name: string, version: string): Promise<void> {
  await root.run('apt-get', ['install', '--yes', '--allow-downgrades', '--reinstall', name])
  expect((await root.run(name, [])).stdout.trim()).toBe(`${name} ${version}`)
}

/** As the page tells a user. */
async function sees(root: Root, suite: ForeignSuite, version: string): Promise<void> {
  await follow(root, suite, suite.site.url, suite.site.keys.publicArmored)
  await update(root, suite)
  await installs(root, 'hello', version)
}

/** What the suite had before is still there. */
async function hasAll(root: Root, { known }: ForeignSuite): Promise<void> {
  await installs(root, 'old', known.version)
  await installs(root, 'old-data', known.version)
  await root.run('apt-get', ['download', 'old:arm64'])
}

async function releaseOf({ site, root, channel }: ForeignSuite): Promise<readonly string[]> {
  return (await readFile(join(site.path, root, 'dists', channel, 'Release'), 'utf8')).split('\n')
}

/** Every index of packages that a suite lists, unpacked, by its path without an ending. */
async function indexTexts(folder: string, channel: string): Promise<ReadonlyMap<string, Buffer>> {
  const suite = join(folder, 'dists', channel)
  const release = await readFile(join(suite, 'Release'), 'utf8')
  const texts = new Map<string, Buffer>()
  for (const [, hash = '', path = '', ending = ''] of release.matchAll(
    /^ ([0-9a-f]{64}) +\d+ (\S+\/Packages)(|\.gz|\.xz)$/gm,
  )) {
    const byHash = join(suite, path, '../by-hash/SHA256', hash)
    const stored = await readFile(byHash).catch(() =>
      readFile(join(suite, path + ending)).catch(() => undefined),
    )
    if (stored !== undefined && sha256(stored) === hash) texts.set(path, await unpacked(stored, ending))
  }
  return texts
}

async function unpacked(stored: Buffer, ending: string): Promise<Buffer> {
  if (ending === '.gz') return gunzipSync(stored)
  if (ending === '') return stored
  return Buffer.from((await run('xz', ['-dc'], { input: stored })).stdout)
}

async function keepsEveryStanza(
  folder: string,
  channel: string,
  before: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const after = await indexTexts(folder, channel)
  expect(before.size).toBeGreaterThan(0)
  for (const [path, text] of before) {
    expect(after.get(path)?.subarray(0, text.length).toString()).toBe(text.toString())
  }
}
