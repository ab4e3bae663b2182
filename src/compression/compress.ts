import { PublishError } from '../errors.ts'
import type { PackageCompression } from '../recipe/description.ts'
import { gzipped } from './gzip.ts'
import { xzCompressed } from './xz-program.ts'
import { zstdCompressed } from './zstd.ts'

/** A form of compression that is written here, with its level where it has levels. */
export type WrittenCompression =
  { readonly name: 'gzip' | 'xz' | 'zstd'; readonly level: number } | { readonly name: 'none' }

/** Each program's own scale, and what it takes where nothing is said: gzip(1), xz(1), zstd(1). */
const LEVELS = {
  gzip: { least: 1, usual: 6, most: 9 },
  xz: { least: 0, usual: 6, most: 9 },
  zstd: { least: 1, usual: 3, most: 22 },
} as const

/**
 * What was asked for, where it can be written; gzip at its usual level where nothing was: on executables -9 costs four
 * times the time of -6 for a thousandth of the size.
 *
 * @throws PublishError `PACKAGE` for a level that there is not
 */
export function writtenCompression(
  { name, level }: PackageCompression = { name: 'gzip' },
): WrittenCompression {
  if (name === 'none') {
    if (level === undefined) return { name }
    throw new PublishError('PACKAGE', `compression: none has no levels, and ${level} is given; leave it out`)
  }
  const { least, usual, most } = LEVELS[name]
  const chosen = level ?? usual
  if (Number.isInteger(chosen) && chosen >= least && chosen <= most) return { name, level: chosen }
  throw new PublishError('PACKAGE', `compression: ${name} has the levels ${least} to ${most}, not ${chosen}`)
}

/** Compresses a stream: the same bytes for the same input, however it was cut into chunks. */
export function compressed(
  chunks: AsyncIterable<Uint8Array>,
  compression: WrittenCompression,
): AsyncIterable<Uint8Array> {
  switch (compression.name) {
    case 'gzip':
      return gzipped(chunks, compression)
    case 'xz':
      return xzCompressed(chunks, compression.level)
    case 'zstd':
      return zstdCompressed(chunks, compression.level)
    case 'none':
      return chunks
  }
}
