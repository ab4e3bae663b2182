import { regexChanges } from './regex-changes.ts'
import { type SyntaxNode, textOf } from './syntax.ts'

export interface Change {
  readonly start: number
  readonly end: number
  readonly replacement: string | undefined
}

type Changer = (node: SyntaxNode, source: string) => readonly (string | undefined)[]

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '|=': ['&='],
  '^=': ['&='],
  '>>=': ['<<='],
  '>>>=': ['<<='],
  '<<=': ['>>='],
}
const COMPARISON = /^(?:[<>]=?|[!=]==)$/

/** Methods beside their opposites; without one the call is left out, so that what it was called on remains. */
const METHODS: Readonly<Record<string, string | undefined>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
  trim: undefined,
  trimEnd: undefined,
  trimStart: undefined,
  filter: undefined,
  slice: undefined,
  subarray: undefined,
  toSorted: undefined,
  sort: undefined,
  toReversed: undefined,
  reverse: undefined,
  padEnd: undefined,
  padStart: undefined,
  replaceAll: undefined,
  replace: undefined,
  normalize: undefined,
  flat: undefined,
}

/** By kind of node: what is tried in its place. */
const CHANGERS: Readonly<Record<string, Changer>> = {
  BinaryExpression: (node, source) => [
    ...otherOperators(node, source),
    ...(COMPARISON.test(String(node['operator'])) ? ['true', 'false'] : []),
  ],
  LogicalExpression: (node, source) => {
    const [left, right] = [textOf(of(node, 'left'), source), textOf(of(node, 'right'), source)]
    return node['operator'] === '??' ? [left, right] : [...otherOperators(node, source), left, right]
  },
  AssignmentExpression: (node, source) => (node['operator'] === '??=' ? [] : otherOperators(node, source)),
  UpdateExpression: (node, source) => {
    const text = textOf(node, source)
    return [text.includes('++') ? text.replace('++', '--') : text.replace('--', '++')]
  },
  UnaryExpression: (node, source) => {
    const argument = textOf(of(node, 'argument'), source)
    return ['!', '-', '~', '+'].includes(String(node['operator'])) ? [argument] : []
  },
  ConditionalExpression: (node, source) => [
    textOf(of(node, 'consequent'), source),
    textOf(of(node, 'alternate'), source),
  ],
  ChainExpression: (node, source) => withoutEachChain(node, source),
  ArrayExpression: (node) => ((node['elements'] as readonly unknown[]).length > 0 ? ['[]'] : []),
  ObjectExpression: (node) => ((node['properties'] as readonly unknown[]).length > 0 ? ['{}'] : []),
  TemplateLiteral: (node, source) => (textOf(node, source) === '``' ? [] : ['``']),
  Literal: (node, source) => literalChanges(node, source),
  CallExpression: (node, source) => methodChanges(node, source),
}

/** What is tried in place of a node, which stands for an expression, a statement, or what is in a block. */
export function changesOf(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  source: string,
  isPart: boolean,
  inMessage: boolean,
): readonly Change[] {
  const at = (place: SyntaxNode, texts: readonly (string | undefined)[]) =>
    texts.map((replacement) => ({ start: place.start, end: place.end, replacement }))
  return [
    ...(isPart || !isExpression(node, parent) || (inMessage && !isErrorCode(node))
      ? []
      : at(node, CHANGERS[node.type]?.(node, source) ?? [])),
    ...conditionChanges(node, at),
    ...at(node, statementChanges(node, parent)),
    ...returnChanges(node, at),
  ]
}

/** Whether another expression can stand in the place of this node: a call must keep what it is called on. */
function isExpression(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent === undefined || typeof parent['directive'] === 'string') return false
  if (parent['callee'] === node || parent['quasi'] === node || parent['source'] === node) return false
  if (parent.type === 'UnaryExpression' && parent['operator'] === 'delete') return false
  return !(parent.type === 'AssignmentExpression' && parent['left'] === node)
}

function isErrorCode(node: SyntaxNode): boolean {
  return typeof node['value'] === 'string' && /^[A-Z]+$/.test(node['value'])
}

function isText(node: SyntaxNode): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node['value'] === 'string')
}

function conditionChanges(
  node: SyntaxNode,
  at: (place: SyntaxNode, texts: readonly (string | undefined)[]) => readonly Change[],
): readonly Change[] {
  const test = node['test'] as SyntaxNode | null | undefined
  if (!test || node.type === 'SwitchCase') return []
  if (node.type === 'ConditionalExpression') return []
  return at(test, /While|For/.test(node.type) ? ['false'] : ['true', 'false'])
}

function statementChanges(node: SyntaxNode, parent: SyntaxNode | undefined): readonly undefined[] {
  if (node.type === 'ExpressionStatement') {
    const expression = of(node, 'expression')
    const isSuper = expression.type === 'CallExpression' && of(expression, 'callee').type === 'Super'
    return isSuper || typeof node['directive'] === 'string' ? [] : [undefined]
  }
  if (node.type !== 'BlockStatement' && node.type !== 'FunctionBody') return []
  const statements = node['body'] as readonly SyntaxNode[]
  const isCatch = parent?.type === 'TryStatement' && parent['block'] === node
  return statements.length > 1 || (statements.length === 1 && isCatch) ? [undefined] : []
}

function returnChanges(
  node: SyntaxNode,
  at: (place: SyntaxNode, texts: readonly (string | undefined)[]) => readonly Change[],
): readonly Change[] {
  const value = node['argument'] as SyntaxNode | null | undefined
  if (node.type !== 'ReturnStatement' || !value) return []
  const plain = new Set([
    'CallExpression',
    'MemberExpression',
    'Identifier',
    'NewExpression',
    'AwaitExpression',
  ])
  const isNothing = value.type === 'Identifier' && value['name'] === 'undefined'
  return plain.has(value.type) && !isNothing ? at(value, ['undefined']) : []
}

function otherOperators(node: SyntaxNode, source: string): readonly string[] {
  const [left, right, operator] = [of(node, 'left'), of(node, 'right'), String(node['operator'])]
  if (operator === '+' && (isTextual(left) || isTextual(right))) return []
  return (OPERATORS[operator] ?? []).map(
    (other) => `${textOf(left, source)} ${other} ${textOf(right, source)}`,
  )
}

function isTextual(node: SyntaxNode): boolean {
  if (node.type === 'BinaryExpression') return isTextual(of(node, 'left')) || isTextual(of(node, 'right'))
  return isText(node)
}

function literalChanges(node: SyntaxNode, source: string): readonly string[] {
  const { value, regex } = node as { value?: unknown; regex?: { pattern: string; flags: string } }
  if (regex !== undefined) return regexChanges(regex.pattern).map((pattern) => `/${pattern}/${regex.flags}`)
  if (typeof value === 'boolean') return [String(!value)]
  if (typeof value === 'string') return [value === '' ? "'mutant'" : "''"]
  if (typeof value === 'number') return [String(value + 1)]
  if (typeof value === 'bigint') return [`(${textOf(node, source)} + 1n)`]
  return []
}

function methodChanges(node: SyntaxNode, source: string): readonly string[] {
  const callee = of(node, 'callee')
  if (callee.type !== 'MemberExpression' || callee['computed'] === true || node['optional'] === true)
    return []
  const property = of(callee, 'property')
  const name = textOf(property, source)
  if (!Object.hasOwn(METHODS, name)) return []
  const other = METHODS[name]
  const object = of(callee, 'object')
  if (other === undefined) return callee['optional'] === true ? [] : [textOf(object, source)]
  return [`${source.slice(node.start, property.start)}${other}${source.slice(property.end, node.end)}`]
}

function withoutEachChain(node: SyntaxNode, source: string): readonly string[] {
  const text = textOf(node, source)
  return [...text.matchAll(/\?\.(?=[\w#])/g)].map(
    ({ index }) => `${text.slice(0, index)}.${text.slice(index + 2)}`,
  )
}

function of(node: SyntaxNode, key: string): SyntaxNode {
  return node[key] as SyntaxNode
}
