import { type Fault, PublishError, type Place, faulty } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { MapNode, Node, ScalarNode } from './document.ts'
import { type Variables, expand } from './expansion.ts'
import { octal } from './octal.ts'
import type { Keys, OctalUse, Placed, Read, Shape, TextShape } from './shape.ts'
import { suggestion } from '../../suggestion.ts'
import { timestamp } from './timestamp.ts'

/** What is true and what is false to YAML 1.1, which nFPM's files are read by. */
const BOOLEANS = new Map(
  ['y', 'yes', 'on', 'true', 'n', 'no', 'off', 'false'].map((word, index) => [word, index < 4]),
)

/** Something to tell the user, at its place. */
export type Note = Fault

export interface Reading<T> {
  readonly value: T
  /** Parts without effect, and variables without a value. */
  readonly notes: readonly Note[]
}

/**
 * Reads a document by its shape.
 *
 * @throws PublishError `INPUT` with all faults and their places: keys that are not in the shape, values of other types
 */
export function readBy<S extends Shape>(
  shape: S,
  node: Node,
  variables: Variables,
): Reading<Read<S> | undefined> {
  const reader = new Reader(variables)
  const value = reader.read(shape, node, '') as Read<S> | undefined
  if (reader.faults.length > 0) throw faulty(reader.faults.slice(0, LIMITS.configurationFaults))
  return { value, notes: reader.notes }
}

class Reader {
  readonly faults: Fault[] = []
  readonly notes: Note[] = []
  readonly #variables: Variables

  constructor(variables: Variables) {
    this.#variables = variables
  }

  /** Undefined for what is not there, and for what is wrong. */
  read(shape: Shape, node: Node, name: string): unknown {
    if (shape.kind === 'any') return undefined
    if (node.kind === 'scalar' && node.isNull) return undefined
    switch (shape.kind) {
      case 'ignored':
        this.notes.push({ message: `${name} has no effect: ${shape.why}`, place: node.at })
        return undefined
      case 'list':
        return this.#list(shape.items, node, name)
      case 'map':
        return this.#map(shape.keys, node, name)
      case 'fields':
        return this.#fields(node, name)
      case 'text':
        return this.#text(shape, node, name)
      case 'choice':
      case 'boolean':
      case 'time':
      case 'octal':
        return this.#scalar(shape, node, name)
    }
  }

  #map(keys: Keys, node: Node, name: string): unknown {
    const map = this.#mapping(node, name)
    if (map === undefined) return undefined
    const read: Record<string, unknown> = { at: map.at }
    for (const [key, { at, value }] of map.members) {
      const known = Object.hasOwn(keys, key) ? keys[key] : undefined
      if (known === undefined) this.#unknown(key, keys, name, at)
      else {
        const part = this.read(known.shape, value, name === '' ? key : `${name}.${key}`)
        if (part !== undefined) read[key] = part
      }
    }
    return read
  }

  #unknown(key: string, keys: Keys, name: string, place: Place): void {
    const where = name === '' ? '' : ` of ${name}`
    this.#fault(`unknown key ${JSON.stringify(key)}${where}${suggestion(key, Object.keys(keys))}`, place)
  }

  #mapping(node: Node, name: string): MapNode | undefined {
    if (node.kind === 'map') return node
    return this.#refuse(node, name, 'expected a mapping, key: value')
  }

  #list(items: Shape, node: Node, name: string): readonly unknown[] | undefined {
    if (node.kind !== 'list') return this.#refuse(node, name, 'expected a list, one - item a line')
    const read = node.items.map((item, index) => {
      if (item.kind === 'scalar' && item.isNull) {
        this.#fault(`${name}[${index}] is empty; remove it`, item.at)
        return undefined
      }
      return this.read(items, item, `${name}[${index}]`)
    })
    const there = read.filter((item) => item !== undefined)
    return there.length === 0 ? undefined : there
  }

  #fields(node: Node, name: string): unknown {
    const map = this.#mapping(node, name)
    if (map === undefined) return undefined
    const fields = [...map.members].flatMap(([key, { at, value }]) => {
      const text = this.read({ kind: 'text', expands: true }, value, `${name}.${key}`)
      return text === undefined ? [] : [{ name: { value: key, at }, value: text }]
    })
    return { fields }
  }

  /** An empty one is as good as none, in nFPM as here. */
  #text(shape: TextShape, node: Node, name: string): Placed<string> | undefined {
    if (node.kind !== 'scalar') return this.#refuse(node, name, 'expected a text')
    const value = shape.expands ? this.#expanded(node, name) : node.text
    if (value.trim() === '') return undefined
    if (shape.form !== undefined && !shape.form.pattern.test(value))
      return this.#fault(`${name} is ${JSON.stringify(value)}; expected ${shape.form.says}`, node.at)
    return { value, at: node.at }
  }

  /** Items of lists are left out where they come to nothing: so one file serves several systems. */
  #expanded({ text, at }: ScalarNode, name: string): string {
    const isItem = name.endsWith(']')
    const note = (variable: string) =>
      this.notes.push({
        message: `${name}: the variable ${variable} is not set, and stands for nothing`,
        place: at,
      })
    const value = expand(text, (variable) => this.#variable(variable, at), isItem ? () => undefined : note)
    return isItem ? value.trim() : value
  }

  #variable(name: string, place: Place): string | undefined {
    try {
      return this.#variables(name)
    } catch (error) {
      throw placed(error, place)
    }
  }

  #scalar(
    shape: Extract<Shape, { kind: 'choice' | 'boolean' | 'time' | 'octal' }>,
    node: Node,
    name: string,
  ): Placed<unknown> | undefined {
    if (node.kind !== 'scalar') return this.#refuse(node, name, expectation(shape))
    if (shape.kind === 'choice' && node.text === '') return undefined
    const value = valueOf(shape, node.text)
    if (typeof value === 'object') return this.#refuse(node, name, value.fault)
    return { value, at: node.at }
  }

  #refuse(node: Node, name: string, fault: string): undefined {
    const what = name === '' ? 'the file' : name
    const seen = node.kind === 'scalar' ? `is ${JSON.stringify(node.text)}` : `is a ${NAMES[node.kind]}`
    return this.#fault(`${what} ${seen}; ${fault}`, node.at)
  }

  #fault(message: string, place: Place): undefined {
    this.faults.push({ message, place })
  }
}

const NAMES = { list: 'list', map: 'mapping' } as const

type ScalarShape = Extract<Shape, { kind: 'choice' | 'boolean' | 'time' | 'octal' }>

function valueOf(shape: ScalarShape, text: string): string | number | boolean | { readonly fault: string } {
  switch (shape.kind) {
    case 'choice':
      return shape.values.includes(text) ? text : { fault: expectation(shape) }
    case 'boolean':
      return BOOLEANS.get(text.toLowerCase()) ?? { fault: expectation(shape) }
    case 'time':
      return timestamp(text) ?? { fault: expectation(shape) }
    case 'octal': {
      const bits = octal(text, shape.of)
      return typeof bits === 'number' ? bits : { fault: bits }
    }
  }
}

function expectation(shape: ScalarShape): string {
  switch (shape.kind) {
    case 'choice':
      return `expected ${shape.values.join(', ')}`
    case 'boolean':
      return 'expected true or false'
    case 'time':
      return 'expected a time such as 2025-01-31T12:00:00Z'
    case 'octal':
      return octalExpectation(shape.of)
  }
}

function octalExpectation(use: OctalUse): string {
  const reason = octal('', use)
  return typeof reason === 'string' ? reason : ''
}

/** Whether an error tells of places in texts; others get one here. */
export function placed(error: unknown, place: Place): unknown {
  if (!(error instanceof PublishError) || error.faults.length > 0) return error
  return new PublishError(error.code, faulty([{ message: error.message, place }]).message, {
    cause: error,
    faults: [{ message: error.message, place }],
  })
}
