/** What a publisher publishes. Other bytes under the same name are a conflict; the same bytes are not. */
export interface Package {
  readonly name: string
  readonly bytes: string
}

export const NONE = -1

/** The head, and with it its index and its copy: the same content is the same object, whoever writes it. */
interface Head {
  readonly stamp: number
  readonly files: readonly File[]
}

/** A file in the pool: the number of its package, and whether it lies under a key of its own. */
export interface File {
  readonly pkg: number
  readonly isApart: boolean
}

const PUBLISHING = ['read', 'package', 'index', 'copy', 'swap', 'done', 'conflict'] as const
const READING = ['head', 'index', 'package', 'broken'] as const
const HAS_DRAFT: ReadonlySet<string> = new Set(['index', 'copy', 'swap'])
const END = 0xff

export interface Publisher {
  readonly at: (typeof PUBLISHING)[number]
  /** The head on which the new one is built, and the one that the swap demands: the same, by the rules. */
  readonly opened: number
  readonly demanded: number
  readonly stamp: number
  readonly isApart: boolean
}

export interface Late {
  readonly demanded: number
  readonly head: number
}

export interface Reader {
  readonly at: (typeof READING)[number]
  readonly head: number
}

export interface State {
  readonly now: number
  readonly head: number
  /** The highest stamp that was ever in force, before this head's. */
  readonly stampBefore: number
  readonly indexes: readonly number[]
  readonly copies: readonly number[]
  /** The index under the one name that all would share, if it were not named by hash. */
  readonly plainIndex: number
  readonly files: readonly File[]
  readonly publishers: readonly Publisher[]
  readonly late: readonly Late[]
  readonly reader: Reader
}

export const START: Publisher = { at: 'read', opened: NONE, demanded: NONE, stamp: 0, isApart: false }
export const AWAY: Reader = { at: 'head', head: NONE }

/** Who publishes what, and every head that this can lead to, by number. */
export class Scene {
  readonly #packages: readonly Package[]
  readonly #heads: Head[] = []
  readonly #numbers = new Map<string, number>()
  /** The number of each publisher's package: that of the first publisher that has it. */
  readonly #kinds: readonly number[]

  constructor(packages: readonly Package[]) {
    this.#packages = packages
    this.#kinds = packages.map(({ name, bytes }) =>
      packages.findIndex((it) => it.name === name && it.bytes === bytes),
    )
  }

  initial(): State {
    return {
      now: 0,
      head: NONE,
      stampBefore: NONE,
      indexes: [],
      copies: [],
      plainIndex: NONE,
      files: [],
      publishers: this.#packages.map(() => START),
      late: [],
      reader: AWAY,
    }
  }

  pkgOf(position: number): number {
    return this.#kinds[position] as number
  }

  isNamesake(one: number, other: number): boolean {
    return this.#packages[one]?.name === this.#packages[other]?.name
  }

  filesOf(head: number): readonly File[] {
    return this.#heads[head]?.files ?? []
  }

  stampOf(head: number): number {
    return this.#heads[head]?.stamp ?? NONE
  }

  /** The head that a publisher would put in the place of the one that it read. */
  draftOf({ opened, stamp, isApart }: Publisher, position: number): number {
    const files = [...this.filesOf(opened), { pkg: this.pkgOf(position), isApart }]
    return this.#numberOf({ stamp, files: files.sort((a, b) => a.pkg - b.pkg) })
  }

  #numberOf(head: Head): number {
    const bytes = `${head.stamp} ${head.files.map(({ pkg, isApart }) => `${pkg}${isApart}`).join()}`
    const number = this.#numbers.get(bytes) ?? this.#heads.push(head) - 1
    this.#numbers.set(bytes, number)
    return number
  }
}

/** Objects that nobody can name any more are left out: whoever made the same again would find his bytes there. */
export function keyOf(state: State, scene: Scene): string {
  const drafts = state.publishers.map((it, position) =>
    HAS_DRAFT.has(it.at) ? scene.draftOf(it, position) : NONE,
  )
  const named = new Set([state.head, state.reader.head, ...drafts, ...state.late.map(({ head }) => head)])
  const publishers = state.publishers.map((it, position) => publisherKey(it, scene.pkgOf(position))).sort()
  const late = state.late.map(({ demanded, head }) => String.fromCharCode(demanded + 1, head)).sort()
  const codes = [
    state.now,
    state.head + 1,
    state.stampBefore + 1,
    state.plainIndex + 1,
    ...[...named]
      .sort((a, b) => a - b)
      .map((it) => Number(state.indexes.includes(it)) + 2 * Number(state.copies.includes(it))),
    END,
    ...state.files.map(({ pkg, isApart }) => 2 * pkg + Number(isApart)),
    END,
    READING.indexOf(state.reader.at),
    state.reader.head + 1,
  ]
  return `${String.fromCharCode(...codes)}${publishers.join('')}${late.join('')}`
}

function publisherKey({ at, opened, demanded, stamp, isApart }: Publisher, pkg: number): string {
  return String.fromCharCode(pkg, PUBLISHING.indexOf(at), opened + 1, demanded + 1, stamp, Number(isApart))
}

export function including(numbers: readonly number[], number: number): readonly number[] {
  return numbers.includes(number) ? numbers : [...numbers, number].sort((a, b) => a - b)
}

export function hasFile(files: readonly File[], { pkg, isApart }: File): boolean {
  return files.some((it) => it.pkg === pkg && it.isApart === isApart)
}

export function withFile(files: readonly File[], file: File): readonly File[] {
  if (hasFile(files, file)) return files
  return [...files, file].sort((a, b) => a.pkg - b.pkg || Number(a.isApart) - Number(b.isApart))
}
