import type { Equivalent } from './equivalent.ts'

/** Of src/deb and src/rpm: file, line, why, and the changes. */
const LINES: readonly (readonly [file: string, text: string, why: string, changes: readonly string[]])[] = [
  [
    'deb/dependency.ts',
    "const [, sign = '', version = ''] = RELATION.exec(inner ?? rest) ?? []",
    'They are missing together, and a word is no operator either.',
    ["'' => 'mutant'"],
  ],
  [
    'deb/library-dependencies.ts',
    "return entry.type === 'file' && entry.links?.soname !== undefined",
    'Only files have links: the compiler wants it asked for.',
    ["entry.type === 'file' && entry.links?.soname !== undefined => entry.links?.soname !== undefined"],
  ],
  [
    'deb/library-dependencies.ts',
    "return (needs[0]?.packages ?? []).map((name) => `${name}${suffix}`).join(' | ')",
    'No group is empty: the default is for the compiler.',
    ['needs[0]?.packages ?? [] => needs[0]?.packages'],
  ],
  [
    'deb/read.ts',
    'if (data === undefined || form === undefined) return',
    'Data are looked for by their form: both are there or neither is.',
    ['data === undefined || form === undefined => data === undefined'],
  ],
  [
    'deb/release.ts',
    'const files = [...content.files].sort(([a], [b]) => (a < b ? -1 : 1))',
    'No two paths are the same.',
    ['a < b => a <= b'],
  ],
  [
    'deb/version.ts',
    'const upstream = text.slice(colon + 1, hyphen < 0 ? undefined : hyphen)',
    'What begins with a hyphen is no version: that is no epoch, and no upstream version.',
    ['hyphen < 0 => hyphen <= 0'],
  ],
  [
    'deb/version.ts',
    "return [...part.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([, text = '', digits = '']) => [text, digits])",
    'Groups that take part in every match are never undefined.',
    ["'' => 'mutant'"],
  ],
  [
    'rpm/files.ts',
    "for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {",
    'No two slashes stand side by side: that was refused before.',
    ['1 => 2'],
  ],
]

export const PACKAGES: readonly Equivalent[] = LINES.flatMap(([file, text, why, changes]) =>
  changes.map((change) => ({ file: `src/${file}`, text, change, why })),
)
