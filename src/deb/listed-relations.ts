import type { Provision, Relations, Requirement } from '../relation.ts'
import { type Stanza, field } from './stanza.ts'

const OPERATORS = { '<<': '<', '<=': '<=', '=': '=', '>=': '>=', '>>': '>', '<': '<=', '>': '>=' } as const
const RELATION =
  /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([^\s()]+)\s*\))?(?:\s*\[[^\]]*\])?$/i

/** What a stanza of an index says that its package needs to be installed, and what it provides: Debian Policy 7.1. */
export function relationsInStanza(stanza: Stanza): Relations {
  const value = (name: string) => field(stanza, name)?.replaceAll(/\s+/g, ' ').trim() ?? ''
  const itself = { name: value('Package'), version: value('Version') }
  const clauses = ['Pre-Depends', 'Depends'].flatMap((name) => items(value(name), ','))
  return {
    provides: [itself, ...items(value('Provides'), ',').flatMap((text) => provision(text) ?? [])],
    requires: clauses.map((clause) => items(clause, '|').flatMap((text) => requirement(text) ?? [])),
  }
}

function items(text: string, separator: string): readonly string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function requirement(text: string): Requirement | undefined {
  const [matched, name = '', operator, version = ''] = RELATION.exec(text) ?? []
  if (matched === undefined) return undefined
  return {
    name,
    operator: operator === undefined ? undefined : OPERATORS[operator as keyof typeof OPERATORS],
    version,
  }
}

/** Without a version it provides the name, but no version of it. */
function provision(text: string): Provision | undefined {
  const relation = requirement(text)
  return relation && { name: relation.name, version: relation.version || undefined }
}
