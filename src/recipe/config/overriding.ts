import type { Configuration, Overridden } from './keys/configuration.ts'
import type { Field } from './shape.ts'

/**
 * What a configuration says for one format: a list or a text of `overrides` takes the place of the general one, and
 * sections are joined key by key.
 */
export function overridden(configuration: Configuration, format: 'deb' | 'rpm'): Overridden {
  const { overrides, ...general } = configuration
  return join(general, overrides?.[format]) as Overridden
}

function join(general: unknown, special: unknown): unknown {
  if (special === undefined) return general
  if (!isRecord(general) || !isRecord(special)) return special
  if (isFields(general) && isFields(special)) return joinFields(general, special)
  const joined = Object.entries(special).map(([key, value]) => [key, join(general[key], value)])
  return { ...general, ...Object.fromEntries(joined) }
}

interface Fields {
  readonly fields: readonly Field[]
}

function joinFields(general: Fields, special: Fields): Fields {
  const names = new Set(special.fields.map(({ name }) => name.value.toLowerCase()))
  const rest = general.fields.filter(({ name }) => !names.has(name.value.toLowerCase()))
  return { fields: [...rest, ...special.fields] }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFields(value: object): value is Fields {
  return 'fields' in value && Array.isArray(value.fields)
}
