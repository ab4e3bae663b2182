import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { generateKey } from 'openpgp'
import { systemClock } from '../../src/clock.ts'
import type { CommandReport } from '../../src/commands/report.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { type RunOptions, deb, fixtureKeys, publishAll, rpm } from '../support/publishing.ts'

const BASE = 'https://packages.example.com'
const INPUTS = { 'keyring-package': 'true', maintainer: 'Jane Doe <jane@example.com>' }

type Options = Partial<Pick<RunOptions, 'trust' | 'inputs'>> & { readonly baseUrl?: string | undefined }

/** Publishes in a directory, and tells the packages of keys. */
function publisher(path: string) {
  return async (keys: SigningKeys, packages: readonly AnyPackage[], options: Options = {}) => {
    const store = directoryStore(path, systemClock)
    const baseUrl = 'baseUrl' in options ? options.baseUrl : BASE
    const report = await publishAll(packages, {
      store,
      keys,
      ...(options.trust === undefined ? {} : { trust: options.trust }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      inputs: { ...INPUTS, ...options.inputs },
    })
    return keyrings(report)
  }
}

function keyrings({ entries }: CommandReport): readonly string[] {
  const ours = entries.filter(({ name }) => /-(archive-keyring|release)$/.test(name))
  return [...new Set(ours.map(({ name, version, status }) => `${name} ${version} ${status}`))].sort()
}

const both = async (keys: SigningKeys, version: string) => [
  await deb({ version }),
  await rpm(keys, { version }),
]

test('they are published once, and again where the keys change', async () => {
  const publish = publisher(await temporaryDirectory())
  const [old, fresh] = [await fixtureKeys(), await fixtureKeys('rsa3072-other')]
  const trust = [...trustOf(fresh), ...trustOf(old)]
  expect(await publish(old, await both(old, '1.0'))).toEqual([
    'demo-archive-keyring 1 added',
    'demo-release 1-1 added',
  ])
  expect(await publish(old, await both(old, '1.1'))).toEqual([])
  expect(await publish(fresh, await both(fresh, '1.2'), { trust })).toEqual([
    'demo-archive-keyring 2 added',
    'demo-release 2-1 added',
  ])
  expect(await publish(fresh, await both(fresh, '1.3'), { trust })).toEqual([])
  expect(await publish(fresh, [await deb({ version: '1.4' })], { inputs: { formats: 'deb' } })).toEqual([
    'demo-archive-keyring 3 added',
  ])
})

test('only for formats that are asked for and published', async () => {
  const publish = publisher(await temporaryDirectory())
  const keys = await fixtureKeys()
  expect(await publish(keys, [await deb()])).toEqual(['demo-archive-keyring 1 added'])
  expect(await publish(keys, await both(keys, '1.1'), { inputs: { formats: 'deb' } })).toEqual([])
  expect(await publish(keys, await both(keys, '1.2'), { inputs: { 'keyring-package': 'false' } })).toEqual([])
})

test('a new architecture and a new channel get the version that the others have', async () => {
  const publish = publisher(await temporaryDirectory())
  const [old, keys] = [await fixtureKeys('rsa3072-other'), await fixtureKeys()]
  const trust = [...trustOf(keys), ...trustOf(old)]
  await publish(old, await both(old, '1.0'))
  await publish(keys, await both(keys, '1.1'), { trust })
  const arm = [await deb({ arch: 'arm64' }), await rpm(keys, { arch: 'arm64' })]
  // A new apt index begins with what its siblings have; into a new rpm repository that is copied.
  expect(await publish(keys, arm, { trust })).toEqual(['demo-release 1-1 added', 'demo-release 2-1 added'])
  const channels = { channels: 'stable, testing' }
  expect(await publish(keys, await both(keys, '1.2'), { trust, inputs: channels })).toEqual(
    expect.arrayContaining(['demo-archive-keyring 2 added', 'demo-release 3-1 added']),
  )
})

test('jobs that publish at once make the same package', async () => {
  const path = await temporaryDirectory()
  const publish = publisher(path)
  const keys = await fixtureKeys()
  const arches = ['amd64', 'arm64', '386'] as const
  await Promise.all(
    arches.map(async (arch) => publish(keys, [await deb({ arch }), await rpm(keys, { arch })])),
  )
  const files = await readdir(path, { recursive: true })
  expect(files.filter((file) => /keyring.*\.deb$/.test(file))).toEqual([
    'apt/pool/main/d/demo-archive-keyring/demo-archive-keyring_1_all.deb',
  ])
  const rpms = files.filter((file) => /demo-release.*\.rpm$/.test(file)).sort()
  expect(rpms).toEqual(
    ['aarch64', 'i386', 'x86_64'].map((arch) => `rpm/stable/${arch}/demo-release-1-1.noarch.rpm`),
  )
})

test('signatures that are never the same twice make no new version', async () => {
  const publish = publisher(await temporaryDirectory())
  const { privateKey } = await generateKey({ type: 'ecc', curve: 'nistP256', userIDs: [{ name: 'Tests' }] })
  const keys = await readSigningKeys(privateKey, undefined, new Date())
  await publish(keys, await both(keys, '1.0'))
  expect(await publish(keys, await both(keys, '1.1'))).toEqual([])
})

test('what they lead to must be known', async () => {
  const publish = publisher(await temporaryDirectory())
  await expect(publish(await fixtureKeys(), [await deb()], { baseUrl: undefined })).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringMatching(/keyring-package is true, .*: set public-url/),
  })
})

test('an artifact of that name is an error', async () => {
  const publish = publisher(await temporaryDirectory())
  const own = await deb({ name: 'demo-archive-keyring', arch: 'all', version: '2024.1' })
  await expect(publish(await fixtureKeys(), [own])).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringMatching(/is called demo-archive-keyring, as the package of keys is: rename it/),
  })
})

/** The packages of a repository whose name neither format allows. */
async function published(): Promise<{ readonly path: string; readonly files: readonly string[] }> {
  const path = await temporaryDirectory()
  const keys = await fixtureKeys()
  await publisher(path)(keys, await both(keys, '1.0'), { inputs: { 'repository-name': 'My_Tools' } })
  const all = await readdir(path, { recursive: true })
  const files = all.filter((file) => /my-tools.*\.(deb|rpm)$/.test(file)).sort()
  return { path, files: files.map((file) => join(path, file)) }
}

testWith(['dpkg-deb', 'rpm'], 'they carry the keys, and where the repositories are', async () => {
  const { path, files } = await published()
  const [deb = '', rpm = ''] = files
  expect(files.map((file) => basename(file))).toEqual([
    'my-tools-archive-keyring_1_all.deb',
    'my-tools-release-1-1.noarch.rpm',
  ])
  const root = await temporaryDirectory()
  await run('dpkg-deb', ['-x', deb, root])
  const text = (file: string) => readFile(join(root, file), 'utf8')
  const key = await readFile(join(path, 'My_Tools.asc'), 'utf8')
  expect(await text('usr/share/keyrings/my-tools-archive-keyring.asc')).toBe(key)
  expect(await readFile(join(root, 'usr/share/keyrings/my-tools-archive-keyring.gpg'))).toEqual(
    await readFile(join(path, 'My_Tools.gpg')),
  )
  expect(await text('usr/share/my-tools-archive-keyring/My_Tools.sources')).toBe(
    // What the suite lacks may change, and a package of keys changes with the keys alone.
    (await readFile(join(path, 'My_Tools.sources'), 'utf8')).replace(/^Architectures-Remove:.*\n/m, ''),
  )
  const listed = await run('rpm', [
    '-qp',
    '--nosignature',
    '--qf',
    '[%{FILENAMES} %{FILEFLAGS:fflags}\\n]',
    rpm,
  ])
  expect(listed.stdout).toBe('/etc/pki/rpm-gpg/RPM-GPG-KEY-My_Tools \n/etc/yum.repos.d/My_Tools.repo cn\n')
})

testWith(['lintian', 'dpkg-deb'], 'lintian finds nothing', async () => {
  const { files } = await published()
  const options = ['--allow-root', '--no-cfg', '--fail-on', 'error,warning']
  // Keys have no makers, and nobody's.
  const suppressed = ['--suppress-tags', 'copyright-without-copyright-notice,initial-upload-closes-no-bugs']
  const { stdout, code } = await run('lintian', [...options, ...suppressed, files[0] ?? ''], {
    allowFailure: true,
  })
  expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
})

testWith(['rpmlint', 'rpm'], 'rpmlint finds no error', async () => {
  const { files } = await published()
  const folder = await temporaryDirectory()
  await mkdir(join(folder, 'rpmlint'))
  await writeFile(join(folder, 'own.toml'), 'Filters = ["unknown-key", "no-group-tag"]\n')
  const { stdout } = await run('rpmlint', ['--config', join(folder, 'own.toml'), files[1] ?? ''], {
    allowFailure: true,
  })
  expect(stdout).toContain('; 0 errors')
})
