import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { contentOf, sha256 } from '../../src/content.ts'
import type { Content } from '../../src/content.ts'
import { signCleartext, signDetachedArmored, signDetachedBinary } from '../../src/openpgp/sign.ts'
import { readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../src/openpgp/verify.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { fixtureKey, freshKey, NOW, secretOf } from './gnupg.ts'
import { madeKey } from './made-key.ts'

const RELEASE = 'Origin: tests\nSHA256:\n 00aa 12 main/binary-amd64/Packages\nDate: today\n'
const keysOf = async (...names: readonly string[]) =>
  readSigningKeys((await Promise.all(names.map(fixtureKey))).join(''), undefined, NOW)

interface Signed {
  readonly folder: string
  readonly files: readonly (readonly [signature: string, content: string | undefined])[]
}

async function signedFiles(keys: SigningKeys): Promise<Signed> {
  const folder = await temporaryDirectory()
  const write = (name: string, bytes: string | Uint8Array) => writeFile(join(folder, name), bytes)
  await write('keyring.gpg', keys.publicBinary)
  await write('Release', RELEASE)
  await write('InRelease', await signCleartext(RELEASE, keys, NOW))
  const content = contentOf(Buffer.from(RELEASE))
  await write('Release.gpg', await signDetachedArmored(content, keys, NOW, 'all'))
  await write('repomd.xml.asc', await signDetachedArmored(content, keys, NOW, 'first'))
  await write('header.sig', await signDetachedBinary(content, keys, NOW))
  return {
    folder,
    files: [
      ['InRelease', undefined],
      ...['Release.gpg', 'repomd.xml.asc', 'header.sig'].map((name) => [name, 'Release'] as const),
    ],
  }
}

describe('the reference programs accept our signatures', () => {
  const withSubkey = async () => {
    const { gpg, fingerprint } = await freshKey('rsa2048', 'cert')
    await gpg(['--quick-add-key', fingerprint, 'rsa3072', 'sign', 'never'], { at: '20250201T000000' })
    return readSigningKeys(await secretOf(gpg), undefined, NOW)
  }
  const fresh = (algorithm: string) => async () =>
    readSigningKeys(await secretOf((await freshKey(algorithm, 'cert,sign')).gpg), undefined, NOW)
  const kinds: readonly (readonly [string, () => Promise<SigningKeys>])[] = [
    ['RSA 4096', () => keysOf('rsa4096')],
    ['RSA 3072', () => keysOf('rsa3072-other')],
    ['RSA 2048', fresh('rsa2048')],
    ['Ed25519', () => keysOf('ed25519')],
    ['P-256', fresh('nistp256')],
    ['P-384', fresh('nistp384')],
    ['P-521', fresh('nistp521')],
    ['a subkey', withSubkey],
    ['three keys at once', () => keysOf('rsa4096', 'rsa3072-other', 'ed25519')],
  ]
  for (const [kind, keysOfKind] of kinds) {
    testWith(['gpg', 'gpgv', 'sqv'], kind, async () => {
      const keys = await keysOfKind()
      const { folder, files } = await signedFiles(keys)
      for (const [signature, content] of files) {
        const paths = content === undefined ? [signature] : [signature, content]
        await run('gpgv', ['--keyring', './keyring.gpg', ...paths], { cwd: folder })
        if (content === undefined) continue
        const { stdout } = await run('sqv', ['--keyring', 'keyring.gpg', ...paths], { cwd: folder })
        expect(stdout).toContain(keys.fingerprint)
      }
    })
  }

  testWith(
    ['apt-get', 'gpgv'],
    'apt updates from an InRelease, and from Release with Release.gpg',
    async () => {
      const keys = await keysOf('rsa4096', 'ed25519')
      for (const form of ['InRelease', 'Release.gpg']) {
        const folder = await temporaryDirectory()
        const { stdout } = await aptUpdate(folder, keys, form)
        expect({ form, stdout }).toEqual({
          form,
          stdout: expect.stringMatching(/^Get:.* InRelease|Get:.*Release\.gpg/m),
        })
      }
    },
  )
})

/** apt-get update in a folder, of a flat repository with an empty index. */
async function aptUpdate(folder: string, keys: SigningKeys, form: string) {
  const repository = join(folder, 'repository')
  for (const path of ['repository', 'etc/apt', 'lists/partial', 'cache/archives/partial', 'dpkg']) {
    await mkdir(join(folder, path), { recursive: true })
  }
  const release = `Origin: tests\nDate: ${NOW.toUTCString()}\nSHA256:\n ${sha256('')} 0 Packages\n`
  await writeFile(join(repository, 'Packages'), '')
  if (form === 'InRelease') {
    await writeFile(join(repository, form), await signCleartext(release, keys, NOW))
  } else {
    await writeFile(join(repository, 'Release'), release)
    const signature = await signDetachedArmored(contentOf(Buffer.from(release)), keys, NOW, 'all')
    await writeFile(join(repository, form), signature)
  }
  await writeFile(join(folder, 'key.gpg'), keys.publicBinary)
  await writeFile(join(folder, 'dpkg/status'), '')
  const source = `deb [signed-by=${folder}/key.gpg] file:${repository} ./\n`
  await writeFile(join(folder, 'etc/apt/sources.list'), source)
  const configuration = [
    `Dir "${folder}"; Dir::Etc "${folder}/etc/apt"; Dir::State "${folder}"; Dir::State::Lists "${folder}/lists";`,
    `Dir::State::status "${folder}/dpkg/status"; Dir::Cache "${folder}/cache"; APT::Sandbox::User "root";`,
    '#clear APT::Update::Post-Invoke; #clear APT::Update::Post-Invoke-Success;',
  ]
  await writeFile(join(folder, 'apt.conf'), configuration.join('\n'))
  const env = { APT_CONFIG: join(folder, 'apt.conf') }
  return run('apt-get', ['update', '-o', 'APT::Update::Error-Mode=any'], { env })
}

describe('a cleartext signature', () => {
  test('is one block in the form that apt splits, and gives the text back', async () => {
    const keys = await keysOf('rsa4096', 'ed25519')
    const signed = await signCleartext(`${RELEASE}- dash\n--\n`, keys, NOW)
    const [head, block] = signed.split('-----BEGIN PGP SIGNATURE-----\n')
    expect(head).toBe(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${RELEASE}- - dash\n- --\n`)
    expect(block).toMatch(/^\n([\w+/=]{1,64}\n)+=[\w+/]{4}\n-----END PGP SIGNATURE-----\n$/)
    const verified = await verifyCleartext(Buffer.from(signed), trustOf(keys), 'InRelease')
    expect(verified).toMatchObject({
      text: `${RELEASE}- dash\n--\n`,
      signers: keys.keys.map(({ trusted: { fingerprint } }) => ({ fingerprint })),
    })
  })

  test('is refused for texts that would not come out as they went in', async () => {
    const keys = await keysOf('ed25519')
    const sign = (text: string) => signCleartext(text, keys, NOW)
    for (const text of ['', 'a', 'a\n\n']) await expect(sign(text)).rejects.toThrow(/end in one newline/)
    for (const text of ['a \n', 'b\na\t\n', 'a\r\n'])
      await expect(sign(text)).rejects.toThrow(/ends in a blank/)
    for (const text of ['a\0\n', 'a\rb\n', 'a\fb\n', '\uD800\n']) {
      await expect(sign(text)).rejects.toThrow(/control characters or broken UTF-16/)
    }
  })

  test('covers any text, whatever its letters', async () => {
    const keys = await keysOf('ed25519')
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}|[ \t]$/u.test(text))
    const lines = fc.array(line, { minLength: 1, maxLength: 9 }).filter((all) => all.at(-1) !== '')
    await fc.assert(
      fc.asyncProperty(lines, async (all) => {
        const text = `${all.join('\n')}\n`
        const signed = Buffer.from(await signCleartext(text, keys, NOW))
        expect((await verifyCleartext(signed, trustOf(keys), 'it')).text).toBe(text)
      }),
      { numRuns: 50 },
    )
  })
})

describe('signatures', () => {
  test('are the same for the same bytes, keys and date, however the bytes arrive', async () => {
    const keys = await keysOf('rsa4096', 'ed25519')
    const bytes = Buffer.from(RELEASE.repeat(20))
    const inPieces: Content = {
      sizeBytes: bytes.length,
      async *read() {
        for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
      },
    }
    const whole = await signDetachedArmored(contentOf(bytes), keys, NOW, 'all')
    expect(await signDetachedArmored(inPieces, await keysOf('rsa4096', 'ed25519'), NOW, 'all')).toBe(whole)
    const later = new Date(NOW.getTime() + 1000)
    expect(await signDetachedArmored(contentOf(bytes), keys, later, 'all')).not.toBe(whole)
    expect(await signCleartext(RELEASE, keys, NOW)).toBe(await signCleartext(RELEASE, keys, NOW))
    // Bytes that must not change from release to release: the same head is signed again when its aliases are repaired.
    expect(sha256(await signDetachedBinary(contentOf(bytes), keys, NOW))).toBe(
      'd1cd81703954134309c22e15402307e9e4f565d3c9ed7a44300ca419f69cf163',
    )
  })

  test('are raw version 4 packets over bytes, by the first key alone, where rpm wants them', async () => {
    const keys = await keysOf('rsa4096', 'ed25519')
    const packet = await signDetachedBinary(contentOf(Buffer.from('x')), keys, NOW)
    expect([...packet.subarray(0, 7)]).toEqual([0x89, 0x02, 0x33, 4, 0x00, 1, 8])
    expect(packet).toHaveLength(3 + 0x233)
    const { signers } = await verifyDetached(contentOf(Buffer.from('x')), packet, trustOf(keys), 'it')
    expect(signers).toMatchObject([{ fingerprint: keys.fingerprint }])
  })

  test('are by all keys or by the first, each with the digest of its kind', async () => {
    const keys = await keysOf('ed25519', 'rsa3072-other')
    const curve = await readSigningKeys((await madeKey({ kind: 'p384' })).secret, undefined, NOW)
    const three = { ...keys, keys: [keys.keys[0], ...keys.keys.slice(1), ...curve.keys] as const }
    const content = contentOf(Buffer.from('x'))
    const signersOf = async (signature: Uint8Array) =>
      (await verifyDetached(content, signature, trustOf(three), 'it')).signers.map(
        ({ fingerprint }) => fingerprint,
      )
    const all = trustOf(three).map(({ fingerprint }) => fingerprint)
    const armored = async (who: 'all' | 'first') =>
      signersOf(Buffer.from(await signDetachedArmored(content, three, NOW, who)))
    expect(await armored('all')).toEqual(all)
    expect(await armored('first')).toEqual(all.slice(0, 1))
    expect(await signersOf(await signDetachedBinary(content, three, NOW))).toEqual(all.slice(0, 1))
    expect(await signCleartext('x\n', three, NOW)).toMatch(
      /^.*\nHash: SHA256, SHA384\n\nx\n-----BEGIN PGP SIG/,
    )
  })

  testWith(['gpg', 'gpgv'], 'are not dated before their key', async () => {
    const { gpg } = await freshKey('ed25519', 'cert,sign', 'never', [], '20260601T115955')
    const keys = await readSigningKeys(await secretOf(gpg), undefined, NOW)
    const folder = await temporaryDirectory()
    const content = contentOf(Buffer.from('x'))
    const old = await signDetachedBinary(content, keys, new Date(0))
    await writeFile(join(folder, 'keyring.gpg'), keys.publicBinary)
    await writeFile(join(folder, 'sig'), old)
    await writeFile(join(folder, 'x'), 'x')
    const { stderr } = await run('gpgv', ['--keyring', './keyring.gpg', 'sig', 'x'], { cwd: folder })
    expect(stderr).toMatch(/Mon Jun +1 11:59:55 2026/)
    expect(await verifyDetached(content, old, trustOf(keys), 'it')).toMatchObject({
      signers: [{ fingerprint: keys.fingerprint }],
    })
  })

  test('of large contents take the time of hashing and no memory', async () => {
    const keys = await keysOf('rsa4096')
    const piece = Buffer.alloc(1 << 20)
    const large: Content = {
      sizeBytes: piece.length * 100,
      async *read() {
        for (let count = 0; count < 100; count += 1) yield piece
      },
    }
    const before = process.memoryUsage().rss
    const signature = await signDetachedBinary(large, keys, NOW)
    await verifyDetached(large, signature, trustOf(keys), 'it')
    expect(process.memoryUsage().rss - before).toBeLessThan(60 << 20)
  })
})
