import { compareVersions, parseEvr } from '../evr.ts'
import { SENSE } from '../flags.ts'
import type { RpmHeader } from '../header.ts'
import { TAGS } from '../tags.ts'
import type { Tag } from '../tags.ts'
import { printElement } from './element.ts'
import { isPrimary } from './files.ts'
import { indented } from './package-tag.ts'

/** One entry of what a package provides, requires and so on. */
export interface Relation {
  readonly name: string
  readonly operator: 'LT' | 'GT' | 'EQ' | 'LE' | 'GE' | undefined
  /** `[epoch:]version[-release]`, or empty. */
  readonly version: string
  /** Whether it is needed before the package's scripts run. */
  readonly isPre: boolean
  /** Whether a requirement may stay unmet: how rpm 4.0 said "recommends". */
  readonly isOptional: boolean
}

/** In the order in which primary has them. */
export const RELATION_KINDS = [
  'provides',
  'requires',
  'conflicts',
  'obsoletes',
  'suggests',
  'enhances',
  'recommends',
  'supplements',
] as const

export type RelationKind = (typeof RELATION_KINDS)[number]

const OPERATORS: Readonly<Record<number, Relation['operator']>> = {
  [SENSE.LESS]: 'LT',
  [SENSE.GREATER]: 'GT',
  [SENSE.EQUAL]: 'EQ',
  [SENSE.LESS | SENSE.EQUAL]: 'LE',
  [SENSE.GREATER | SENSE.EQUAL]: 'GE',
}
const OPERATOR_BITS = SENSE.LESS | SENSE.GREATER | SENSE.EQUAL
const PRE_BITS = SENSE.PREREQ | SENSE.SCRIPT_PRE | SENSE.SCRIPT_POST | SENSE.PRETRANS | SENSE.POSTTRANS

const RELATION_TAGS: Readonly<Record<RelationKind, readonly [names: Tag, flags: Tag, versions: Tag]>> = {
  provides: [TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
  requires: [TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
  conflicts: [TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
  obsoletes: [TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION],
  suggests: [TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
  enhances: [TAGS.ENHANCENAME, TAGS.ENHANCEFLAGS, TAGS.ENHANCEVERSION],
  recommends: [TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
  supplements: [TAGS.SUPPLEMENTNAME, TAGS.SUPPLEMENTFLAGS, TAGS.SUPPLEMENTVERSION],
}

/**
 * What a package provides, requires and so on, less what createrepo_c leaves out: see `wanted`.
 *
 * @param paths of the package's own files
 */
export function relationsOf(
  header: RpmHeader,
  paths: ReadonlySet<string>,
): Readonly<Record<RelationKind, readonly Relation[]>> {
  const read = (kind: RelationKind) => readRelations(header, RELATION_TAGS[kind])
  const provides = read('provides')
  const requires = wanted(read('requires'), new Set(provides.map(relationKey)), paths)
  return {
    provides,
    requires: withOneLibc(withoutRepeats(requires.filter(({ isOptional }) => !isOptional))),
    conflicts: read('conflicts'),
    obsoletes: read('obsoletes'),
    suggests: read('suggests'),
    enhances: read('enhances'),
    recommends: [...requires.filter(({ isOptional }) => isOptional), ...read('recommends')],
    supplements: read('supplements'),
  }
}

/**
 * What primary has of one kind: `<rpm:requires>`, its entries, `</rpm:requires>`, or nothing.
 *
 * @throws PublishError `PACKAGE` for a name that XML cannot hold
 */
export function relationElements(
  relations: readonly Relation[],
  kind: RelationKind,
  source: string,
): readonly string[] {
  if (relations.length === 0) return []
  const entries = relations.map((relation) => printEntry(relation, kind, source))
  return [`<rpm:${kind}>`, ...indented(entries), `</rpm:${kind}>`]
}

/** `<rpm:entry name="bash" flags="GE" epoch="0" ver="5"/>`; `pre` is for requirements alone. */
function printEntry(
  { name, operator, version, isPre }: Relation,
  kind: RelationKind,
  source: string,
): string {
  const evr = operator === undefined || version === '' ? undefined : parseEvr(version)
  const attributes = {
    name,
    flags: operator,
    epoch: evr && (evr.epoch ?? 0),
    ver: evr?.version || undefined,
    rel: evr?.release || undefined,
    pre: kind === 'requires' && isPre ? 1 : undefined,
  }
  return printElement('rpm:entry', attributes, undefined, source)
}

function readRelations(header: RpmHeader, [names, flags, versions]: readonly [Tag, Tag, Tag]): Relation[] {
  const allFlags = header.numbers(flags) ?? []
  const allVersions = header.strings(versions) ?? []
  return (header.strings(names) ?? []).map((name, position) => {
    const bits = allFlags[position] ?? 0
    return {
      name,
      operator: OPERATORS[bits & OPERATOR_BITS],
      version: allVersions[position] ?? '',
      isPre: (bits & PRE_BITS) !== 0,
      isOptional: (bits & SENSE.MISSINGOK) !== 0,
    }
  })
}

/**
 * Requirements that a client's solver has to know: not those on rpm itself, nor what the package brings along.
 * `cr_package_from_header` in createrepo_c's src/parsehdr.c.
 */
function wanted(
  requires: readonly Relation[],
  provided: ReadonlySet<string>,
  paths: ReadonlySet<string>,
): readonly Relation[] {
  return requires.filter((relation) => {
    const { name } = relation
    const isOwnFile = paths.has(name) && isPrimary(name)
    return !name.startsWith('rpmlib(') && !isOwnFile && !provided.has(relationKey(relation))
  })
}

/** Sorted by rpm, the same requirement of several scripts comes one after the other. */
function withoutRepeats(requires: readonly Relation[]): readonly Relation[] {
  const last = new Map<string, string>()
  return requires.filter((relation) => {
    const key = `${relation.isPre}${relationKey(relation)}`
    const isNew = last.get(relation.name) !== key
    last.set(relation.name, key)
    return isNew
  })
}

/** Of all symbol versions of the C library the newest one, at the end: it implies the others. */
function withOneLibc(requires: readonly Relation[]): readonly Relation[] {
  const isLibc = ({ name }: Relation) => name.startsWith('libc.so.6')
  const [first, ...others] = requires.filter(isLibc)
  if (first === undefined) return requires
  const newest = others.reduce((a, b) => (compareLibc(a.name, b.name) < 0 ? b : a), first)
  return [...requires.filter((relation) => !isLibc(relation)), newest]
}

/** `libc.so.6`, `libc.so.6()(64bit)`, `libc.so.6(GLIBC_PRIVATE)`, `libc.so.6(GLIBC_2.34)(64bit)` are in order. */
function compareLibc(a: string, b: string): number {
  const [left, right] = [libcSymbol(a), libcSymbol(b)]
  return left.rank - right.rank || compareVersions(left.version, right.version)
}

function libcSymbol(name: string): { readonly rank: number; readonly version: string } {
  const start = name.indexOf('(') + 1
  const end = name.indexOf(')', start)
  if (start === 0 || end < 0) return { rank: 0, version: '' }
  const symbol = name.slice(start, end)
  return { rank: symbol === '' ? 1 : 2, version: symbol.replace(/^[^0-9]*/, '') }
}

function relationKey({ name, operator, version }: Relation): string {
  return [name, operator ?? '', version].join('\0')
}
