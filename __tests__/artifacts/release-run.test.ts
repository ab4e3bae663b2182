import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bytesOf, sha256 } from '../../src/content.ts'
import { encodeTarHeader } from '../../src/deb/tar-header.ts'
import type { InputName } from '../../src/inputs.ts'
import { writeMadeFiles } from '../../src/report/made-files.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { runIn } from '../support/running.ts'
import { elfFile } from './elf-file.ts'
import { SIGNATURE, type ServerOptions, TOKEN, serveGitHub } from './github-server.ts'

const README = Buffer.from('Read me.\n')

function tgz(name: string, bytes: Buffer): Buffer {
  const header = {
    name,
    type: '0',
    linkName: '',
    mode: 0o644,
    sizeBytes: bytes.length,
    mtimeSeconds: 0,
  } as const
  return gzipSync(
    Buffer.concat([encodeTarHeader(header), bytes, Buffer.alloc(-bytes.length & 511), Buffer.alloc(1024)]),
  )
}

/** A release as projects have them: an archive for each system, packages, checksums, a signature. */
async function assets() {
  const [debian, red] = [await deb({ name: 'greet' }), await rpm(await fixtureKeys(), { name: 'greet' })]
  return [
    { name: 'hello_1.2.3_linux_amd64.tar.gz', bytes: tgz('hello', elfFile({ code: 'hello' })) },
    { name: 'hello_1.2.3_windows_amd64.exe', bytes: Buffer.from('MZ\x90\0\0\0', 'latin1') },
    { name: 'hello-1.2.3-src.tar.gz', bytes: tgz('hello.c', README) },
    { name: 'greet_1.0_amd64.deb', bytes: await bytesOf(debian.content, 1e7, 'deb') },
    { name: 'greet-1.0-1.x86_64.rpm', bytes: await bytesOf(red.content, 1e7, 'rpm') },
    { name: 'hello.1', bytes: Buffer.from('.TH HELLO 1\n') },
    { name: 'hello.service', bytes: Buffer.from('[Unit]\n[Service]\nExecStart=/usr/local/bin/hello\n') },
    { name: 'checksums.txt', bytes: README },
    { name: 'checksums.txt.sig', bytes: Buffer.from('00ff00ff', 'hex') },
  ]
}

async function serve(options: Partial<ServerOptions> = {}) {
  const tags = { 'v1.2.3': '2024-02-03T04:05:06Z' }
  return serveGitHub({ releases: [{ tag: 'v1.2.3', assets: await assets() }], tags, ...options })
}

function publish(
  cwd: string,
  env: Readonly<Record<string, string>>,
  inputs: Partial<Record<InputName, string>> = {},
) {
  const given = {
    'release-tag': 'v1.2.3',
    'github-token': TOKEN,
    name: 'hello',
    maintainer: 'Jane <jane@example.com>',
  }
  return runIn(cwd, { ...given, ...inputs }, env)
}

test('the assets of a release are published: packages as they are, executables packaged, the rest left out', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve({ storage: (count) => (count === 1 ? 30 : undefined) })
  const report = await publish(cwd, env)
  expect(report.entries.map(({ key, status }) => `${key} ${status}`).toSorted()).toEqual([
    'apt/pool/main/g/greet/greet_1.0_amd64.deb added',
    'apt/pool/main/h/hello/hello_1.2.3_amd64.deb added',
    'rpm/stable/x86_64/greet-1.0-1.x86_64.rpm added',
    'rpm/stable/x86_64/hello-1.2.3-1.x86_64.rpm added',
  ])
  expect(report.lines).toContain(
    'info: packaged with the executables for amd64: asset hello.1 of v1.2.3, asset hello.service of v1.2.3',
  )
  expect(report.lines.filter((line) => line.includes('hello.service of v1.2.3: '))).toEqual([
    'notice: asset hello.service of v1.2.3: names /usr/local/bin/hello, which the package has as /usr/bin/hello: it is packaged with that path',
  ])
  const leftOut = report.lines.filter((line) => line.includes('left out'))
  expect(leftOut).toEqual([
    'info: left out: asset checksums.txt of v1.2.3 (a text)',
    'info: left out: asset checksums.txt.sig of v1.2.3 (a file of a kind that is not known here)',
    'info: left out: asset hello-1.2.3-src.tar.gz of v1.2.3 (an archive without executables for Linux (it has a file of no kind that is installed: hello.c))',
    'info: left out: asset hello_1.2.3_windows_amd64.exe of v1.2.3 (a Windows executable)',
  ])
  expect(report.lines.join('\n')).not.toMatch(new RegExp(`${TOKEN}|${SIGNATURE}`))
  const again = await publish(cwd, env)
  expect(again.entries.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'unchanged'))
  expect(again.counts.uploadedObjects).toBe(0)
})

test('what is downloaded lies in a file for the steps that follow', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve()
  const { packages } = await publish(cwd, env)
  if (packages === undefined) throw new Error('nothing was published')
  const { packagePaths, checksumsPath } = await writeMadeFiles(packages, cwd, 'out')
  expect(packagePaths.map((path) => basename(path)).toSorted()).toEqual([
    'greet-1.0-1.x86_64.rpm',
    'greet_1.0_amd64.deb',
    'hello-1.2.3-1.x86_64.rpm',
    'hello_1.2.3_amd64.deb',
  ])
  const sums = await Promise.all(
    packagePaths.map(async (path) => `${sha256(await readFile(path))}  ${basename(path)}\n`),
  )
  expect(await readFile(checksumsPath, 'utf8')).toBe(sums.join(''))
  expect(await readdir(join(cwd, 'out'))).toHaveLength(5)
})

test('packages are built with the time of the tag of the release, whatever the run is for', async () => {
  const { env } = await serve()
  const built = async (tags: Record<string, string>, inputs: Partial<Record<InputName, string>> = {}) => {
    const { env } = await serve({ tags })
    const { entries } = await publish(await temporaryDirectory(), env, inputs)
    return entries.filter(({ name }) => name === 'hello').map(({ sha256 }) => sha256)
  }
  const [first = ''] = await built({ 'v1.2.3': '2024-02-03T04:05:06Z' })
  expect(await built({ 'v1.2.3': '2024-02-03T04:05:06Z', 'v1.2.4': '2025-01-01T00:00:00Z' })).toContain(first)
  expect(await built({ 'v1.2.3': '2024-02-03T04:05:07Z' })).not.toContain(first)
  const atEpoch = await publish(await temporaryDirectory(), { ...env, SOURCE_DATE_EPOCH: '1706933106' })
  expect(atEpoch.entries.map(({ sha256 }) => sha256)).toContain(first)
})

test('an asset that is named itself has to be of use', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve()
  const named = publish(cwd, env, { artifacts: '*.deb, checksums.txt' })
  await expect(named).rejects.toThrow(/^asset checksums\.txt of v1\.2\.3 is a text\. Artifacts are \.deb/)
  await expect(publish(cwd, env, { artifacts: '*.txt' })).rejects.toThrow(
    /^artifacts caught nothing that can be published: asset checksums\.txt of v1\.2\.3 is a text/,
  )
})

test('a damaged asset is named, and nothing is published', async () => {
  const cwd = await temporaryDirectory()
  const whole = (await assets())[3]?.bytes ?? Buffer.alloc(0)
  const bytes = whole.subarray(0, -100)
  const { env } = await serve({ releases: [{ tag: 'v1.2.3', assets: [{ name: 'greet.deb', bytes }] }] })
  await expect(publish(cwd, env)).rejects.toThrow(/asset greet\.deb of v1\.2\.3/)
  expect(await readdir(cwd)).toEqual([])
})

test('without release-tag nobody asks GitHub', async () => {
  const cwd = await temporaryDirectory()
  const { env, requests } = await serve()
  await expect(publish(cwd, env, { 'release-tag': '', artifacts: '*.deb' })).rejects.toThrow(
    /matches no file/,
  )
  expect(requests).toEqual([])
})

test('republish with release-tag writes the indexes anew, and adds what the release has more', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve()
  const first = await publish(cwd, env, { artifacts: '*.deb' })
  expect(first.entries.map(({ key }) => key)).toEqual(['apt/pool/main/g/greet/greet_1.0_amd64.deb'])
  const again = await publish(cwd, env, { command: 'republish' })
  expect(again.entries.map(({ key, status }) => `${key} ${status}`).toSorted()).toEqual([
    'apt/pool/main/h/hello/hello_1.2.3_amd64.deb added',
    'rpm/stable/x86_64/greet-1.0-1.x86_64.rpm added',
    'rpm/stable/x86_64/hello-1.2.3-1.x86_64.rpm added',
  ])
})

test('a package of the release that packages names too, as it lies there, is listed once', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve()
  await publish(cwd, env, { artifacts: '*.deb' })
  await rm(join(cwd, 'repository/apt/dists'), { recursive: true })
  const again = { command: 'republish', packages: 'greet', artifacts: '*.deb' } as const
  const { entries } = await publish(cwd, env, again)
  expect(entries.map(({ name, status }) => `${name} ${status}`)).toEqual(['greet added'])
  const suite = join(cwd, 'repository/apt/dists/stable/main/binary-amd64')
  const index = gunzipSync(await readFile(join(suite, 'Packages.gz'))).toString()
  expect(index.match(/^Package: greet$/gm)).toHaveLength(1)

  await rm(join(cwd, 'repository/apt/dists'), { recursive: true })
  const other = await deb({ name: 'greet', description: 'Another\nA test package.' })
  const bytes = await bytesOf(other.content, 1e7, 'deb')
  await writeFile(join(cwd, 'repository/apt/pool/main/g/greet/greet_1.0_amd64.deb'), bytes)
  await expect(publish(cwd, env, again)).rejects.toThrow(
    /asset greet.* which packages names, are both greet 1\.0 .* set if-exists to skip/,
  )
  const kept = await publish(cwd, env, { ...again, 'if-exists': 'skip' })
  expect(kept.entries.map(({ sha256 }) => sha256)).toEqual([other.sha256])
  const replaced = await publish(cwd, env, { ...again, 'if-exists': 'replace' })
  expect(replaced.entries.map(({ status }) => status)).toEqual(['replaced'])
})

test('a release whose package is published with other bytes: the error names if-exists, and nothing is written', async () => {
  const cwd = await temporaryDirectory()
  const { env } = await serve()
  await publish(cwd, env)
  const before = await readdir(join(cwd, 'repository'), { recursive: true })
  const rebuilt = { ...env, SOURCE_DATE_EPOCH: '1700000000' }
  for (const command of ['publish', 'republish']) {
    await expect(publish(cwd, rebuilt, { command })).rejects.toThrow(
      /with other content\..*set if-exists to skip .*an old tag that is built again/,
    )
  }
  expect(await readdir(join(cwd, 'repository'), { recursive: true })).toEqual(before)
  const skipped = await publish(cwd, rebuilt, { 'if-exists': 'skip' })
  expect(skipped.entries.filter(({ status }) => status === 'skipped')).toHaveLength(2)
})
