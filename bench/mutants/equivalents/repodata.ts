import type { Equivalent } from './equivalent.ts'

interface Line {
  readonly file: string
  readonly text: string
  readonly changes: readonly string[]
}

/** Of src/rpm/repodata, by why they are no faults. */
const REASONS: readonly (readonly [why: string, lines: readonly Line[]])[] = [
  [
    'What is looked for is never at the beginning: something always stands before it.',
    [
      {
        file: 'entries.ts',
        text: 'if (start < 0) throw notCopyable(pkg)',
        changes: ['start < 0 => start <= 0', '0 => 1'],
      },
      {
        file: 'index-file.ts',
        text: 'if (following >= 0 && following !== end) throw notSliced(body, Math.min(following, end), source)',
        changes: ['following >= 0 => following > 0', '0 => 1'],
      },
      {
        file: 'index-file.ts',
        text: 'while (position >= 0 && bytes[position - 1] !== LESS_THAN) position = bytes.indexOf(mark, position + 1)',
        changes: ['position >= 0 => position > 0', '0 => 1'],
      },
      {
        file: 'index-file.ts',
        text: 'return position < 0 ? -1 : position - 1',
        changes: ['position < 0 => position <= 0', '0 => 1'],
      },
      {
        file: 'lookup.ts',
        text: 'if (start < 0) return readPrimaryEntry(entry, source).pkgid',
        changes: ['start < 0 => start <= 0', '0 => 1'],
      },
      {
        file: 'primary.ts',
        text: "if (start < 0 || end < 0) return entry.toString('utf8')",
        changes: ['start < 0 => start <= 0', 'end < 0 => end <= 0', '0 => 1'],
      },
    ],
  ],
  [
    'From -1 on only the last byte is searched, in which the end of a format cannot be.',
    [
      {
        file: 'primary.ts',
        text: "if (start < 0 || end < 0) return entry.toString('utf8')",
        changes: ['start < 0 || end < 0 => end < 0', 'start < 0 => false'],
      },
    ],
  ],
  [
    'A shorter way to the same value, where nothing need be parsed or replaced.',
    [
      {
        file: 'lookup.ts',
        text: 'if (!startsWith(bytes, NAME_START, start, end))',
        changes: ['!startsWith(bytes, NAME_START, start, end) => true'],
      },
      {
        file: 'lookup.ts',
        text: 'if (start < 0) return readPrimaryEntry(entry, source).pkgid',
        changes: ['start < 0 => true'],
      },
      {
        file: 'lookup.ts',
        text: 'if (startsWith(entry, PKGID_START)) {',
        changes: ['startsWith(entry, PKGID_START) => false'],
      },
      {
        file: 'lookup.ts',
        text: 'function startsWith(bytes: Buffer, wanted: Buffer, start = 0, end = bytes.length): boolean {',
        changes: ['0 => 1'],
      },
      {
        file: 'lookup.ts',
        text: 'return bytes.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, end)) === 0',
        changes: [
          'bytes.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, end)) === 0 => false',
        ],
      },
      {
        file: 'lookup.ts',
        text: 'if (pkgids.size === 0) return index',
        changes: ['pkgids.size === 0 => false'],
      },
      {
        file: 'xml.ts',
        text: "if (!text.includes('&')) return text",
        changes: ["'&' => ''"],
      },
      {
        file: 'xml.ts',
        text: "return unescape(text.includes('\\r') ? text.replace(/\\r\\n?/g, '\\n') : text, source)",
        changes: [
          "text.includes('\\r') ? text.replace(/\\r\\n?/g, '\\n') : text => text.replace(/\\r\\n?/g, '\\n')",
          "'\\r' => ''",
        ],
      },
    ],
  ],
  [
    'Groups that take part in every match are never undefined.',
    [
      {
        file: 'key-hints.ts',
        text: "([, href = '', sha256Start = '']) => ({ href, sha256Start }),",
        changes: ["'' => 'mutant'"],
      },
    ],
  ],
  [
    'Every character that the pattern takes is in the table.',
    [
      {
        file: 'xml.ts',
        text: 'return checked(text, source).replace(/[&<>"\\t\\n\\r]/g, (character) => ESCAPES[character] ?? character)',
        changes: ['ESCAPES[character] ?? character => ESCAPES[character]'],
      },
      {
        file: 'xml.ts',
        text: 'return checked(text, source).replace(/[&<>\\r]/g, (character) => ESCAPES[character] ?? character)',
        changes: ['ESCAPES[character] ?? character => ESCAPES[character]'],
      },
    ],
  ],
  [
    'What begins so has no root there, and is refused for that.',
    [
      {
        file: 'index-file.ts',
        text: 'let position = bytes.indexOf(mark, start + 1)',
        changes: ['1 => 2'],
      },
    ],
  ],
  [
    'A word is no revision in digits either.',
    [
      {
        file: 'repomd.ts',
        text: "const text = revision?.text.trim() ?? ''",
        changes: ["'' => 'mutant'"],
      },
    ],
  ],
  [
    'Nothing, and a mode of 1, have no more of these bits than 0 has.',
    [
      {
        file: 'files.ts',
        text: "if (((modes[position] ?? 0) & FORMAT_BITS) === DIRECTORY_BITS) return { path, type: 'dir' }",
        changes: ['0 => 1', 'modes[position] ?? 0 => modes[position]'],
      },
      {
        file: 'files.ts',
        text: "return ((flags[position] ?? 0) & FILE_FLAGS.GHOST) === 0 ? { path } : { path, type: 'ghost' }",
        changes: ['flags[position] ?? 0 => flags[position]'],
      },
    ],
  ],
]

export const REPODATA: readonly Equivalent[] = REASONS.flatMap(([why, lines]) =>
  lines.flatMap(({ file, text, changes }) =>
    changes.map((change) => ({ file: `src/rpm/repodata/${file}`, text, change, why })),
  ),
)
