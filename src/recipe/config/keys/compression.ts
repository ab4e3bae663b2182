/**
 * nFPM's names of levels, as levels of zstd(1): what klauspost/compress, its encoder, says that they are about.
 */
export const ZSTD_LEVELS: Readonly<Record<string, number>> = { fastest: 1, default: 3, better: 7, best: 11 }

/** What nFPM and its examples write for rpms. */
export const LZMA = 'lzma'

/**
 * What both formats take; the levels are judged where the package is built.
 *
 * @param more a further name
 */
export function compressionKey(more?: typeof LZMA) {
  const names =
    'gzip, xz, zstd or none; a level after a colon, for zstd also fastest, default, better or best'
  const levels = Object.keys(ZSTD_LEVELS).join('|')
  const further = more === undefined ? '' : `|${more}`
  return {
    about: `${names}.${more === undefined ? '' : ` ${more} is xz.`}`,
    shape: {
      kind: 'text',
      expands: false,
      form: {
        pattern: new RegExp(`^(?:(?:gzip|xz|zstd|none)(?::-?\\d{1,2})?|zstd:(?:${levels})${further})$`),
        says: 'gzip, xz, zstd or none, with a level as in zstd:19 or zstd:best',
      },
    },
  } as const
}
