import { CONFIGURATION } from './keys/configuration.ts'
import type { Keys, Shape } from './shape.ts'

type Schema = Readonly<Record<string, unknown>>

/** What editors take a text for that has no quotes: `1.10` is a number to them. */
const WORD = ['string', 'number', 'boolean'] as const

/** The JSON Schema (draft 2020-12) of a configuration, for editors: the same keys that are read. */
export function configurationSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'nFPM configuration, as R2 Package Repository reads it',
    ...schemaOf(CONFIGURATION),
  }
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return { type: nullable(WORD), ...patternOf(shape.form?.pattern) }
    case 'choice':
      return { enum: [...shape.values, '', null] }
    case 'boolean':
      return { type: nullable(['boolean']) }
    case 'time':
      return { type: nullable(['string']) }
    case 'octal':
      return { type: nullable(['integer', 'string']), examples: [shape.of === 'mode' ? 0o644 : 0o22] }
    case 'list':
      return { type: nullable(['array']), items: schemaOf(shape.items) }
    case 'map':
      return { type: nullable(['object']), properties: properties(shape.keys), additionalProperties: false }
    case 'fields':
      return { type: nullable(['object']), additionalProperties: { type: nullable(WORD) } }
    case 'ignored':
    case 'any':
      return {}
  }
}

function nullable(types: readonly string[]): readonly string[] {
  return [...types, 'null']
}

/** A pattern holds for texts alone, and not for what an editor reads as a number. */
function patternOf(pattern: RegExp | undefined): Schema {
  return pattern === undefined ? {} : { pattern: pattern.source }
}

function properties(keys: Keys): Schema {
  return Object.fromEntries(
    Object.entries(keys).map(([name, { about, shape }]) => [
      name,
      { description: `${about}${expansion(shape)}`, ...schemaOf(shape) },
    ]),
  )
}

function expansion(shape: Shape): string {
  const inner = shape.kind === 'list' ? shape.items : shape
  const isExpanded = inner.kind === 'fields' || (inner.kind === 'text' && inner.expands)
  return isExpanded ? ' Variables are expanded.' : ''
}
