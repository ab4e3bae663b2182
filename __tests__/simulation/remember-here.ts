import { jest } from '@jest/globals'
import { sha256 } from '../../src/content.ts'
import * as remembered from './remembered.ts'

const first = new Map<string, Uint8Array>()

/** What was first seen of these bytes: a bucket that begins again is written with copies of the same. */
function firstOf<B extends Uint8Array>(bytes: B): B {
  const digest = sha256(bytes)
  const known = first.get(digest) as B | undefined
  if (known === undefined) first.set(digest, bytes)
  return known ?? bytes
}

const VERIFY: Pick<typeof remembered, 'verifyCleartext' | 'verifyDetached'> = {
  verifyCleartext: (bytes, trust, source) => remembered.verifyCleartext(firstOf(bytes), trust, source),
  verifyDetached: (content, signature, trust, source) =>
    remembered.verifyDetached(content, firstOf(signature), trust, source),
}

const UNPACK: Pick<typeof remembered, 'unpack'> = {
  unpack: (bytes, form, source) => remembered.unpack(firstOf(bytes), form, source),
}

/**
 * As `remember`, within this test file: whatever it imports after this gets the modules that remember. Of equal bytes,
 * too, because one story is told again and again. They are the real functions; what they have not seen they work out.
 */
export function rememberHere(): void {
  jest.unstable_mockModule('../../src/openpgp/verify.ts', () => VERIFY)
  jest.unstable_mockModule('../../src/repository/unpack.ts', () => UNPACK)
}
