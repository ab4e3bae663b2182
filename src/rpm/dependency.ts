import type { WrittenCompression } from '../compression/compress.ts'
import { PublishError } from '../errors.ts'
import { SENSE } from './flags.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { TAGS } from './tags.ts'

/** What a package requires or provides. */
export interface Dependency {
  readonly name: string
  /** Bits of `SENSE`. */
  readonly flags: number
  /** `[epoch:]version[-release]`, or empty for any version. */
  readonly version: string
}

const DEPENDS = 'depends'

const OPERATORS: Readonly<Record<string, number>> = {
  '<': SENSE.LESS,
  '<<': SENSE.LESS,
  '<=': SENSE.LESS | SENSE.EQUAL,
  '=': SENSE.EQUAL,
  '==': SENSE.EQUAL,
  '>=': SENSE.GREATER | SENSE.EQUAL,
  '>': SENSE.GREATER,
  '>>': SENSE.GREATER,
}

/** `bash`, `/bin/sh`, `perl(Foo::Bar)`, `libc.so.6(GLIBC_2.4)(64bit)` */
const NAME = /[A-Za-z0-9_/][^\s()<>=|,:;[\]{}\p{Cc}]*(?:\((?![<>=])[^\s()<>=|,\p{Cc}]*\))*/u
const RELATION = /(?<operator>[<>=]{1,2})\s*(?<version>[^\s()]+)/u
const FORM = new RegExp(
  `^(?<name>${NAME.source})(?:\\s*${RELATION.source}|\\s*\\(\\s*${RELATION.source}\\s*\\))?$`,
  'u',
)
/** One hyphen at most, and a plain epoch: `parseRCPOT` in rpm's build/parseReqs.c. */
const VERSION = /^(?:(?:0|[1-9][0-9]{0,8}):)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/

/** What a package can replace: another package, not what one provides. `parseRCPOT` in rpm's build/parseReqs.c. */
const OBSOLETE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/

/**
 * Reads a dependency as rpm's spec files (`bash >= 5`) or Debian's control files (`libc6 (>= 2.36)`) write it.
 *
 * @param relation what the description calls it, for messages
 * @throws PublishError `PACKAGE` for everything else: alternatives, lists, conditions, architectures
 */
export function parseDependency(text: string, relation = DEPENDS): Dependency {
  const { name, operator, version } = FORM.exec(text.trim())?.groups ?? {}
  if (name === undefined) throw unreadable(relation, text)
  if (operator === undefined || version === undefined) return { name, flags: 0, version: '' }
  const flags = OPERATORS[operator]
  if (flags === undefined || !VERSION.test(version)) throw unreadable(relation, text)
  return { name, flags, version }
}

/**
 * Reads what a package takes the place of, in the same forms.
 *
 * @throws PublishError `PACKAGE` also for what is no package, such as a file
 */
export function parseObsolete(text: string): Dependency {
  const obsolete = parseDependency(text, 'replaces')
  if (OBSOLETE_NAME.test(obsolete.name)) return obsolete
  throw unreadable('replaces', text)
}

/**
 * What rpm itself must be able to do, in its own namespace: `rpmlibProvides` in rpm's lib/rpmds.c, and build/pack.c.
 *
 * @param relations of the package, in both directions
 */
export function rpmlibFeatures(
  relations: readonly Dependency[],
  has: {
    readonly hasLargeFiles: boolean
    readonly hasScriptArguments: boolean
    readonly compression: WrittenCompression['name']
  },
): readonly Dependency[] {
  const occurs = (mark: string) => relations.some(({ version }) => version.includes(mark))
  const features = [
    { name: 'CompressedFileNames', since: '3.0.4-1', isUsed: true },
    { name: 'PayloadFilesHavePrefix', since: '4.0-1', isUsed: true },
    { name: 'ScriptletInterpreterArgs', since: '4.0.3-1', isUsed: has.hasScriptArguments },
    { name: 'FileDigests', since: '4.6.0-1', isUsed: true },
    { name: 'TildeInVersions', since: '4.10.0-1', isUsed: occurs('~') },
    { name: 'LargeFiles', since: '4.12.0-1', isUsed: has.hasLargeFiles },
    { name: 'CaretInVersions', since: '4.15.0-1', isUsed: occurs('^') },
    { name: 'PayloadIsXz', since: '5.2-1', isUsed: has.compression === 'xz' },
    { name: 'PayloadIsZstd', since: '5.4.18-1', isUsed: has.compression === 'zstd' },
  ]
  const flags = SENSE.RPMLIB | SENSE.LESS | SENSE.EQUAL
  return features
    .filter(({ isUsed }) => isUsed)
    .map(({ name, since }) => ({ name: `rpmlib(${name})`, flags, version: since }))
}

const RELATION_TAGS = {
  provide: [TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
  require: [TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
  recommend: [TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
  suggest: [TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
  conflict: [TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
  obsolete: [TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION],
} as const

/** The three tags of a relation: sorted, as rpm's binary search wants them, and each dependency once. */
export function dependencyTags(
  relation: keyof typeof RELATION_TAGS,
  dependencies: readonly Dependency[],
): readonly HeaderEntry[] {
  const sorted = [...new Map(dependencies.map((each) => [dependencyKey(each), each])).values()].sort(
    (a, b) => compareTexts(a.name, b.name) || compareTexts(a.version, b.version) || a.flags - b.flags,
  )
  const [names, flags, versions] = RELATION_TAGS[relation]
  return [
    entryOf(
      names,
      sorted.map(({ name }) => name),
    ),
    entryOf(
      flags,
      sorted.map((dependency) => dependency.flags),
    ),
    entryOf(
      versions,
      sorted.map(({ version }) => version),
    ),
  ]
}

function compareTexts(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

function dependencyKey({ name, flags, version }: Dependency): string {
  return [name, version, flags].join('\0')
}

function unreadable(relation: string, text: string): PublishError {
  const advice = 'write one a line, as `NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`'
  return new PublishError(
    'PACKAGE',
    `${relation}: ${JSON.stringify(text)} is nothing that an rpm can ${relation === DEPENDS ? 'require' : 'say there'}; ${advice}`,
  )
}
