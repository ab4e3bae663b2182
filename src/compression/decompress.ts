import type { Origin } from './corrupt.ts'
import { gunzipped } from './gzip.ts'
import { unxz } from './xz.ts'
import { unzstd } from './zstd.ts'

/** A form of compression that is read here. */
export type Compression = 'none' | 'gzip' | 'xz' | 'zstd'

const READERS: Readonly<Record<Compression, Reader>> = {
  none: (chunks) => chunks,
  gzip: gunzipped,
  xz: unxz,
  zstd: unzstd,
}

type Reader = (chunks: AsyncIterable<Uint8Array>, origin: Origin) => AsyncIterable<Uint8Array>

/**
 * Decompresses a stream, in memory that does not grow with it (gzip: 32 KiB; zstd: its window, at most 128 MiB; xz: its
 * dictionary, at most 64 MiB, which is that of `xz -9`). How much may come out is for the reader to bound: one that stops early closes the stream. Everything
 * that the forms allow is read: several gzip members, zstd frames, xz streams.
 *
 * @param origin names the bytes in errors, and gives these their code
 * @throws PublishError of `origin` (`PACKAGE` without one) where the bytes are cut short, damaged, empty, or followed
 *   by anything else. What fails in `chunks` comes out as it is.
 */
export function decompressed(
  chunks: AsyncIterable<Uint8Array>,
  form: Compression,
  origin: Origin = { source: 'A compressed file', code: 'PACKAGE' },
): AsyncIterable<Uint8Array> {
  return READERS[form](chunks, origin)
}
