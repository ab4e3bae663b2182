import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bytesOf, contentOf } from '../src/content.ts'
import { LIMITS } from '../src/limits.ts'
import type { InputName } from '../src/inputs.ts'
import { armAttributes, elfFile } from './artifacts/elf-file.ts'
import { type LocalR2, startR2 } from './support/miniflare.ts'
import { run, temporaryDirectory } from './support/programs.ts'
import { deb, fixtureKeys, rpm } from './support/publishing.ts'
import { RSA_KEY, runIn } from './support/running.ts'
import { tarOf } from './support/tar.ts'

type Inputs = Partial<Record<InputName, string>>

const ELF = elfFile({ code: 'hello' })
const ARM = { machine: 40, bits: 32, flags: 0x5000400 } as const
const GOOD: Inputs = {
  artifacts: 'dist/*',
  name: 'hello',
  version: '1.2.3',
  maintainer: 'Jane Doe <jane@example.com>',
}
const fixture = (name: string) => readFileSync(`__tests__/fixtures/keys/${name}.asc`, 'utf8')

async function folderWith(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(cwd, 'dist', name), bytes)
  return cwd
}

/** Runs, and makes sure that the run failed and wrote nothing. */
async function refusal(files: Readonly<Record<string, Uint8Array>>, inputs: Inputs): Promise<string> {
  const cwd = await folderWith(files)
  const message = await runIn(cwd, { ...GOOD, ...inputs }).then(
    () => 'it succeeded',
    (error: Error) => error.message,
  )
  expect(existsSync(join(cwd, 'repository'))).toBe(false)
  expect(message).not.toContain('undefined')
  return message
}

const tar = (name: string, bytes: Buffer) => gzipSync(tarOf({ name, bytes }))

const script = (text: string) => ({
  entries: [
    { type: 'file' as const, path: '/usr/bin/hello', mode: 0o755, content: contentOf(Buffer.from(text)) },
  ],
})

/** One byte of what is compressed last is another. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[copy.length - 30] = (copy.at(-30) ?? 0) ^ 0xff
  return copy
}

let samples: { readonly deb: Buffer; readonly otherDeb: Buffer; readonly rpm: Buffer }
beforeAll(async () => {
  const keys = await fixtureKeys()
  const bytes = async (pkg: Awaited<ReturnType<typeof deb | typeof rpm>>) =>
    bytesOf(pkg.content, 2 ** 20, 'it')
  samples = {
    deb: await bytes(await deb()),
    otherDeb: await bytes(await deb(script('other'))),
    rpm: await bytes(await rpm(keys)),
  }
})

describe('one clear error, and nothing is written', () => {
  const cases: readonly [string, () => Readonly<Record<string, Uint8Array>>, Inputs, RegExp][] = [
    [
      'a glob that matches nothing',
      () => ({ hello: ELF }),
      { artifacts: 'dist/*\nbuild/*.deb' },
      /artifacts.*build\/\*\.deb/,
    ],
    [
      'an unknown command',
      () => ({ hello: ELF }),
      { command: 'destroy' },
      /command is "destroy"; it can be publish/,
    ],
    ['an unknown format', () => ({ hello: ELF }), { formats: 'apk' }, /formats has "apk"/],
    ['an odd channel', () => ({ hello: ELF }), { channels: 'my channel!' }, /channels has "my channel!"/],
    [
      'another spelling of an architecture',
      () => ({ hello: ELF }),
      { arch: 'aarch64' },
      /arch has "aarch64"; it can hold amd64, arm64/,
    ],
    [
      'an executable that is no ELF',
      () => ({ hello: Buffer.from('#!/bin/sh\n') }),
      { artifacts: 'dist/hello' },
      /dist\/hello is .*script/,
    ],
    [
      'a Windows executable alone',
      () => ({ 'hello.exe': Buffer.from('MZ\x90\0'.padEnd(200, '\0'), 'latin1') }),
      {},
      /hello\.exe is .*Windows/,
    ],
    [
      'an archive with a path that leaves it',
      () => ({ 'a.tar.gz': tar('../../etc/hello', ELF) }),
      {},
      /a\.tar\.gz.*\.\.\/\.\.\/etc\/hello/,
    ],
    ['a deb cut short', () => ({ 'h.deb': samples.deb.subarray(0, -20) }), {}, /h\.deb/],
    ['a deb with damaged data', () => ({ 'h.deb': damaged(samples.deb) }), {}, /h\.deb/],
    ['an rpm cut short', () => ({ 'h.rpm': samples.rpm.subarray(0, -20) }), {}, /h\.rpm/],
    [
      'an rpm with a wrong digest',
      () => ({ 'h.rpm': Buffer.concat([samples.rpm.subarray(0, -20), Buffer.alloc(20, 1)]) }),
      {},
      /h\.rpm/,
    ],
    [
      'a newline in a field',
      () => ({ hello: ELF }),
      { maintainer: 'Jane\nDepends: evil' },
      /maintainer must be one line/,
    ],
    ['a dependency that is none', () => ({ hello: ELF }), { depends: 'libc6 (>> )' }, /depends.*libc6/],
    ['a name that Debian does not allow', () => ({ hello: ELF }), { name: 'Hello_World' }, /Hello_World/],
    [
      'a name that is no name of a repository',
      () => ({ hello: ELF }),
      { name: 'hello world' },
      /repository-name is not set, and would be "hello world"; it must be letters/,
    ],
    [
      'a name that rpm does not allow',
      () => ({ hello: ELF }),
      { name: 'hello world', formats: 'rpm', 'repository-name': 'demo' },
      /hello world.* no spaces .*: change the input name/,
    ],
    [
      'a version that Debian cannot hold',
      () => ({ hello: ELF }),
      { version: 'main', formats: 'deb' },
      /version.*"main"/,
    ],
    [
      'a version that rpm cannot hold',
      () => ({ hello: ELF }),
      { version: 'release-1.0', formats: 'rpm' },
      /version: "release-1\.0" .* write "1\.0" instead/,
    ],
    [
      'a bad output-directory',
      () => ({ hello: ELF }),
      { 'output-directory': 'dist/hello' },
      /output-directory cannot be made/,
    ],
    ['no version', () => ({ hello: ELF }), { version: '' }, /version is needed .* not for a tag/],
    [
      'two artifacts of one package',
      () => ({ 'a.deb': samples.deb, 'b.deb': samples.otherDeb }),
      {},
      /a\.deb and .*b\.deb are both hello 1\.0 for amd64/,
    ],
    [
      'arm6 and arm7 of one name',
      () => ({
        hello_armv6: elfFile({ code: '6', ...ARM, sections: armAttributes(6, true) ?? [] }),
        hello_armv7: elfFile({ code: '7', ...ARM, sections: armAttributes(10, true) ?? [] }),
      }),
      {},
      /hello_armv6.*hello_armv7.*armhf/s,
    ],
    [
      'two libc builds of one name',
      () => ({
        'hello-linux-amd64-gnu': elfFile({ code: 'g', interpreter: '/lib64/ld-linux-x86-64.so.2' }),
        'hello-linux-amd64-musl': elfFile({ code: 'm', interpreter: '/lib/ld-musl-x86_64.so.1' }),
        'other-linux-amd64': ELF,
      }),
      {},
      /amd64-gnu and .*amd64-musl .* would both be/,
    ],
    ['no key', () => ({ hello: ELF }), { 'gpg-private-key': '' }, /gpg-private-key is required/],
    ['a key that is none', () => ({ hello: ELF }), { 'gpg-private-key': 'hunter2' }, /gpg-private-key/],
    [
      'a public key',
      () => ({ hello: ELF }),
      { 'gpg-private-key': fixture('rsa4096.pub') },
      /PUBLIC KEY BLOCK.*export-secret-keys/,
    ],
    ['a trusted key that is none', () => ({ hello: ELF }), { 'trusted-keys': 'nonsense' }, /trusted-keys/],
    [
      'an unknown kind of repository',
      () => ({ hello: ELF }),
      { repository: 'gs://bucket' },
      /repository.*gs:\/\//,
    ],
    ['a bucket without an account', () => ({ hello: ELF }), { repository: 'r2://bucket' }, /account-id/],
    [
      'a bucket without credentials',
      () => ({ hello: ELF }),
      { repository: 'r2://bucket', 'account-id': 'a'.repeat(32) },
      /access-key-id/,
    ],
  ]
  test.each(cases)('%s', async (_, files, inputs, message) => {
    expect(await refusal(files(), inputs)).toMatch(message)
  })

  test('a package over 4.995 GiB', async () => {
    const cwd = await folderWith({ 'h.deb': samples.deb })
    const file = await open(join(cwd, 'dist', 'h.deb'), 'r+')
    await file.truncate(LIMITS.packageBytes + 1)
    await file.close()
    await expect(runIn(cwd, GOOD)).rejects.toThrow(/h\.deb has \d+ bytes; .*4\.995 GiB/)
    expect(await readdir(cwd)).toEqual(['dist'])
  })

  test('a published version with other bytes', async () => {
    const cwd = await folderWith({ 'a.deb': samples.deb })
    await runIn(cwd, GOOD)
    const before = await readdir(join(cwd, 'repository'), { recursive: true })
    await writeFile(join(cwd, 'dist', 'a.deb'), samples.otherDeb)
    await expect(runIn(cwd, GOOD)).rejects.toThrow(
      /a\.deb is hello 1\.0 for amd64, which the apt suite stable already has/,
    )
    expect(await readdir(join(cwd, 'repository'), { recursive: true })).toEqual(before)
  })

  test('an rpm that a stranger signed', async () => {
    const stranger = await rpm(await fixtureKeys('rsa3072-other'))
    const cwd = await folderWith({ 'h.rpm': await bytesOf(stranger.content, 2 ** 20, 'it') })
    await expect(runIn(cwd, GOOD)).rejects.toThrow(/h\.rpm.*trusted-keys/)
    expect(await readdir(cwd)).toEqual(['dist'])
    const trusted = await runIn(cwd, { ...GOOD, 'trusted-keys': fixture('rsa3072-other.pub') })
    expect(trusted.entries).toMatchObject([{ status: 'added', sha256: stranger.sha256 }])
  })
})

describe('a bucket', () => {
  let r2: LocalR2
  beforeAll(async () => {
    r2 = await startR2()
  })
  afterAll(() => r2.stop())

  const bucket = (): Inputs => ({
    ...GOOD,
    repository: `s3://${r2.bucketName}/bad`,
    endpoint: r2.endpoint,
    'access-key-id': r2.credentials.accessKeyId,
    'secret-access-key': r2.credentials.secretAccessKey,
  })

  test.each([
    ['wrong credentials', { 'secret-access-key': 'wrong' }, /access-key-id|secret-access-key|credentials/],
    ['a wrong bucket', { repository: 's3://nowhere/bad' }, /nowhere/],
  ] as const)('%s', async (_, inputs, message) => {
    const cwd = await folderWith({ hello: ELF })
    await expect(runIn(cwd, { ...bucket(), ...inputs })).rejects.toThrow(message)
    expect(await r2.store().list('')).toEqual([])
  })

  test('no network', async () => {
    const cwd = await folderWith({ hello: ELF })
    await expect(runIn(cwd, { ...bucket(), endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
      /127\.0\.0\.1:9|reach/,
    )
  })
})

test('an error is one line on standard error, and the exit code tells', async () => {
  const env = { GPG_PRIVATE_KEY: RSA_KEY, GITHUB_ACTIONS: undefined }
  const flags = ['--artifacts', 'none/*', '--repository', join(await temporaryDirectory(), 'repository')]
  const { code, stderr } = await run(process.execPath, ['src/main.ts', ...flags], { env, allowFailure: true })
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Error: artifacts: .*none\/\*.*\n$/)])
})
