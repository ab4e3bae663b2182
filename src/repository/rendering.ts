import { sha256 } from '../content.ts'
import { immutable } from './object-headers.ts'
import type { HashedWrite } from './repository.ts'

/** Something that a rendering writes once and for all; its hash is given where it is known already. */
export function forever(key: string, bytes: Uint8Array, hash = sha256(bytes)): HashedWrite {
  return { key, bytes, headers: immutable(key), sha256: hash }
}
