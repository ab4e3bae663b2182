import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { parseArmor, printArmor } from '../../../src/openpgp/armor.ts'
import type { Mutation } from '../engine/target.ts'

/**
 * Changes what lies inside of something, and wraps it again as it should be.
 *
 * @param open throws, or gives undefined, for what is none: it stays as it is
 */
export function within(
  open: (outer: Buffer) => Buffer | undefined,
  close: (inner: Buffer, outer: Buffer) => Buffer,
  mutations: readonly Mutation[],
): Mutation {
  return (input, chance) => {
    const inner = opened(input, open)
    return inner === undefined ? input : close(chance.pick(mutations)(inner, chance), input)
  }
}

function opened(input: Buffer, open: (outer: Buffer) => Buffer | undefined): Buffer | undefined {
  try {
    return open(input)
  } catch {
    return undefined
  }
}

const MOST = { maxOutputLength: 2 ** 20 }

export const withinGzip = (mutations: readonly Mutation[]): Mutation =>
  within(
    (it) => gunzipSync(it, MOST),
    (it) => gzipSync(it, { level: 1 }),
    mutations,
  )

export const withinZstd = (mutations: readonly Mutation[]): Mutation =>
  within(
    (it) => zstdDecompressSync(it, MOST),
    (it) => zstdCompressSync(it),
    mutations,
  )

const damaged = (seen: string) => {
  throw new Error(seen)
}

/** The bytes of the last armor block in a text, with a checksum that is right. */
export const withinArmor = (mutations: readonly Mutation[]): Mutation =>
  within(
    (it) => parseArmor(blockOf(it), damaged)[0]?.bytes,
    (inner, outer) => {
      const label =
        /-----BEGIN (PGP [A-Z ]+)-----\n[^-]*-----END/.exec(blockOf(outer))?.[1] ?? 'PGP SIGNATURE'
      const text = outer.toString('latin1')
      return Buffer.from(text.slice(0, text.lastIndexOf('-----BEGIN')) + printArmor(label, inner), 'latin1')
    },
    mutations,
  )

function blockOf(text: Buffer): string {
  return text.toString('latin1', text.lastIndexOf('-----BEGIN'))
}
