import {
  AWAY,
  type Late,
  NONE,
  type Package,
  type Publisher,
  type Reader,
  START,
  Scene,
  type State,
  hasFile,
  including,
  keyOf,
  withFile,
} from './commit-state.ts'
import { type Model, type Step, publisherStep } from './search.ts'

/** The rules of a commit, each of which can be dropped to see that it is needed. */
export interface Rules {
  /** The head is replaced only if it is the one that was read. */
  readonly isConditional: boolean
  /** After a refused or unanswered swap: read again, take it for done, or send the same over what is there now. */
  readonly inDoubt: 'read' | 'trust' | 'resend'
  /** Everything that a head names is stored before it. */
  readonly storesFirst: boolean
  /** An index has a name that nothing had before. */
  readonly namesByHash: boolean
  /** A package whose key other bytes have taken gets a key of its own. */
  readonly ownKeys: boolean
  /** A stamp comes after that of the head before. */
  readonly stampsIncrease: boolean
}

/** How much happens besides. Crashes, and answers that are lost at once, need no number. */
export interface Bounds {
  /** Free ticks of the clock, besides the seconds that publishers wait for. */
  readonly ticks: number
  /** Swaps without an answer that are on their way at once, and arrive whenever they like. */
  readonly late: number
}

const MOST_STEPS_ALONE = 20

/** Three publishers, or another number: one for each package. A publisher that crashes is run again, from the start. */
export function commit(packages: readonly Package[], rules: Rules, bounds: Bounds): Model<State> {
  const scene = new Scene(packages)

  function steps(state: State): Step<State>[] {
    return [
      ...state.publishers.flatMap((_, position) => [...publish(state, position), ...faults(state, position)]),
      ...state.late.map((_, position) => arrive(state, position)),
      ...read(state),
      ...(state.now < bounds.ticks
        ? [{ by: 'the clock', does: 'goes on', to: { ...state, now: state.now + 1 } }]
        : []),
    ]
  }

  /** What a publisher does if nothing goes wrong. */
  function publish(state: State, position: number): Step<State>[] {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    switch (publisher.at) {
      case 'read':
        return [opened(state, position)]
      case 'package':
        return [placed(state, position)]
      case 'index': {
        const draft = scene.draftOf(publisher, position)
        const change = {
          indexes: including(state.indexes, draft),
          plainIndex: rules.namesByHash ? NONE : draft,
        }
        return [to('stores the index', { ...publisher, at: rules.storesFirst ? 'copy' : 'done' }, change)]
      }
      case 'copy': {
        const copies = including(state.copies, scene.draftOf(publisher, position))
        return [to('stores the copy of its head', { ...publisher, at: 'swap' }, { copies })]
      }
      case 'swap':
        if (publisher.stamp <= state.now) return [swapped(state, position)]
        return [to('waits for the second of its stamp', publisher, { now: publisher.stamp })]
      case 'done':
      case 'conflict':
        return []
    }
  }

  function opened(state: State, position: number): Step<State> {
    const to = publisherStep(state, position)
    const found = scene.filesOf(state.head).find(({ pkg }) => scene.isNamesake(pkg, position))
    if (found?.pkg === scene.pkgOf(position))
      return to('finds its package in the head', { ...START, at: 'done' })
    if (found !== undefined) return to('finds other bytes in the head', { ...START, at: 'conflict' })
    const stamp = rules.stampsIncrease ? Math.max(state.now, scene.stampOf(state.head) + 1) : state.now
    return to('reads the head', { ...START, at: 'package', opened: state.head, demanded: state.head, stamp })
  }

  function placed(state: State, position: number): Step<State> {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    const pkg = scene.pkgOf(position)
    const next: Publisher = { ...publisher, at: rules.storesFirst ? 'index' : 'swap' }
    const taken = state.files.find((file) => !file.isApart && scene.isNamesake(file.pkg, pkg))
    if (taken === undefined)
      return to('stores the package', next, { files: withFile(state.files, { pkg, isApart: false }) })
    if (taken.pkg === pkg || !rules.ownKeys) return to('uses what lies under the key', next)
    const files = withFile(state.files, { pkg, isApart: true })
    return to('stores the package under a key of its own', { ...next, isApart: true }, { files })
  }

  function swapped(state: State, position: number): Step<State> {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    if (rules.isConditional && state.head !== publisher.demanded)
      return to('is refused', doubting(state, publisher))
    const change = inForce(state, scene.draftOf(publisher, position))
    if (rules.storesFirst) return to('swaps the head', { ...START, at: 'done' }, change)
    return to('swaps the head', { ...publisher, at: 'index' }, change)
  }

  function doubting(state: State, publisher: Publisher): Publisher {
    switch (rules.inDoubt) {
      case 'read':
        return START
      case 'trust':
        return { ...START, at: 'done' }
      case 'resend':
        return { ...publisher, demanded: state.head }
    }
  }

  /** A swap whose answer is lost was done, was not done, or will be done; a publisher crashes at any time. */
  function faults(state: State, position: number): Step<State>[] {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    if (publisher.at === 'done' || publisher.at === 'conflict' || publisher.at === 'read') return []
    const crash = to('crashes, and is run again', START)
    if (publisher.at !== 'swap' || publisher.stamp > state.now) return [crash]
    const head = scene.draftOf(publisher, position)
    const next = doubting(state, publisher)
    const isFull = state.late.length === bounds.late
    return [
      crash,
      ...(state.head === publisher.demanded
        ? [to('swaps the head, without an answer', next, inForce(state, head))]
        : []),
      to('asks for a swap, which fails without an answer', next),
      ...(isFull
        ? []
        : [
            to('asks for a swap, which is late', next, {
              late: [...state.late, { demanded: publisher.demanded, head }],
            }),
          ]),
    ]
  }

  function arrive(state: State, position: number): Step<State> {
    const { demanded, head } = state.late[position] as Late
    const late = state.late.filter((_, other) => other !== position)
    if (state.head !== demanded) return { by: 'a late swap', does: 'is refused', to: { ...state, late } }
    return { by: 'a late swap', does: 'swaps the head', to: { ...state, late, ...inForce(state, head) } }
  }

  function inForce(state: State, head: number): Partial<State> {
    return { head, stampBefore: Math.max(state.stampBefore, scene.stampOf(state.head)) }
  }

  /** The order in which clients ask: the head, what it names, what that names. */
  function read(state: State): Step<State>[] {
    const { at, head } = state.reader
    const to = (does: string, reader: Reader): Step<State> => ({
      by: 'the reader',
      does,
      to: { ...state, reader },
    })
    switch (at) {
      case 'head':
        return state.head === NONE ? [] : [to('reads the head', { at: 'index', head: state.head })]
      case 'index': {
        const isThere = rules.namesByHash ? state.indexes.includes(head) : state.plainIndex === head
        return [
          isThere
            ? to('reads the index', { at: 'package', head })
            : to('does not find the index', { at: 'broken', head }),
        ]
      }
      case 'package': {
        const isWhole = scene.filesOf(head).every((file) => hasFile(state.files, file))
        return [
          isWhole ? to('reads the packages', AWAY) : to('does not find a package', { at: 'broken', head }),
        ]
      }
      case 'broken':
        return []
    }
  }

  function violation(state: State): string | undefined {
    const named = scene.filesOf(state.head)
    const lost = state.publishers.findIndex(
      ({ at }, position) => at === 'done' && !named.some(({ pkg }) => pkg === scene.pkgOf(position)),
    )
    if (lost >= 0) return `Publisher ${lost + 1} has reported success, but its package is not in the head.`
    if (state.reader.at === 'broken') return 'The reader has a head that does not go with the rest.'
    if (state.head === NONE) return undefined
    if (scene.stampOf(state.head) <= state.stampBefore)
      return 'The stamp of the head is not after all stamps before it.'
    if (!named.every((file) => hasFile(state.files, file)))
      return 'The head names a package that is not there.'
    if (rules.namesByHash && !state.indexes.includes(state.head))
      return 'The head names an index that is not there.'
    if (!state.copies.includes(state.head)) return 'The head has no copy.'
    return undefined
  }

  /** Every publisher, left alone, comes to its end; that does not depend on where the reader is. */
  function unfinished(state: State): string | undefined {
    if (state.reader.at !== 'head') return undefined
    let alone = state
    for (const position of packages.keys()) {
      for (let taken = 0; ; taken += 1) {
        const [next] = publish(alone, position)
        if (next === undefined) break
        if (taken === MOST_STEPS_ALONE) return `Publisher ${position + 1}, alone, does not come to its end.`
        alone = next.to
      }
    }
    return undefined
  }

  return {
    initial: [scene.initial()],
    steps,
    key: (state) => keyOf(state, scene),
    violation: (state) => violation(state) ?? unfinished(state),
  }
}
