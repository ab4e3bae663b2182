import { PublishError } from '../errors.ts'
import { isVersion } from './version.ts'
import { quoted } from '../words.ts'

const NAME = /^([a-z0-9][a-z0-9+.-]+(?::[a-z0-9-]+)?)\s*(.*)$/s
const RELATION = /^([<>=]{1,2})\s*([^\s()]+)$/
const PARENTHESES = /^\(\s*(.*?)\s*\)$/s

/** Debian Policy 7.1. */
const OPERATORS: ReadonlySet<string> = new Set(['<<', '<=', '=', '>=', '>>'])
/** As rpm writes them. In Debian's own form `<` and `>` once meant `<=` and `>=`: there they are errors. */
const OTHER_OPERATORS: Readonly<Record<string, string>> = { '<': '<<', '>': '>>', '==': '=' }

/** What the description calls a relation, and what Debian lets it say: Debian Policy 7.1, and 7.5 of `exact`. */
export interface DependencyRule {
  readonly name: string
  /** Several packages of which one will do; a package, of some version; a package, of a version exactly. */
  readonly takes: 'alternatives' | 'one' | 'exact'
}

const DEPENDS: DependencyRule = { name: 'depends', takes: 'alternatives' }
const FORMS: Readonly<Record<DependencyRule['takes'], string>> = {
  alternatives: '`NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`',
  one: '`NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`',
  exact: '`NAME` or `NAME (= VERSION)`',
}

/**
 * Writes a dependency as Debian's control files have it: `bash >= 5` becomes `bash (>= 5)`. Takes alternatives (`a | b`)
 * and architecture qualifiers (`python3:any`).
 *
 * @throws PublishError `PACKAGE` for what is no dependency, or several at once
 */
export function debianDependency(text: string, { name, takes }: DependencyRule = DEPENDS): string {
  const alternatives = text.split('|').map((alternative) => printAlternative(alternative.trim()))
  const isAllowed =
    (takes === 'alternatives' || alternatives.length === 1) &&
    (takes !== 'exact' || alternatives.every((printed) => printed !== undefined && !INEXACT.test(printed)))
  if (isAllowed && !alternatives.includes(undefined)) return alternatives.join(' | ')
  const seen = quoted(text)
  throw new PublishError(
    'PACKAGE',
    name === DEPENDS.name
      ? `${name}: ${seen} is nothing that a .deb can depend on; write one a line, as ${FORMS[takes]}`
      : `${name}: ${seen} is nothing that a .deb can say there; write one a line, as ${FORMS[takes]}`,
  )
}

const INEXACT = /\((?!= )/

function printAlternative(text: string): string | undefined {
  const [, name, rest = ''] = NAME.exec(text) ?? []
  if (name === undefined || rest === '') return name
  const inner = PARENTHESES.exec(rest)?.[1]
  const [, sign = '', version = ''] = RELATION.exec(inner ?? rest) ?? []
  const operator = inner === undefined ? (OTHER_OPERATORS[sign] ?? sign) : sign
  return OPERATORS.has(operator) && isVersion(version) ? `${name} (${operator} ${version})` : undefined
}
