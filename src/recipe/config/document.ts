import {
  type Alias,
  type Document,
  LineCounter,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
} from 'yaml'
import { type Fault, type Place, faulty } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'

/** What a YAML text says, with places, and scalars as they are written: `0644` and `1.10` are texts. */
export type Node = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly text: string
  /** Nothing, `~` or `null`, without quotes. */
  readonly isNull: boolean
  readonly at: Place
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly at: Place
}

export interface MapNode {
  readonly kind: 'map'
  readonly members: ReadonlyMap<string, Member>
  readonly at: Place
}

export interface Member {
  /** Where its key is. */
  readonly at: Place
  readonly value: Node
}

/** YAML 1.2 core schema, 10.3.2. */
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])
const MERGE = '<<'
const TOO_DEEP = 'is nested too deeply'
/** What the library makes of a full stack that it meets halfway. */
const OVERFLOW = /call stack|stack overflow/i
/** What it says of further lines that are not indented, which YAML forbids and Go's library takes. */
const UNCLOSED = /^Missing closing .*quote/

/**
 * Reads one YAML document: 1.2, with the merge keys of 1.1 (`<<: *defaults`), which nFPM takes.
 *
 * @param file names the text in messages
 * @throws PublishError `INPUT` with places for what is no YAML, a key that is there twice, a second document, an unknown
 *   tag, and for more or deeper nodes than LIMITS say once aliases are written out
 */
export function parseDocument(text: string, file: string): Node {
  const lines = new LineCounter()
  const start = { file, line: 1, column: 1 }
  const [first, second] = documentsIn(text, lines, start)
  const walk = new Walk(file, lines, text.length + LIMITS.configurationAliasCharacters)
  if (second !== undefined) {
    throw faulty([walk.fault('a second document begins here; write one to a file', second.range[0])])
  }
  const wrong = first === undefined ? [] : [...first.errors, ...first.warnings]
  if (wrong.length > 0) {
    const faults = wrong.slice(0, LIMITS.configurationFaults)
    throw faulty(faults.map(({ message, pos }) => walk.fault(explained(message), pos[0])))
  }
  const contents = first?.contents ?? undefined
  if (contents === undefined) return { kind: 'scalar', text: '', isNull: true, at: start }
  const node = walk.node(contents, 0)
  if (walk.faults.length > 0) throw faulty(walk.faults)
  return node
}

function explained(message: string): string {
  if (OVERFLOW.test(message)) return TOO_DEEP
  return UNCLOSED.test(message) ? `${message}; a text in quotes is indented in its further lines` : message
}

function documentsIn(text: string, lineCounter: LineCounter, start: Place): readonly Document.Parsed[] {
  try {
    return parseAllDocuments(text, {
      lineCounter,
      version: '1.2',
      schema: 'core',
      stringKeys: true,
      // Compared here, in a map: the library compares each with each.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
  } catch (cause) {
    // The library calls itself for each level, until the stack is full.
    if (cause instanceof RangeError) throw faulty([{ message: TOO_DEEP, place: start }])
    throw cause
  }
}

/** From the library's tree to ours: aliases and merges written out, each node counted. */
class Walk {
  readonly faults: Fault[] = []
  readonly #file: string
  readonly #lines: LineCounter
  readonly #anchors = new Map<string, ParsedNode>()
  readonly #open = new Set<ParsedNode>()
  #count = 0
  #charactersLeft: number

  constructor(file: string, lines: LineCounter, characters: number) {
    this.#charactersLeft = characters
    this.#file = file
    this.#lines = lines
  }

  fault(message: string, offset: number): Fault {
    return { message, place: this.#place(offset) }
  }

  node(source: ParsedNode, depth: number): Node {
    this.#count += 1
    if (isScalar(source)) this.#charactersLeft -= source.source.length
    const isTooMuch =
      this.#count > LIMITS.configurationNodes || this.#charactersLeft < 0 || depth > LIMITS.configurationDepth
    if (isTooMuch || this.#open.has(source)) {
      const fault = isTooMuch ? 'holds more than a configuration can' : 'holds itself'
      throw faulty([this.fault(fault, source.range[0])])
    }
    if (isAlias(source)) return this.node(this.#target(source), depth)
    if (source.anchor !== undefined) this.#anchors.set(source.anchor, source)
    this.#open.add(source)
    const node = this.#own(source, depth)
    this.#open.delete(source)
    return node
  }

  #own(source: Exclude<ParsedNode, Alias.Parsed>, depth: number): Node {
    if (isMap(source)) return this.#map(source, depth)
    if (isSeq(source)) return this.#list(source, depth)
    return this.#scalar(source)
  }

  #scalar(source: Scalar.Parsed): ScalarNode {
    const text = source.source
    const isPlain = source.type === 'PLAIN' && source.tag === undefined
    return {
      kind: 'scalar',
      text,
      isNull: isPlain && NULLS.has(text),
      at: this.#place(source.range[0]),
    }
  }

  #list(source: YAMLSeq.Parsed, depth: number): ListNode {
    const items = source.items.map((item) => this.node(item, depth + 1))
    return { kind: 'list', items, at: this.#place(source.range[0]) }
  }

  #map(source: YAMLMap.Parsed, depth: number): MapNode {
    const members = new Map<string, Member>()
    const merged: Node[] = []
    for (const { key, value } of source.items) {
      const at = this.#place(key.range[0])
      const name = isScalar(key) ? key.source : ''
      const read: Node =
        value === null ? { kind: 'scalar', text: '', isNull: true, at } : this.node(value, depth + 1)
      if (name === MERGE) merged.push(...(read.kind === 'list' ? read.items : [read]))
      else if (members.has(name)) this.faults.push({ message: `${name} is there twice`, place: at })
      else members.set(name, { at, value: read })
    }
    for (const node of merged) this.#merge(node, members)
    return { kind: 'map', members, at: this.#place(source.range[0]) }
  }

  /** What is there already stays: yaml.org/type/merge.html. */
  #merge(node: Node, members: Map<string, Member>): void {
    if (node.kind !== 'map') {
      this.faults.push({
        message: `${MERGE} takes a mapping, such as *name, or a list of them`,
        place: node.at,
      })
      return
    }
    for (const [name, member] of node.members) if (!members.has(name)) members.set(name, member)
  }

  #target(alias: Alias.Parsed): ParsedNode {
    const target = this.#anchors.get(alias.source)
    if (target !== undefined) return target
    throw faulty([
      this.fault(`*${alias.source} is used, and &${alias.source} is not before it`, alias.range[0]),
    ])
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset)
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
}
