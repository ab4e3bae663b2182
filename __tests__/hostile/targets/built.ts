import { bytesOf, contentOf, memoryScratch } from '../../../src/content.ts'
import { buildDeb } from '../../../src/deb/build.ts'
import type { PackageDescription, PackagedEntry } from '../../../src/recipe/description.ts'
import { buildRpm } from '../../../src/rpm/build.ts'
import { describe } from '../../support/publishing.ts'

const MOST_BYTES = 2 ** 24

export function file(path: string, text: string | Uint8Array, mode = 0o644): PackagedEntry {
  return { type: 'file', path, mode, content: contentOf(Buffer.from(text as string)) }
}

/** A .deb of ours. */
export async function builtDeb(changes: Partial<PackageDescription> = {}): Promise<Buffer> {
  return bytesOf(await buildDeb(describe(changes), memoryScratch), MOST_BYTES, 'a seed')
}

/** An .rpm of ours, unsigned. */
export async function builtRpm(changes: Partial<PackageDescription> = {}): Promise<Buffer> {
  return bytesOf(await buildRpm(describe(changes), memoryScratch), MOST_BYTES, 'a seed')
}
