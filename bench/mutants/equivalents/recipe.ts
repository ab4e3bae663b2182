import type { Equivalent } from './equivalent.ts'

interface Line {
  readonly file: string
  readonly text: string
  readonly changes: readonly string[]
}

/** Of src/recipe, by why they are no faults. */
const REASONS: readonly (readonly [why: string, lines: readonly Line[]])[] = [
  [
    'A word in place of what is not there fits the expression, or the set, no more than nothing does.',
    [
      {
        file: 'src/recipe/nfpm-version.ts',
        text: "if (LEADING_ZERO.test(prerelease ?? '')) return undefined",
        changes: ["prerelease ?? '' => prerelease", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/completions.ts',
        text: "if (file.text !== undefined && CONTENT[shell].test(file.text)) return { kind: 'completion', shell, command }",
        changes: [
          'file.text !== undefined && CONTENT[shell].test(file.text) => CONTENT[shell].test(file.text)',
          'file.text !== undefined => true',
        ],
      },
      {
        file: 'src/recipe/placement/desktop.ts',
        text: "const isEntry = /^\\[Desktop Entry\\][ \\t]*$/m.test(file.text ?? '')",
        changes: ["file.text ?? '' => file.text", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/desktop.ts',
        text: "const isComponent = /<(?:component|application)[\\s>]/.test(file.text ?? '')",
        changes: ["file.text ?? '' => file.text", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/desktop.ts',
        text: "const [size = '', context = ''] = below",
        changes: ["'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/desktop.ts',
        text: 'if (size === undefined || !SIZES.has(size))',
        changes: [
          'size === undefined || !SIZES.has(size) => !SIZES.has(size)',
          'size === undefined => false',
        ],
      },
      {
        file: 'src/recipe/placement/documents.ts',
        text: "const [above = '', last = ''] = ['', ...folders].slice(-2)",
        changes: ["'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/man.ts',
        text: "const above = SECTION_FOLDER.test(folders.at(-1) ?? '') ? folders.slice(0, -1) : folders",
        changes: ["folders.at(-1) ?? '' => folders.at(-1)", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/man.ts',
        text: "const [manual = '', language = ''] = above.slice(-2)",
        changes: ["'' => 'mutant'"],
      },
    ],
  ],
  [
    'The default is for the compiler: what it stands in for is always there.',
    [
      {
        file: 'src/recipe/glibc.ts',
        text: 'return (left[at] ?? 0) - (right[at] ?? -1)',
        changes: ['left[at] ?? 0 => left[at]', '0 => 1'],
      },
      {
        file: 'src/recipe/placement/configuration.ts',
        text: "if (OTHER_SYSTEM.test(below[0] ?? '')) return unplaced('for one system, in a folder that /etc has not')",
        changes: ["below[0] ?? '' => below[0]", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/release-file.ts',
        text: "const name = folders.pop() ?? ''",
        changes: ["folders.pop() ?? '' => folders.pop()", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/systemd.ts',
        text: "const { template = '', type = '' } = groups",
        changes: ["'' => 'mutant'"],
      },
      {
        file: 'src/recipe/placement/unit.ts',
        text: "return quoted === null ? (command.split(/\\s/, 1)[0] ?? '') : (quoted[1] ?? quoted[2] ?? '')",
        changes: [
          "command.split(/\\s/, 1)[0] ?? '' => command.split(/\\s/, 1)[0]",
          "quoted[1] ?? quoted[2] ?? '' => quoted[1] ?? quoted[2]",
          "'' => 'mutant'",
        ],
      },
      {
        file: 'src/recipe/config/contents.ts',
        text: 'return { path: entry.path, at: item.dst?.at ?? item.at, claim, entry, ghost: undefined }',
        changes: ['item.dst?.at ?? item.at => item.dst?.at', 'item.dst?.at => item.dst.at'],
      },
      {
        file: 'src/recipe/config/contents.ts',
        text: "return { path: ghost.path, at: item.dst?.at ?? item.at, claim: 'own', entry: undefined, ghost }",
        changes: ['item.dst?.at ?? item.at => item.dst?.at', 'item.dst?.at => item.dst.at'],
      },
      {
        file: 'src/recipe/config/document.ts',
        text: "const name = isScalar(key) ? key.source : ''",
        changes: ["isScalar(key) ? key.source : '' => key.source", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/config/expansion.ts',
        text: "const name = braced ?? special ?? bare ?? ''",
        changes: ["braced ?? special ?? bare ?? '' => braced ?? special ?? bare", "'' => 'mutant'"],
      },
      {
        file: 'src/recipe/config/holding.ts',
        text: "return claim === 'shared' && entry?.type === to.entry?.type",
        changes: ['entry?.type => entry.type'],
      },
      {
        file: 'src/recipe/config/octal.ts',
        text: "const [owner = 0, group = 0, others = 0] = use === 'mode' ? digits : digits.reverse()",
        changes: ['0 => 1'],
      },
      {
        file: 'src/recipe/config/timestamp.ts',
        text: "const [, year = '', month = '', day = '', hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = match",
        changes: ["'' => 'mutant'"],
      },
    ],
  ],
  [
    'Both are there or neither is; the compiler wants both asked for.',
    [
      {
        file: 'src/recipe/project-version.ts',
        text: 'if (base !== undefined && prerelease !== undefined) {',
        changes: [
          'base !== undefined && prerelease !== undefined => base !== undefined || prerelease !== undefined',
          'base !== undefined && prerelease !== undefined => base !== undefined',
          'base !== undefined && prerelease !== undefined => prerelease !== undefined',
          'base !== undefined => true',
          'prerelease !== undefined => true',
        ],
      },
      {
        file: 'src/recipe/releases.ts',
        text: 'if (distribution !== undefined && version !== undefined) return released(distribution, version)',
        changes: [
          'distribution !== undefined && version !== undefined => distribution !== undefined || version !== undefined',
          'distribution !== undefined && version !== undefined => distribution !== undefined',
          'distribution !== undefined && version !== undefined => version !== undefined',
          'distribution !== undefined => true',
          'version !== undefined => true',
        ],
      },
      {
        file: 'src/recipe/releases.ts',
        text: 'const [distribution, version] = (codename && CODENAMES[codename]) || []',
        changes: ['codename && CODENAMES[codename] => CODENAMES[codename]'],
      },
      {
        file: 'src/recipe/placement/systemd-files.ts',
        text: "return file.kind === 'dropIn' ? file.manager : undefined",
        changes: [
          "file.kind === 'dropIn' ? file.manager : undefined => file.manager",
          "file.kind === 'dropIn' => true",
        ],
      },
      {
        file: 'src/recipe/config/reading.ts',
        text: "if (node.kind === 'scalar' && node.isNull) return undefined",
        changes: ["node.kind === 'scalar' && node.isNull => node.isNull", "node.kind === 'scalar' => true"],
      },
      {
        file: 'src/recipe/config/reading.ts',
        text: "if (item.kind === 'scalar' && item.isNull) {",
        changes: ["item.kind === 'scalar' && item.isNull => item.isNull", "item.kind === 'scalar' => true"],
      },
    ],
  ],
  [
    'Only the sign counts for an order, and no two paths are the same.',
    [
      {
        file: 'src/recipe/glibc.ts',
        text: 'return (left[at] ?? 0) - (right[at] ?? -1)',
        changes: ['1 => 2'],
      },
      {
        file: 'src/recipe/placement/placed.ts',
        text: 'const entries = [...description.entries, ...placed.sort((a, b) => (a.path < b.path ? -1 : 1))]',
        changes: ['1 => 2', 'a.path < b.path => a.path <= b.path'],
      },
      {
        file: 'src/recipe/placement/placed.ts',
        text: '.sort((a, b) => (a.order < b.order ? -1 : 1))',
        changes: ['1 => 2'],
      },
      {
        file: 'src/recipe/placement/upstream-changelog.ts',
        text: 'const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1))',
        changes: ['1 => 2'],
      },
      {
        file: 'src/recipe/config/holding.ts',
        text: 'return [...held.values()].sort((left, right) => (left.path < right.path ? -1 : 1))',
        changes: ['1 => 2', 'left.path < right.path => left.path <= right.path'],
      },
    ],
  ],
  [
    'It saves time, and nothing else comes of it.',
    [
      {
        file: 'src/recipe/script.ts',
        text: "const line = JSON.stringify(text.split('\\n', 1)[0])",
        changes: ['1 => 2'],
      },
      {
        file: 'src/recipe/placement/documents.ts',
        text: "return kind === undefined || (file.text ?? '').trim() === '' ? undefined : kind",
        changes: [
          "kind === undefined || (file.text ?? '').trim() === '' => (file.text ?? '').trim() === ''",
          'kind === undefined => false',
        ],
      },
      {
        file: 'src/recipe/placement/rpm-scripts.ts',
        text: "const [program] = command.split(' ', 1)",
        changes: ['1 => 2'],
      },
      {
        file: 'src/recipe/config/pattern.ts',
        text: 'if (places.isEmpty) return false',
        changes: ['places.isEmpty => false'],
      },
      {
        file: 'src/recipe/config/pattern.ts',
        text: 'return this.#entered.size + this.#inside.size === 0',
        changes: ['this.#entered.size + this.#inside.size === 0 => false'],
      },
    ],
  ],
  [
    "BigInt('') is 0.",
    [
      {
        file: 'src/recipe/nfpm-version.ts',
        text: "const [, major, minor = '0', patch = '0', prerelease, metadata] = LOOSE.exec(described?.tag ?? text) ?? []",
        changes: ["'0' => ''"],
      },
    ],
  ],
  [
    'Of a bare name it is asked only whether its shell is bash.',
    [
      {
        file: 'src/recipe/placement/completions.ts',
        text: "[/^(?:zsh|site-functions|vendor-completions)$/i, 'zsh'],",
        changes: ["'zsh' => ''"],
      },
      {
        file: 'src/recipe/placement/completions.ts',
        text: "[/^(?:fish|vendor_completions\\.d)$/i, 'fish'],",
        changes: ["'fish' => ''"],
      },
    ],
  ],
  [
    'Without its first folder, which is /etc or /usr and never owned, and with its last one twice.',
    [
      {
        file: 'src/recipe/placement/folders.ts',
        text: "return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)",
        changes: ['1 => 2'],
      },
    ],
  ],
  [
    'It matches at the beginning first, or there alone.',
    [
      {
        file: 'src/recipe/placement/unit.ts',
        text: 'const PREFIXES = /^[-@:+!|]*/',
        changes: ['/^[-@:+!|]*/ => /[-@:+!|]*/'],
      },
      {
        file: 'src/recipe/config/octal.ts',
        text: "if (/^(?:0o?[0-7]+|[0-7])$/.test(text)) return bounded(Number.parseInt(text.replace(/^0o/, ''), 8), text)",
        changes: ['/^0o/ => /0o/'],
      },
    ],
  ],
  [
    'The bit more is shifted out.',
    [
      {
        file: 'src/recipe/config/attributes.ts',
        text: 'const wanted = isCommandPath(path) ? given | ((given & 0o444) >> 2) : given',
        changes: ['0o444 => 293'],
      },
      {
        file: 'src/recipe/config/attributes.ts',
        text: 'return mode | (((mode & 0o444) >> 2) & EXECUTABLE)',
        changes: ['0o444 => 293'],
      },
    ],
  ],
  [
    'A claim is compared with weak and shared alone.',
    [
      {
        file: 'src/recipe/config/contents.ts',
        text: "return tree.map((entry) => holding(item, entry, entry.type === 'directory' ? 'shared' : 'own'))",
        changes: ["'own' => ''"],
      },
      {
        file: 'src/recipe/config/contents.ts',
        text: "const claim = format === 'deb' && DOCUMENTS.has(item.means) ? 'weak' : 'own'",
        changes: ["'own' => ''"],
      },
      {
        file: 'src/recipe/config/contents.ts',
        text: "function holding(item: PlacedItem, entry: PackagedEntry, claim: Claim = 'own'): Held {",
        changes: ["'own' => ''"],
      },
      {
        file: 'src/recipe/config/contents.ts',
        text: "return { path: ghost.path, at: item.dst?.at ?? item.at, claim: 'own', entry: undefined, ghost }",
        changes: ["'own' => ''"],
      },
    ],
  ],
  [
    'A version is read as semver wherever the schema is not none.',
    [
      {
        file: 'src/recipe/config/describe.ts',
        text: "const released = { maintainer: base.maintainer, schema: said.version_schema?.value ?? 'semver' } as const",
        changes: ["said.version_schema?.value ?? 'semver' => said.version_schema?.value", "'semver' => ''"],
      },
    ],
  ],
  [
    'A cut at -1 is one before the last segment as well.',
    [
      {
        file: 'src/recipe/config/globbing.ts',
        text: 'const cut = first < 0 ? segments.length - 1 : first',
        changes: ['first < 0 ? segments.length - 1 : first => first', 'first < 0 => false'],
      },
    ],
  ],
]

export const RECIPE: readonly Equivalent[] = REASONS.flatMap(([why, lines]) =>
  lines.flatMap(({ file, text, changes }) => changes.map((change) => ({ file, text, change, why }))),
)
