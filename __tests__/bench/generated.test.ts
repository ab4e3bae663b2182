import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { generatedPackages } from '../../bench/generated.ts'
import { peerFiles, writeHoles } from '../../bench/peer-files.ts'
import { giveMetadata } from '../../bench/peers.ts'
import { writeRepository } from '../../bench/repository.ts'
import { systemClock } from '../../src/clock.ts'
import { contentOf } from '../../src/content.ts'
import { indexStanza } from '../../src/deb/index-stanza.ts'
import { readDeb } from '../../src/deb/read.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, fixtureKeys, publishAll, rpm, runCommand } from '../support/publishing.ts'

const FOLDERS = { apt: 'apt/', rpm: 'rpm/stable/x86_64/' }
const PACKAGES = 40
const NAMES = 32
const PACKAGES_FILE = 'apt/dists/stable/main/binary-amd64/Packages.gz'

async function generated(packages = PACKAGES) {
  const directory = await temporaryDirectory()
  const keys = await fixtureKeys()
  const each = async (_: number, package_: Parameters<typeof writeHoles>[1]) =>
    writeHoles(directory, package_)
  await writeRepository({ directory, name: 'demo', keys, packages, each })
  return { directory, options: { store: directoryStore(directory, systemClock), keys } }
}

const packagesIn = async (directory: string) =>
  gunzipSync(await readFile(join(directory, PACKAGES_FILE))).toString()

test('what is generated is what a publish leaves: verify finds nothing to say', async () => {
  const { options } = await generated()
  const { verification } = await runCommand('verify', {}, options)
  // A directory keeps no metadata of objects, and that is all there is to notice.
  expect(verification?.findings.filter(({ seen }) => !seen.includes('digests in its metadata'))).toEqual([])
  expect(verification?.repositories.map(({ title, packages }) => [title, packages])).toEqual([
    ['apt suite stable', PACKAGES],
    ['rpm repository stable/x86_64', PACKAGES],
  ])
})

test('a publish goes on from there, and keep-versions takes a version out of the middle', async () => {
  const { directory, options } = await generated()
  const before = await packagesIn(directory)
  const names = [...before.matchAll(/^Package: (.*)$/gm)].map(([, name = '']) => name)
  const name = names[20] ?? ''
  expect(names.filter((it) => it === name)).toHaveLength(3)
  const newer = { name, version: '99' }
  const packages = [await deb(newer), await rpm(options.keys, newer)]
  await publishAll(packages, { ...options, inputs: { 'keep-versions': '1' } })
  const after = await packagesIn(directory)
  expect(after).toContain(`Package: ${name}\nVersion: 99\n`)
  expect(after.match(/^Package: .*$/gm)).toHaveLength(PACKAGES - 2)
  const { verification } = await runCommand('verify', {}, options)
  expect(verification?.isSound).toBe(true)
})

test('the same seed gives the same packages, another one others', async () => {
  const series = async (seed: number) => Array.fromAsync(generatedPackages({ packages: 12, seed }, FOLDERS))
  const [first, second, other] = await Promise.all([series(1), series(1), series(2)])
  expect(second.map(({ bytes }) => bytes)).toEqual(first.map(({ bytes }) => bytes))
  expect(second.map(({ rpm }) => rpm.entries)).toEqual(first.map(({ rpm }) => rpm.entries))
  expect(other[0]?.deb.name).not.toBe(first[0]?.deb.name)
})

test('some names have several versions, and a stanza has about 0.9 KB', async () => {
  const all = await Array.fromAsync(generatedPackages({ packages: PACKAGES }, FOLDERS))
  expect(new Set(all.map(({ deb }) => deb.name)).size).toBe(NAMES)
  expect(new Set(all.map(({ deb }) => deb.key)).size).toBe(PACKAGES)
  expect(new Set(all.map(({ rpm }) => rpm.key)).size).toBe(PACKAGES)
  const bytes = all.reduce((sum, { deb }) => sum + deb.stanza.length, 0)
  expect(bytes / PACKAGES).toBeGreaterThan(800)
  expect(bytes / PACKAGES).toBeLessThan(1100)
})

test('the debs are real ones, and their stanzas are theirs', async () => {
  for await (const { deb: listed, bytes } of generatedPackages({ packages: 12 }, FOLDERS)) {
    const read = await readDeb(contentOf(bytes), listed.source)
    const { name, version, arch, sha256 } = listed
    expect(read).toMatchObject({ name, version, arch, sha256 })
    expect(indexStanza(read.control, listed.filename, bytes.length, sha256)).toEqual(listed.stanza)
  }
})

async function peers(packages: number) {
  const directory = await temporaryDirectory()
  const files = peerFiles(directory, {})
  const repository = await temporaryDirectory()
  const keys = await fixtureKeys()
  const each: typeof files.add = (number, package_) => files.add(number, package_)
  await writeRepository({ directory: repository, name: 'demo', keys, packages, each })
  await giveMetadata(join(repository, FOLDERS.rpm, 'repodata'), directory)
  return { directory, repository }
}

testWith(['dpkg-deb', 'apt-ftparchive'], 'dpkg and apt read the debs as the indexes have them', async () => {
  const { directory, repository } = await peers(12)
  const { stdout } = await run('apt-ftparchive', ['packages', 'pool'], { cwd: directory })
  const digests = (text: string) => [...text.matchAll(/^(?:Filename|SHA256): .*$/gm)].map(String).sort()
  expect(digests(stdout)).toEqual(digests(await packagesIn(repository)))
  const alone = await run('apt-ftparchive', ['packages', 'pool'], { cwd: join(directory, 'names') })
  const names = [...alone.stdout.matchAll(/^Package: (.*)$/gm)].map(([, name]) => name)
  expect([names.length, new Set(names).size]).toEqual([12, 12])
  for (const [, name = ''] of alone.stdout.matchAll(/^Filename: (.*)$/gm))
    await run('dpkg-deb', ['--contents', join(directory, 'names', name)])
})

testWith(
  ['createrepo_c'],
  'createrepo_c takes the entries as its own, and looks into no package',
  async () => {
    const { directory } = await peers(12)
    const rpms = join(directory, 'rpm')
    const added = await rpm(await fixtureKeys())
    await mkdir(rpms, { recursive: true })
    await writeFile(join(rpms, 'hello.rpm'), Buffer.concat(await Array.fromAsync(added.content.read())))
    const before = await primaryIn(rpms)
    const args = ['--update', '--skip-stat', '--no-database', '--general-compress-type=gz']
    await run('createrepo_c', [...args, rpms])
    const after = await primaryIn(rpms)
    expect(after.match(/<package /g)).toHaveLength(13)
    for (const name of before.match(/<name>.*<\/name>/g) ?? []) expect(after).toContain(name)
    const digests = (text: string) => text.match(/(?<=pkgid="YES">)[0-9a-f]{64}/g) ?? []
    expect(digests(after)).toEqual(expect.arrayContaining(digests(before)))
  },
)

async function primaryIn(folder: string): Promise<string> {
  const repomd = await readFile(join(folder, 'repodata/repomd.xml'), 'utf8')
  const [href = ''] = /repodata\/[0-9a-f]+-primary\.xml\.gz/.exec(repomd) ?? []
  return gunzipSync(await readFile(join(folder, href))).toString()
}
