import type { MemberSignature } from '../member-signature.ts'
import type { Configuration } from './keys/configuration.ts'
import { overridden } from './overriding.ts'
import type { Placed } from './shape.ts'

/** The signature that a configuration wants inside its .deb. */
export interface WantedSignature {
  readonly signature: MemberSignature
  readonly keyFile: Placed<string>
  readonly keyId: Placed<string> | undefined
}

/** Undefined where there is no key file: then nFPM signs nothing either. */
export function wantedSignature(
  configuration: Configuration,
  maintainer: string,
): WantedSignature | undefined {
  const {
    method,
    key_file: keyFile,
    key_id: keyId,
    type,
    signer,
  } = overridden(configuration, 'deb').deb?.signature ?? {}
  if (keyFile === undefined) return undefined
  const role = type?.value ?? 'origin'
  const signature: MemberSignature =
    method?.value === 'dpkg-sig'
      ? { method: 'dpkg-sig', role, signer: signer?.value.trim() ?? maintainer }
      : { method: 'debsign', role }
  return { signature, keyFile, keyId }
}
