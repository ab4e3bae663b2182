/** A node of the tree that the parser gives, as far as changes are looked for in it: any of its kinds. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is SyntaxNode => {
      return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
    })
}

export function textOf(node: SyntaxNode, source: string): string {
  return source.slice(node.start, node.end)
}
