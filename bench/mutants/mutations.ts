import { parseSync } from 'oxc-parser'
import { changesOf } from './changes.ts'
import { type SyntaxNode, childrenOf, textOf } from './syntax.ts'

/** One small change of a source that a good test notices. */
export interface Mutation {
  /** What is replaced, as offsets into the source. */
  readonly start: number
  readonly end: number
  /** What stands there instead; undefined leaves a statement, or what is in a block, out. */
  readonly replacement: string | undefined
  /** From 1. */
  readonly line: number
  /** For people: what was there, and what is there now. */
  readonly change: string
}

/** All changes that are tried in a source, and where its loops begin, which a change can make endless. */
export interface Mutations {
  readonly mutations: readonly Mutation[]
  readonly loopBodies: readonly Stretch[]
  readonly constants: readonly Constant[]
}

export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A constant of a module, which is set anew for a mutant that is in its value. */
export interface Constant {
  readonly name: string
  readonly isExported: boolean
  /** Where it says `const`. */
  readonly keyword: Stretch
  readonly value: Stretch
}

const LOOPS = new Set([
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
])
const SHOWN_CHARACTERS = 90

/**
 * Finds every change of a TypeScript source. Left alone: types, imports, names of properties, and the words of messages
 * for people, which tests quote where they matter.
 */
export function mutationsOf(source: string, name: string): Mutations {
  const { program, errors } = parseSync(name, source)
  if (errors[0] !== undefined) throw new Error(`${name} cannot be parsed: ${errors[0].message}`)
  const refusals = refusalsIn(program as unknown as SyntaxNode)
  const found = new Map<string, Mutation>()
  const loopBodies: Stretch[] = []
  const chainParts = new Set<SyntaxNode>()
  const visit = (node: SyntaxNode, parent: SyntaxNode | undefined, inMessage: boolean) => {
    if (isLeftAlone(node, parent)) return
    if (LOOPS.has(node.type)) loopBodies.push(node['body'] as SyntaxNode)
    if (node.type === 'ChainExpression') for (const part of partsOf(node)) chainParts.add(part)
    for (const { start, end, replacement } of changesOf(
      node,
      parent,
      source,
      chainParts.has(node),
      inMessage,
    )) {
      const line = source.slice(0, start).split('\n').length
      const mutation = {
        start,
        end,
        replacement,
        line,
        change: changeText(source.slice(start, end), replacement),
      }
      found.set(JSON.stringify([start, end, replacement]), mutation)
    }
    const isMessage = inMessage || isRefusal(node, refusals, source)
    for (const child of childrenOf(node)) visit(child, node, isMessage)
  }
  const root = program as unknown as SyntaxNode
  visit(root, undefined, false)
  const constants = (root['body'] as readonly SyntaxNode[]).flatMap(constantsIn)
  return {
    mutations: [...found.values()].toSorted((a, b) => a.start - b.start || b.end - a.end),
    loopBodies,
    constants,
  }
}

function isLeftAlone(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (/^(?:Import|ExportAll)/.test(node.type)) return true
  if (/^TS(?!AsExpression|SatisfiesExpression|NonNullExpression)/.test(node.type)) return true
  return parent !== undefined && 'key' in parent && parent['key'] === node && parent['computed'] !== true
}

function constantsIn(statement: SyntaxNode): readonly Constant[] {
  const isExported = statement.type === 'ExportNamedDeclaration'
  const declaration = (isExported ? statement['declaration'] : statement) as SyntaxNode | null
  if (declaration?.type !== 'VariableDeclaration' || declaration['kind'] !== 'const') return []
  const [{ id, init }] = declaration['declarations'] as readonly [{ id: SyntaxNode; init: SyntaxNode | null }]
  if (id.type !== 'Identifier' || init === null || /Function|Class|Await/.test(init.type)) return []
  const keyword = { start: declaration.start, end: declaration.start + 'const'.length }
  return [{ name: String(id['name']), isExported, keyword, value: init }]
}

/** What an optional chain is made of, up to its beginning: none of it can be replaced without cutting the chain. */
function partsOf(chain: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = []
  let part = chain['expression'] as SyntaxNode | undefined
  while (part !== undefined) {
    parts.push(part)
    part = (part['object'] ??
      part['callee'] ??
      (part.type === 'TSNonNullExpression' ? part['expression'] : undefined)) as SyntaxNode | undefined
  }
  return parts
}

/** The functions of a source that only make or throw errors. */
function refusalsIn(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: SyntaxNode) => {
    const type = (node['returnType'] as SyntaxNode | null | undefined)?.['typeAnnotation'] as
      SyntaxNode | undefined
    const typeName = type?.['typeName'] as SyntaxNode | undefined
    const isError = type?.type === 'TSNeverKeyword' || isErrorName(typeName?.['name'])
    const id = node['id'] as SyntaxNode | null | undefined
    if (isError && id) names.add(String(id['name']))
    for (const child of childrenOf(node)) visit(child)
  }
  visit(program)
  return names
}

function isErrorName(name: unknown): boolean {
  return typeof name === 'string' && name.endsWith('Error')
}

function isRefusal(node: SyntaxNode, refusals: ReadonlySet<string>, source: string): boolean {
  if (node.type === 'ThrowStatement') return true
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false
  const callee = textOf(node['callee'] as SyntaxNode, source)
  return refusals.has(callee) || isErrorName(callee)
}

function changeText(from: string, to: string | undefined): string {
  const short = (text: string) => {
    const flat = text.replaceAll(/\s+/g, ' ')
    return flat.length > SHOWN_CHARACTERS ? `${flat.slice(0, SHOWN_CHARACTERS)}…` : flat
  }
  return `${short(from)} => ${to === undefined ? '(nothing)' : short(to)}`
}
