import { CONFIGURATION } from '../src/recipe/config/keys/configuration.ts'
import type { Key, Keys, Shape } from '../src/recipe/config/shape.ts'

/** A key by its path, and what it does in each format. */
export type KeyRow = readonly [key: string, deb: string, rpm: string]

const NOTHING = '–'
const UNBUILT = 'only deb and rpm are built'

/** Every key of a configuration; what only formats have that we do not build is one row for each section. */
export function keyRows(): readonly KeyRow[] {
  return rowsOf(CONFIGURATION.keys, '')
}

function rowsOf(keys: Keys, path: string): readonly KeyRow[] {
  return Object.entries(keys).flatMap(([name, key]) => rowsOfKey(`${path}${name}`, key))
}

function rowsOfKey(path: string, key: Key): readonly KeyRow[] {
  const inner = sectionOf(key.shape)
  const isRepeated = /^overrides\..*/.test(path)
  const own = [`\`${path}\``, ...inFormats(path, key)] as const
  if (inner === undefined || isRepeated) return [own]
  const isList = key.shape.kind === 'list'
  return [...(isList ? [own] : []), ...rowsOf(inner, `${path}${isList ? '[]' : ''}.`)]
}

function sectionOf(shape: Shape): Keys | undefined {
  if (shape.kind === 'list') return sectionOf(shape.items)
  return shape.kind === 'map' ? shape.keys : undefined
}

function inFormats(path: string, { about, shape }: Key): readonly [string, string] {
  if (shape.kind === 'ignored' && shape.why === UNBUILT) return ['no effect', 'no effect']
  const text = about.replace(/\.$/, '')
  const both = /^deb: (.*); rpm: (.*)$/.exec(text)
  if (both !== null) return [both[1] ?? '', both[2] ?? '']
  const only = /^(deb|rpm): (.*)$/.exec(text)
  const format = only?.[1] ?? /^(?:overrides\.)?(deb|rpm)(?:\.|$)/.exec(path)?.[1]
  const said = only?.[2] ?? text
  if (format === undefined) return [said, said]
  return format === 'deb' ? [said, NOTHING] : [NOTHING, said]
}

/** In the form of Markdown. */
export function keyTable(): string {
  const rows = [['key', 'in a .deb', 'in an .rpm'], ['---', '---', '---'], ...keyRows()]
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('')
}
