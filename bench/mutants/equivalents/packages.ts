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
    ['needs[0]?.packages ?? [] => needs[0]?.packages', 'needs[0]?.packages => needs[0].packages'],
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
  [
    'deb/debian-version.ts',
    "const upstream = version === undefined ? '' : upstreamOf(version)",
    'A word is no version either.',
    ["'' => 'mutant'"],
  ],
  [
    'deb/dependency.ts',
    'const RELATION = /^([<>=]{1,2})\\s*([^\\s()]+)$/',
    'No operator has three signs, and no version begins with one.',
    ['/^([<>=]{1,2})\\s*([^\\s()]+)$/ => /^([<>=]{1,3})\\s*([^\\s()]+)$/'],
  ],
  [
    'deb/dependency.ts',
    "if (name === undefined || rest === '') return name",
    'Without a name there is no rest.',
    ['name === undefined => false'],
  ],
  [
    'deb/library-versions.ts',
    "const [, family = '', numbers = ''] = /^([A-Z]+)_([0-9]+(?:[._][0-9]+)*)$/.exec(version) ?? []",
    'A word is no family either, and no number.',
    ["'' => 'mutant'"],
  ],
  [
    'deb/packages.ts',
    'return { start, end: bytes[end] === NEWLINE ? end + 1 : end }',
    'Without a newline the bytes end there: nothing follows that could be taken.',
    ['bytes[end] === NEWLINE ? end + 1 : end => end + 1'],
  ],
  [
    'deb/version.ts',
    '...(revision === undefined ? {} : { revision }),',
    'One that is undefined reads as one that is absent.',
    ['revision === undefined => false'],
  ],
  [
    'deb/version.ts',
    'return left === undefined || right === undefined ? 0 : compareVersions(left, right)',
    'Both are there: the compiler wants them asked for.',
    ['0 => 1'],
  ],
  [
    'rpm/elf-dependencies.ts',
    "if (entry.type === 'file' && entry.links?.soname !== undefined) names.push(entry.links.soname)",
    'Only files have links: the compiler wants it asked for.',
    ["entry.type === 'file' => true"],
  ],
  [
    'rpm/elf-dependencies.ts',
    "entry.type === 'file' && entry.links !== undefined ? [{ ...entry, links: entry.links }] : [],",
    'Only files have links: the compiler wants it asked for.',
    ["entry.type === 'file' => true"],
  ],
  [
    'rpm/version.ts',
    'return { ...(project?.epoch === undefined ? {} : { epoch: project.epoch }), version, release }',
    'Without a project there is no version, which was refused before.',
    ['project?.epoch => project.epoch'],
  ],
]

export const PACKAGES: readonly Equivalent[] = LINES.flatMap(([file, text, why, changes]) =>
  changes.map((change) => ({ file: `src/${file}`, text, change, why })),
)
