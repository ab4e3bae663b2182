import { PublishError } from '../errors.ts'
import { type InputName, listOf } from '../inputs.ts'

/** @throws PublishError `INPUT` where there is none */
export function required<T>(name: InputName, items: readonly T[]): readonly T[] {
  if (items.length === 0)
    throw new PublishError(
      'INPUT',
      `${name} is required: set it in \`with:\`, or --${name} on the command line`,
    )
  return items
}

/** The items of a list, each once, each one of the values allowed. */
export function choices<T extends string>(name: InputName, text: string, values: readonly T[]): readonly T[] {
  return [...new Set(listOf(text))].map((item) => {
    const value = values.find((it) => it === item)
    if (value === undefined)
      throw new PublishError('INPUT', `${name} has ${JSON.stringify(item)}; it can hold ${values.join(', ')}`)
    return value
  })
}

/** @throws PublishError `INPUT` for a word of another form, and for one that is there twice */
export function assertWords(name: InputName, words: readonly string[], pattern: RegExp): void {
  const odd = words.find((word) => !pattern.test(word))
  if (odd !== undefined)
    throw new PublishError(
      'INPUT',
      `${name} has ${JSON.stringify(odd)}, which is not of the form ${pattern.source.slice(1, -1)}`,
    )
  const twice = words.find((word, position) => words.indexOf(word) !== position)
  if (twice !== undefined) throw new PublishError('INPUT', `${name} names ${JSON.stringify(twice)} twice`)
}

export function assertOneLine(name: InputName, text: string): void {
  if (/\p{Cc}|[\u2028\u2029]/u.test(text))
    throw new PublishError('INPUT', `${name} must be one line of text, but reads ${JSON.stringify(text)}`)
}

/** A whole number of at least `least`. */
export function wholeNumber(name: InputName, text: string, least: number): number {
  const number = Number(text)
  if (/^\d{1,6}$/.test(text) && number >= least) return number
  throw new PublishError(
    'INPUT',
    `${name} is ${JSON.stringify(text)}; it must be a whole number of at least ${least}`,
  )
}
