import { Evaluator, Lexer, Parser, data } from '@actions/expressions'
import type { Scalar } from './workflow.ts'

/** What expressions name, by its first word: `github`, `secrets`, `inputs`, … */
export type Contexts = Readonly<Record<string, unknown>>

/** Texts with the values of their expressions, as GitHub's own evaluator gives them. */
export function expandedAll(
  texts: Readonly<Record<string, Scalar>> = {},
  contexts: Contexts,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, expanded(text, contexts)]))
}

function expanded(text: Scalar, contexts: Contexts): string {
  return String(text).replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => valueOf(expression, contexts))
}

function valueOf(expression: string, contexts: Contexts): string {
  const { tokens } = new Lexer(expression).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), []).parse()
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  return new Evaluator(parsed, known).evaluate().coerceString()
}
