import { enums, readKey } from 'openpgp'
import type { SignaturePacket } from 'openpgp'
import type { TrustedKey } from './trust.ts'

/** When the newest of these keys, or of the signatures on them, was made: in seconds since 1970, and a fact of the keys. */
export async function newestDateOf(keys: readonly TrustedKey[]): Promise<number> {
  const dates = await Promise.all(keys.map(({ certificate }) => datesOf(certificate)))
  return Math.floor(Math.max(0, ...dates.flat().map((date) => date.getTime())) / 1000)
}

async function datesOf(certificate: Uint8Array): Promise<readonly Date[]> {
  const key = await readKey({ binaryKey: certificate })
  const signatures = key.toPacketList().filterByTag(enums.packet.signature) as readonly SignaturePacket[]
  return [key.getCreationTime(), ...signatures.flatMap(({ created }) => created ?? [])]
}
