import { PublishError } from '../errors.ts'
import { isVersion } from './version.ts'

const NAME = /^([a-z0-9][a-z0-9+.-]+(?::[a-z0-9-]+)?)\s*(.*)$/s
const RELATION = /^([<>=]{1,2})\s*([^\s()]+)$/
const PARENTHESES = /^\(\s*(.*?)\s*\)$/s

/** Debian Policy 7.1. */
const OPERATORS: ReadonlySet<string> = new Set(['<<', '<=', '=', '>=', '>>'])
/** As rpm writes them. In Debian's own form `<` and `>` once meant `<=` and `>=`: there they are errors. */
const OTHER_OPERATORS: Readonly<Record<string, string>> = { '<': '<<', '>': '>>', '==': '=' }

/**
 * Writes a dependency as Debian's control files have it: `bash >= 5` becomes `bash (>= 5)`. Takes alternatives (`a | b`)
 * and architecture qualifiers (`python3:any`).
 *
 * @throws PublishError `PACKAGE` for what is no dependency, or several at once
 */
export function debianDependency(text: string): string {
  return text
    .split('|')
    .map((alternative) => {
      const printed = printAlternative(alternative.trim())
      if (printed !== undefined) return printed
      throw new PublishError(
        'PACKAGE',
        `depends: ${JSON.stringify(text)} is nothing that a .deb can depend on; ` +
          'write one a line, as `NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`',
      )
    })
    .join(' | ')
}

function printAlternative(text: string): string | undefined {
  const [, name, rest = ''] = NAME.exec(text) ?? []
  if (name === undefined || rest === '') return name
  const inner = PARENTHESES.exec(rest)?.[1]
  const [, sign = '', version = ''] = RELATION.exec(inner ?? rest) ?? []
  const operator = inner === undefined ? (OTHER_OPERATORS[sign] ?? sign) : sign
  return OPERATORS.has(operator) && isVersion(version) ? `${name} (${operator} ${version})` : undefined
}
