import type { MemberSignature } from '../member-signature.ts'
import type { Configuration } from './keys/configuration.ts'
import { overridden } from './overriding.ts'
import type { Placed } from './shape.ts'

/** Which key a configuration signs with. */
export interface WantedKey {
  readonly keyFile: Placed<string>
  readonly keyId: Placed<string> | undefined
}

/** The signature that a configuration wants inside its .deb. */
export interface WantedDebSignature extends WantedKey {
  readonly format: 'deb'
  readonly signature: MemberSignature
}

/** The one in the header of its rpm: there is one kind. */
export interface WantedRpmSignature extends WantedKey {
  readonly format: 'rpm'
}

export type WantedSignature = WantedDebSignature | WantedRpmSignature

/** Undefined where there is no key file: then nFPM signs nothing either. */
export function wantedSignature(
  configuration: Configuration,
  format: 'deb' | 'rpm',
  maintainer: string,
): WantedSignature | undefined {
  const said = overridden(configuration, format)
  if (format === 'deb') return debSignature(said.deb?.signature, maintainer)
  const { key_file: keyFile, key_id: keyId } = said.rpm?.signature ?? {}
  return keyFile === undefined ? undefined : { format, keyFile, keyId }
}

function debSignature(
  said: NonNullable<Configuration['deb']>['signature'],
  maintainer: string,
): WantedDebSignature | undefined {
  if (said?.key_file === undefined) return undefined
  const role = said.type?.value ?? 'origin'
  const signature: MemberSignature =
    said.method?.value === 'dpkg-sig'
      ? { method: 'dpkg-sig', role, signer: said.signer?.value.trim() ?? maintainer }
      : { method: 'debsign', role }
  return { format: 'deb', signature, keyFile: said.key_file, keyId: said.key_id }
}
