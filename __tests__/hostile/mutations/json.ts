import type { Chance } from '../../simulation/chance.ts'
import type { Mutation } from '../engine/target.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'
import { textMutations } from './text.ts'

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e15,
  1e300,
  2 ** 53,
  '',
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  'x'.repeat(2_000),
]

/** A value somewhere in a document becomes one that nobody expects. */
const value: Mutation = (input, chance) => {
  try {
    return Buffer.from(JSON.stringify(changed(JSON.parse(input.toString('utf8')), chance)) ?? 'null')
  } catch {
    // No JSON, or nested deeper than it is printed.
    return input
  }
}

function changed(document: unknown, chance: Chance): unknown {
  if (typeof document !== 'object' || document === null || chance.isTrue(0.15)) return other(document, chance)
  const copy = (Array.isArray(document) ? [...document] : { ...document }) as Record<string, unknown>
  const keys = Object.keys(copy)
  const key = keys[chance.below(keys.length)]
  if (key === undefined) return other(document, chance)
  const kind = chance.below(10)
  if (kind === 0) delete copy[key]
  else if (kind === 1) copy[chance.pick(HOSTILE_TEXTS)] = copy[key]
  else copy[key] = changed(copy[key], chance)
  return copy
}

function other(old: unknown, chance: Chance): unknown {
  if (typeof old === 'string' && chance.isTrue(0.5)) {
    const at = chance.below(old.length + 1)
    return old.slice(0, at) + chance.pick(HOSTILE_TEXTS) + old.slice(at)
  }
  return chance.pick([...VALUES, chance.pick(HOSTILE_TEXTS)])
}

export const jsonMutations: readonly Mutation[] = [value, value, value, value, ...textMutations()]
