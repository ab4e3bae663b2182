import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { INPUTS, INPUT_NAMES } from '../src/inputs.ts'

/** The README's table of inputs: what action.yml says of each, and the default, or the variable that is read instead. */
export function inputTable(): string {
  const { inputs } = action()
  return table(
    ['input', 'default', 'meaning'],
    INPUT_NAMES.map((name) => [code(name), defaultOf(name), shown(inputs[name]?.description ?? '')]),
  )
}

/** The README's table of outputs. */
export function outputTable(): string {
  const { outputs } = action()
  return table(
    ['output', 'what it holds'],
    Object.entries(outputs).map(([name, { description }]) => [code(name), shown(description)]),
  )
}

type Described = Readonly<Record<string, { readonly description: string }>>

function action(): { readonly inputs: Described; readonly outputs: Described } {
  return parse(readFileSync('action.yml', 'utf8')) as { inputs: Described; outputs: Described }
}

function defaultOf(name: keyof typeof INPUTS): string {
  const spec: { readonly description: string; readonly default?: string; readonly env?: string } =
    INPUTS[name]
  return spec.default === undefined && spec.env === undefined ? '' : code(spec.default ?? spec.env ?? '')
}

/** A browser would take `<address>` for an element, and show nothing of it. */
const shown = (text: string): string => text.replaceAll('<', String.raw`\<`)

const code = (text: string): string => `\`${text}\``

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
