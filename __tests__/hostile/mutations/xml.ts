import type { Mutation } from '../engine/target.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'
import { changedList } from './list.ts'
import { textMutations } from './text.ts'

const TOKENS = /<[^<>]*>|[^<]+|</g
const OPENING_TAG = /<([\w:]+)(?![\w:])[^<>/]*>/g
const MOST_NESTED_BYTES = 256 * 1_024
const WORDS = [
  '<package>',
  '<package type="rpm">',
  '</package>',
  '<a/>',
  '<!-- a -->',
  '<![CDATA[a]]>',
  '<?a?>',
  ' xml:base="x"',
  ' href="../x"',
  ' pkgid="YES"',
  ' type="sha256"',
  ' xmlns="x"',
  '<name>',
  '</name>',
  '<data type="x">',
  '&#x41;',
  '&lt;',
]

/** Changes whole tags and texts. */
const tokens: Mutation = (input, chance) => {
  const found = input.toString('latin1').match(TOKENS) ?? []
  if (found.length === 0) return input
  const change = (token: string) => {
    if (!token.startsWith('<')) return chance.pick([...HOSTILE_TEXTS, ...WORDS])
    const attribute = /\s[\w:]+="[^"]*"/.exec(token)?.[0]
    if (attribute === undefined || chance.isTrue(0.3))
      return chance.pick([...WORDS, token + token, token.replace('<', '</')])
    const value = `="${chance.pick(HOSTILE_TEXTS)}"`
    const other = chance.pick([
      '',
      attribute + attribute,
      attribute.replace(/="[^"]*"/, () => value),
      attribute.replaceAll('"', "'"),
    ])
    return token.replace(attribute, () => other)
  }
  return Buffer.from(changedList(found, change, chance).join(''), 'utf8')
}

/** A stretch of tags in itself, so that it nests. */
const nested: Mutation = (input, chance) => {
  const text = input.toString('latin1')
  const tags = [...text.matchAll(OPENING_TAG)]
  if (tags.length === 0) return input
  const { 0: tag, 1: name, index } = chance.pick(tags)
  const times = Math.min(chance.pick([1, 2, 20, 2_000]), Math.ceil(MOST_NESTED_BYTES / tag.length))
  return Buffer.from(
    text.slice(0, index) +
      tag.repeat(times) +
      `</${name}>`.repeat(chance.isTrue(0.7) ? times : 0) +
      text.slice(index),
    'latin1',
  )
}

export const xmlMutations: readonly Mutation[] = [tokens, tokens, tokens, nested, ...textMutations(WORDS)]
