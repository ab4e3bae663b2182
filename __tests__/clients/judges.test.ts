import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect } from '@jest/globals'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, rpm } from '../support/publishing.ts'
import { data, debWithEpoch, rpmWithEpoch, speak } from './packages.ts'
import { testInRoot } from './root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from './site.ts'

afterAll(closeSites)

let site: Promise<DirectorySite> | undefined

/** What all judges look at: several versions, architectures, channels and makers, published in two runs by two keys. */
function published(): Promise<DirectorySite> {
  site ??= publish()
  return site
}

async function publish(): Promise<DirectorySite> {
  const it = await directorySite(await keysOf('rsa4096', 'ed25519'))
  const { keys } = it
  const both = { channels: 'stable, testing' }
  const program = await speak()
  await it.publish([await deb(), await deb({ arch: 'arm64' }), await debWithEpoch()], both)
  await it.publish([await rpm(keys), await rpm(keys, { arch: 'arm64' }), await rpmWithEpoch(keys)], both)
  const last = [
    await deb({ version: '1.1-rc.1+meta' }),
    await deb({ ...program, depends: ['libc6 (>= 2.34)'] }),
    await deb(data()),
    await rpm(keys, { version: '1.1-rc.1+meta' }),
    await rpm(keys, { ...program, depends: ['glibc >= 2.34'] }),
    await rpm(keys, data()),
  ]
  await it.publish(last, { 'keyring-package': 'true', maintainer: 'Jane Doe <jane@example.com>' })
  return it
}

/** A copy, for programs that write beside what they read. */
async function copyOf(folder: string): Promise<string> {
  const copy = join(await temporaryDirectory(), 'copy')
  await cp(join((await published()).path, folder), copy, { recursive: true })
  return copy
}

async function filesIn(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true })
  return files.filter((file) => pattern.test(file)).sort()
}

/** Fields of each stanza by the file that it is of. */
function stanzas(text: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const all = text.split('\n\n').filter((stanza) => stanza.trim() !== '')
  const fields = all.map((stanza) =>
    Object.fromEntries(
      [...stanza.matchAll(/^([A-Za-z0-9-]+): ?(.*(?:\n .*)*)/gm)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    ),
  )
  return Object.fromEntries(fields.map((stanza) => [stanza['Filename'] ?? '', stanza]))
}

testWith(['apt-ftparchive', 'dpkg-deb'], 'apt-ftparchive finds the same in the pool', async () => {
  const folder = join((await published()).path, 'apt')
  const indexes = await filesIn(folder, /stable.*\/Packages\.gz$/)
  expect(indexes).toHaveLength(2)
  const texts = await Promise.all(indexes.map((file) => readFile(join(folder, file))))
  const ours = stanzas(texts.map((bytes) => gunzipSync(bytes).toString()).join('\n'))
  const { stdout } = await run(
    'apt-ftparchive',
    ['--no-md5', '--no-sha1', '--no-sha512', 'packages', 'pool'],
    {
      cwd: folder,
    },
  )
  expect(Object.keys(ours)).toHaveLength(7)
  expect(ours).toEqual(stanzas(stdout))
})

testWith(['apt-ftparchive', 'dpkg-deb'], 'apt-ftparchive finds the same indexes in the suite', async () => {
  const suite = await copyOf('apt/dists/stable')
  // Listed, as every apt demands, but not stored.
  for (const file of await filesIn(suite, /\/Packages\.gz$/)) {
    const text = gunzipSync(await readFile(join(suite, file)))
    await writeFile(join(suite, file.replace(/\.gz$/, '')), text)
  }
  const { stdout } = await run('apt-ftparchive', ['release', '.'], { cwd: suite })
  const listed = (text: string) =>
    (/^SHA256:\n((?: .*\n?)*)/m.exec(text)?.[1] ?? '')
      .split('\n')
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .filter((line) => line.includes('/Packages'))
      .sort()
  const ours = listed(await readFile(join(suite, 'Release'), 'utf8'))
  expect(ours).toHaveLength(4)
  expect(ours).toEqual(listed(stdout))
})

const ENTRY = /<package [\s\S]*?<\/package>/g

/**
 * Entries in the order of their names, without what has to differ: createrepo_c gives the time of the file on disk,
 * which an object has not (ours is the build's), and writes some characters and empty elements in another way.
 */
function entries(bytes: Uint8Array): readonly string[] {
  const all = gunzipSync(bytes).toString().match(ENTRY) ?? []
  return all
    .map((entry) =>
      entry
        .replace(/<time file="[0-9]+"/, '<time file="0"')
        .replace(/<([a-z:]+)><\/\1>/g, '<$1/>')
        .replace(/&#x([0-9A-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    )
    .sort()
}

testWith(['createrepo_c', 'dpkg-deb', 'rpmbuild'], 'createrepo_c finds the same in the rpms', async () => {
  for (const [arch, count] of [
    ['x86_64', 6],
    ['aarch64', 3],
  ] as const) {
    const ours = await copyOf(`rpm/stable/${arch}`)
    const theirs = await temporaryDirectory()
    const options = ['--quiet', '--no-database', '--simple-md-filenames', '--general-compress-type=gz']
    await run('createrepo_c', [...options, '--outputdir', theirs, ours])
    for (const kind of ['primary', 'filelists', 'other']) {
      const reference = entries(await readFile(join(theirs, `repodata/${kind}.xml.gz`)))
      const repomd = await readFile(join(ours, 'repodata/repomd.xml'), 'utf8')
      const href = new RegExp(`href="(repodata/[0-9a-f]{64}-${kind}.xml.gz)"`).exec(repomd)?.[1] ?? ''
      expect(reference).toHaveLength(count)
      expect(entries(await readFile(join(ours, href)))).toEqual(reference)
    }
  }
})

/** Signature and what it signs, each relative to the root; nothing where the signature is around its text. */
async function signatures(): Promise<readonly (readonly [string, string | undefined])[]> {
  const { path } = await published()
  const files = await filesIn(path, /\/(InRelease|Release\.gpg|repomd\.xml\.asc)$/)
  return files.map((file) => {
    const signed = basename(file) === 'InRelease' ? undefined : file.replace(/\.(gpg|asc)$/, '')
    return [file, signed]
  })
}

testWith(['gpgv', 'dpkg-deb', 'rpmbuild'], 'gpgv verifies every signature', async () => {
  const { path } = await published()
  const all = await signatures()
  // Two suites and their copies, of two states and one; four rpm repositories and their copies likewise.
  const counts = ['InRelease', 'Release.gpg', 'repomd.xml.asc'].map(
    (name) => all.filter(([file]) => basename(file) === name).length,
  )
  expect(counts).toEqual([2 + 3, 2, 4 + 6])
  for (const [signature, signed] of all) {
    const args = ['--keyring', join(path, 'demo.gpg'), '--output', '-', signature]
    const { stdout, stderr } = await run(
      'gpgv',
      signed === undefined ? args : [...args.toSpliced(2, 2), signed],
      {
        cwd: path,
      },
    )
    const isRpm = signature.endsWith('.asc')
    expect(stderr.match(/Good signature/g)).toHaveLength(isRpm ? 1 : 2)
    const release = join(path, dirname(signature), 'Release')
    if (signed === undefined && !signature.includes('heads/'))
      expect(stdout).toBe(await readFile(release, 'utf8'))
  }
})

for (const release of ['trixie', 'sid'] as const) {
  testInRoot(release, 'sqv verifies every signature, with its policy of today', async (root) => {
    const { path } = await published()
    await root.write('/judged/key.asc', await readFile(join(path, 'demo.asc')))
    for (const [position, [signature, signed]] of (await signatures()).entries()) {
      await root.write('/judged/signature', await readFile(join(path, signature)))
      if (signed !== undefined) await root.write('/judged/signed', await readFile(join(path, signed)))
      const what =
        signed === undefined
          ? ['--cleartext', `--output=/judged/text-${position}`, '/judged/signature']
          : ['--signature-file=/judged/signature', '/judged/signed']
      const count = signature.endsWith('.asc') ? '1' : '2'
      await root.run('sqv', ['--keyring=/judged/key.asc', '--signatures', count, ...what])
    }
  })
}

testWith(['lintian', 'dpkg-deb', 'rpmbuild'], 'lintian finds no error in the debs', async () => {
  const { path } = await published()
  const files = (await filesIn(path, /\.deb$/)).filter((file) => !file.includes('epochal'))
  expect(files).toHaveLength(6)
  const { stdout } = await run('lintian', ['--allow-root', '--no-cfg', '--fail-on=error', ...files], {
    cwd: path,
  })
  // A warning for what only the makers of the program can write, and for what the package is called.
  const known = /copyright-without-copyright-notice|no-manual-page|description-synopsis-starts-with-article/
  expect(stdout.split('\n').filter((line) => line !== '' && !known.test(line))).toEqual([])
})

/**
 * - unknown-key: this machine's rpm does not know the key
 * - no-group-tag: nobody sets groups any more, rpmbuild writes the same
 * - no-binary: a shell script in a package of one architecture is ours, for these tests
 */
const RPMLINT = 'Filters = ["unknown-key", "no-group-tag", "hello.* no-binary"]\n'

testWith(['rpmlint', 'dpkg-deb', 'rpmbuild'], 'rpmlint finds no error in the rpms', async () => {
  const { path } = await published()
  const files = (await filesIn(path, /stable.*\.rpm$/)).filter((file) => !file.includes('epochal'))
  expect(files).toHaveLength(8)
  const folder = await temporaryDirectory()
  await mkdir(join(folder, 'rpmlint'))
  await writeFile(join(folder, 'rpmlint/own.toml'), RPMLINT)
  const { stdout } = await run('rpmlint', ['--config', join(folder, 'rpmlint/own.toml'), ...files], {
    cwd: path,
  })
  expect(stdout).toContain('; 0 errors')
})
