import type { Content } from '../content.ts'
import { signDeb } from '../deb/member-signature.ts'
import { signCleartext, signDetachedArmored } from '../openpgp/sign.ts'
import type { WantedDebSignature } from '../recipe/config/signature.ts'
import { type SigningWorld, withSigningKey } from './signing-key.ts'

/**
 * Signs a .deb as its configuration wants it. The same .deb, key and time give the same bytes (but for ECDSA).
 *
 * @param timeSeconds of the package, and of the signature as far as the key was there
 * @throws PublishError `INPUT` or `KEY`, at the place of the key file's name
 */
export function signConfiguredDeb(
  deb: Content,
  wanted: WantedDebSignature,
  timeSeconds: number,
  world: SigningWorld,
): Promise<Content> {
  const at = new Date(timeSeconds * 1000)
  return withSigningKey(wanted, 'deb', world, (key) =>
    signDeb(deb, wanted.signature, timeSeconds, {
      detached: (content) => signDetachedArmored(content, key, at, 'first'),
      cleartext: (text) => signCleartext(text, key, at),
    }),
  )
}
