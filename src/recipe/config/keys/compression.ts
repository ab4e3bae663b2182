/**
 * What both formats take; the levels are judged where the package is built.
 *
 * @param hint for messages, behind what is expected
 */
export function compressionKey(hint = '') {
  return {
    about: 'gzip, xz, zstd or none; a level after a colon.',
    shape: {
      kind: 'text',
      expands: false,
      form: {
        pattern: /^(?:gzip|xz|zstd|none)(?::-?\d{1,2})?$/,
        says: `gzip, xz, zstd or none, with a level as in zstd:19${hint}`,
      },
    },
  } as const
}
