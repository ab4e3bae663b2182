import * as fc from 'fast-check'
import type { Versioned } from '../../src/recipe/project-version.ts'

/** What a project published, and its place among the others: the first difference decides. */
export interface Published {
  readonly description: Versioned
  readonly place: readonly number[]
}

interface Part {
  readonly text: string
  readonly place: readonly number[]
}

const small = fc.nat(2)
const number = fc.constantFrom(0, 1, 2, 9, 10, 11, 100)
/** Comes before everything that goes on. */
const END = -1
const WORDS = ['RC', 'alpha', 'beta', 'dev', 'nightly', 'rc'] as const
const RELEASED = WORDS.length

const padded = (place: readonly number[]) => [...place, END, END, END].slice(0, 3)
const joined = (parts: readonly Part[]): Part => ({
  text: parts.map(({ text }) => text).join(''),
  place: parts.flatMap(({ place }) => place),
})

const core = fc.oneof(fc.tuple(small, small, number), fc.tuple(small, number))
const numbers = core.map((values): Part => ({ text: values.join('.'), place: padded(values) }))
const words = fc
  .tuple(fc.nat(WORDS.length - 1), fc.array(number, { maxLength: 2 }))
  .map(([word, after]): Part => ({
    text: `-${[WORDS[word], ...after].join('.')}`,
    place: padded([word, ...after]),
  }))
const released = fc.constant<Part>({ text: '', place: padded([RELEASED]) })
const commits = fc
  .tuple(fc.integer({ min: 1, max: 120 }), fc.stringMatching(/^[0-9a-f]{4,12}$/))
  .map(([count, hash]): Part => ({ text: `-${count}-g${hash}`, place: [count] }))
const tagged = fc.constant<Part>({ text: '', place: [0] })

/** Tags of semantic versioning (semver.org, item 11), and commits after them. */
const semantic = fc.tuple(numbers, fc.oneof(words, released), fc.oneof(commits, tagged)).map(joined)

/** The same, of a project whose pre-releases are numbers. */
const numbered = fc
  .tuple(
    numbers,
    fc
      .array(number, { minLength: 1, maxLength: 2 })
      .map((it) => ({ text: `-${it.join('.')}`, place: padded(it) })),
  )
  .map(joined)

/** `1.2rc1` */
const attached = fc
  .tuple(numbers, fc.constantFrom(0, 1, 2, 3, 5, RELEASED), number)
  .map(([{ text, place }, word, count]): Part => {
    if (word === RELEASED) return { text, place: [...place, RELEASED, END] }
    return { text: `${text}${WORDS[word]}${count}`, place: [...place, word, count] }
  })

const twoDigits = (value: number) => String(value).padStart(2, '0')
const month = fc.integer({ min: 1, max: 12 })

/** Days, with a number where one day has several. */
const days = fc
  .tuple(fc.integer({ min: 2024, max: 2026 }), month, fc.integer({ min: 1, max: 28 }), number)
  .map(([year, ...rest]): Part => {
    const [text, again] = [[year, ...rest.slice(0, 2).map(twoDigits)].join('-'), rest[2]]
    return { text: again === 0 ? text : `${text}-${again}`, place: [year, ...rest] }
  })

/** `26.04.1` */
const months = fc
  .tuple(fc.integer({ min: 24, max: 26 }), month, number)
  .map((place): Part => ({ text: `${place[0]}.${twoDigits(place[1])}.${place[2]}`, place }))

/** Two of one project: it has epochs and releases always or never. */
export const twoOfOneProject = fc
  .tuple(
    fc.oneof(...[semantic, numbered, attached, days, months].map((version) => fc.tuple(version, version))),
    fc.option(fc.tuple(small, small)),
    fc.option(fc.tuple(small, small)),
  )
  .map(([[a, b], epochs, releases]) => {
    const published = ({ text, place }: Part, at: 0 | 1): Published => ({
      description: {
        version: text,
        ...(epochs === null ? {} : { epoch: epochs[at] }),
        ...(releases === null ? {} : { release: `${releases[at]}` }),
      },
      place: [epochs?.[at] ?? 0, ...place, releases?.[at] ?? 0],
    })
    return [published(a, 0), published(b, 1)] as const
  })

/** -1, 0 or 1; 0 too for two commits that are as far from one tag. */
export function orderOf([a, b]: readonly [Published, Published]): number {
  const difference = a.place.map((value, at) => value - (b.place[at] ?? END)).find((it) => it !== 0)
  return Math.sign(difference ?? 0)
}
