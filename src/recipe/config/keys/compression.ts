/**
 * nFPM's names of levels, as levels of zstd(1): what klauspost/compress, its encoder, says that they are about.
 */
export const ZSTD_LEVELS: Readonly<Record<string, number>> = { fastest: 1, default: 3, better: 7, best: 11 }

/**
 * What both formats take; the levels are judged where the package is built.
 *
 * @param hint for messages, behind what is expected
 */
export function compressionKey(hint = '') {
  return {
    about: 'gzip, xz, zstd or none; a level after a colon, for zstd also fastest, default, better or best.',
    shape: {
      kind: 'text',
      expands: false,
      form: {
        pattern: new RegExp(
          `^(?:(?:gzip|xz|zstd|none)(?::-?\\d{1,2})?|zstd:(?:${Object.keys(ZSTD_LEVELS).join('|')}))$`,
        ),
        says: `gzip, xz, zstd or none, with a level as in zstd:19 or zstd:best${hint}`,
      },
    },
  } as const
}
