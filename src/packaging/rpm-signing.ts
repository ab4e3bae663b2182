import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { SigningKey } from '../openpgp/signing-keys.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import type { WantedRpmSignature } from '../recipe/config/signature.ts'
import { signedRpm } from '../rpm/authenticity.ts'
import { readRpm } from '../rpm/read.ts'
import { type SigningWorld, withSigningKey } from './signing-key.ts'

/**
 * Signs an .rpm as its configuration wants it, by a key that clients get: one of gpg-private-key or trusted-keys.
 *
 * @param trust all keys that clients get
 * @throws PublishError `INPUT` or `KEY`, at the place of the key file's name
 */
export function signConfiguredRpm(
  rpm: Content,
  wanted: WantedRpmSignature,
  trust: readonly TrustedKey[],
  world: SigningWorld,
): Promise<Content> {
  return withSigningKey(wanted, 'rpm', world, async (key) => {
    assertTrusted(key.keys[0], trust, wanted.keyFile.value)
    return signedRpm(await readRpm(rpm, 'The rpm to sign'), key)
  })
}

/** By the key that signs, not by its primary key: who trusts a certificate of before it had this subkey lacks that. */
function assertTrusted({ issuer, trusted }: SigningKey, trust: readonly TrustedKey[], file: string): void {
  const keyId = Buffer.from(issuer.fingerprint.subarray(-KEY_ID_BYTES)).toString('hex').toUpperCase()
  if (trust.some(({ keyIds }) => keyIds.includes(keyId))) return
  const { fingerprint } = trusted
  throw new PublishError(
    'KEY',
    `rpm.signature: the key ${fingerprint} of ${file} is neither in gpg-private-key nor in trusted-keys, and ` +
      `dnf would refuse what it signs: add its public key (gpg --armor --export ${fingerprint}) to trusted-keys`,
  )
}

/** The end of a fingerprint of version 4: RFC 9580, 5.5.4.2. */
const KEY_ID_BYTES = 8
