import { expect } from '@jest/globals'
import { contentOf, memoryScratch } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import { readAr } from '../../src/deb/ar.ts'
import { signConfiguredDeb } from '../../src/packaging/deb-signing.ts'
import type { Sources } from '../../src/recipe/config/sources.ts'
import { freshKey, secretOf } from '../openpgp/gnupg.ts'
import { testWith } from '../support/programs.ts'
import { describe as described } from '../support/publishing.ts'

const at = { file: 'nfpm.yaml', line: 7, column: 3 }
const PASSPHRASE = 'correct horse'

async function membersSigned(
  key: Uint8Array,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const sources: Sources = {
    look: async () => ({ type: 'file', mode: 0o600, content: contentOf(key) }),
    list: async () => [],
  }
  const wanted = {
    format: 'deb',
    signature: { method: 'debsign', role: 'origin' },
    keyFile: { value: 'key.gpg', at },
    keyId: undefined,
  } as const
  const description = described()
  const deb = await buildDeb(description, memoryScratch)
  const world = { env, sources, now: new Date() }
  const signed = await signConfiguredDeb(deb, wanted, description.timeSeconds, world)
  return (await readAr(signed, 'it')).map(({ name }) => name)
}

testWith(['gpg'], 'a key file may be locked, and binary', async () => {
  const { gpg } = await freshKey('rsa2048', 'cert,sign', 'never', ['--passphrase', PASSPHRASE])
  const text = await secretOf(gpg, ['--passphrase', PASSPHRASE])
  const body = text.slice(text.indexOf('\n\n') + 2, text.lastIndexOf('\n='))
  const binary = Buffer.from(body.replaceAll('\n', ''), 'base64')
  const signed = ['debian-binary', 'control.tar.gz', 'data.tar.gz', '_gpgorigin']
  expect(await membersSigned(Buffer.from(text), { NFPM_PASSPHRASE: PASSPHRASE })).toEqual(signed)
  expect(await membersSigned(binary, { NFPM_PASSPHRASE: 'no', NFPM_DEB_PASSPHRASE: PASSPHRASE })).toEqual(
    signed,
  )
  await expect(membersSigned(binary, {})).rejects.toThrow(
    /^nfpm\.yaml:7:3: The key [0-9A-F]{40} of key\.gpg is protected by a passphrase: set NFPM_DEB_PASSPHRASE\.$/,
  )
  await expect(membersSigned(Buffer.from('no key'), {})).rejects.toThrow(
    /^nfpm\.yaml:7:3: The text of key\.gpg cannot be used: /,
  )
})
