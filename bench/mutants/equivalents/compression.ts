import type { Equivalent } from './equivalent.ts'

const SPEED = 'How much is handed over at once: time, and not what comes out.'
const TOO_LARGE = 'A text of more than 3.5 GiB alone comes there, and an index has at most 2 GiB.'

/** Of src/compression: file, line, why, and the changes. */
const LINES: readonly (readonly [file: string, text: string, why: string, changes: readonly string[]])[] = [
  ['gzip-segments.ts', 'const AT_ONCE = 8', SPEED, ['8 => 9']],
  ['gzip-segments.ts', 'const OUTPUT_CHUNK_BYTES = 64 * 1024', SPEED, ['64 => 65', '1024 => 1025']],
  ['gzip.ts', 'const INPUT_CHUNK_BYTES = 128 * 1024', SPEED, ['128 => 129', '1024 => 1025']],
  ['gzip.ts', 'const OUTPUT_CHUNK_BYTES = 128 * 1024', SPEED, ['128 => 129', '1024 => 1025']],
  ['gzip.ts', 'const LEAST_CHUNK_BYTES = 64', SPEED, ['64 => 65']],
  ['gzip.ts', 'const chunkSize = Math.max(sizeBytes + 1, LEAST_CHUNK_BYTES)', SPEED, ['1 => 2']],
  [
    'gzip.ts',
    'const gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES })',
    SPEED,
    ['{ chunkSize: OUTPUT_CHUNK_BYTES } => {}'],
  ],
  ['zstd.ts', 'const INPUT_CHUNK_BYTES = 128 * 1024', SPEED, ['128 => 129', '1024 => 1025']],
  ['zstd.ts', 'const OUTPUT_CHUNK_BYTES = 128 * 1024', SPEED, ['128 => 129', '1024 => 1025']],
  [
    'gzip-segments.ts',
    'const SEGMENTS_LIMIT = Math.floor((0xffff - SUBFIELD_HEADER_BYTES) / SIZE_BYTES)',
    TOO_LARGE,
    [
      '0xffff => 65536',
      '(0xffff - SUBFIELD_HEADER_BYTES) / SIZE_BYTES => (0xffff - SUBFIELD_HEADER_BYTES) * SIZE_BYTES',
      '0xffff - SUBFIELD_HEADER_BYTES => 0xffff + SUBFIELD_HEADER_BYTES',
    ],
  ],
  [
    'gzip-segments.ts',
    'const segments = pieces.length > SEGMENTS_LIMIT ? [Buffer.concat(text)] : pieces',
    TOO_LARGE,
    [
      'pieces.length > SEGMENTS_LIMIT ? [Buffer.concat(text)] : pieces => pieces',
      'pieces.length > SEGMENTS_LIMIT => pieces.length >= SEGMENTS_LIMIT',
      'pieces.length > SEGMENTS_LIMIT => false',
      '[Buffer.concat(text)] => []',
    ],
  ],
  [
    'gzip-segments.ts',
    'bytes.writeUInt32LE(sizeOfParts(text) % 2 ** 32, 4)',
    TOO_LARGE,
    ['2 => 3', '32 => 33'],
  ],
  [
    'gzip-segments.ts',
    'if (count > SEGMENTS_LIMIT || stored.length < SIZES_START + count * SIZE_BYTES) return []',
    TOO_LARGE,
    [
      'count > SEGMENTS_LIMIT => count >= SEGMENTS_LIMIT',
      'count > SEGMENTS_LIMIT => false',
      'count > SEGMENTS_LIMIT || stored.length < SIZES_START + count * SIZE_BYTES => stored.length < SIZES_START + count * SIZE_BYTES',
    ],
  ],
  [
    'gzip-segments.ts',
    'if (!isPackedHere(stored)) return []',
    'The whole header is compared later: this spares cutting the text.',
    ['!isPackedHere(stored) => false'],
  ],
  [
    'gzip.ts',
    'const sizeBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)',
    'Four bytes are no member of gzip either.',
    ['bytes.length < 4 => bytes.length <= 4'],
  ],
  [
    'byte-source.ts',
    'while (missing > 0) {',
    'Of no bytes none are taken, which ends it.',
    ['missing > 0 => missing >= 0'],
  ],
  ['segments.ts', 'return end > 0 ? end : window.length', 'No segment has one byte.', ['0 => 1']],
]

export const COMPRESSION: readonly Equivalent[] = LINES.flatMap(([file, text, why, changes]) =>
  changes.map((change) => ({ file: `src/compression/${file}`, text, change, why })),
)
