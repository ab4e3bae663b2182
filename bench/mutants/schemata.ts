import type { Stretch, Mutation, Mutations } from './mutations.ts'

/** The functions that changed sources call: whether a mutant is the active one, and that a loop goes round. */
const ACTIVE = '__isActive'
const ROUND = '__round'
/** And which constants a module sets anew. */
const RENEWED = '__renewed'

interface Place {
  readonly start: number
  readonly end: number
  readonly mutants: { readonly number: number; readonly mutation: Mutation }[]
  isLoop: boolean
  /** The constant whose value it is. */
  constant: string | undefined
  readonly inner: Place[]
}

/**
 * One source that holds all its mutants, so that it is loaded once for all of them: a number says which is active, none
 * leaves everything as it was. Lines stay what they are.
 *
 * @param first the number of the first mutant
 */
export function schemataOf(source: string, found: Mutations, first: number): string {
  const text = variable(source, found)
  const root = placesOf(text, found, first)
  const hooks = `const { isActive: ${ACTIVE}, round: ${ROUND}, renewed: ${RENEWED} } = globalThis.mutants;`
  return `${hooks}${bodyOf(root, text)}`
}

/** The source with `let` in place of `const` where a constant is set anew, at the same offsets. */
function variable(source: string, { constants }: Mutations): string {
  return constants.reduce(
    (text, { keyword }) => `${text.slice(0, keyword.start)}let  ${text.slice(keyword.end)}`,
    source,
  )
}

function placesOf(source: string, { mutations, loopBodies, constants }: Mutations, first: number): Place {
  const places = new Map<string, Place>()
  const placeAt = ({ start, end }: Stretch) => {
    const key = `${start}-${end}`
    const known = places.get(key) ?? {
      start,
      end,
      mutants: [],
      isLoop: false,
      constant: undefined,
      inner: [],
    }
    places.set(key, known)
    return known
  }
  for (const body of loopBodies) placeAt(body).isLoop = true
  for (const { name, value } of constants) placeAt(value).constant = name
  mutations.forEach((mutation, index) => placeAt(mutation).mutants.push({ number: first + index, mutation }))
  const root: Place = {
    start: 0,
    end: source.length,
    mutants: [],
    isLoop: false,
    constant: undefined,
    inner: [],
  }
  const open: Place[] = [root]
  for (const place of [...places.values()].toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    while ((open.at(-1) as Place).end <= place.start) open.pop()
    ;(open.at(-1) as Place).inner.push(place)
    open.push(place)
  }
  return root
}

function bodyOf(place: Place, source: string): string {
  let text = ''
  let position = place.start
  for (const inner of place.inner) {
    text += source.slice(position, inner.start) + textOf(inner, source)
    position = inner.end
  }
  return text + source.slice(position, place.end)
}

function textOf(place: Place, source: string): string {
  const original = bodyOf(place, source)
  const removals = place.mutants.filter(({ mutation }) => mutation.replacement === undefined)
  const others = place.mutants.filter(({ mutation }) => mutation.replacement !== undefined)
  const choices = others.map(({ number, mutation }) => `${ACTIVE}(${number}) ? (${mutation.replacement}) : `)
  const chosen = choices.length === 0 ? original : `(${choices.join('')}(${original}))`
  const guarded = removals.length === 0 ? chosen : `{ if (!${ACTIVE}(${removals[0]?.number})) { ${chosen} } }`
  if (place.constant !== undefined) {
    return `${guarded}; ${RENEWED}(import.meta.url, () => { ${place.constant} = ${guarded} });`
  }
  return place.isLoop ? `{ ${ROUND}(); ${guarded} }` : guarded
}
