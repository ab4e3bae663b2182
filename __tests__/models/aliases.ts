import { type Model, type Step, publisherStep } from './search.ts'

/** Rule 6, in parts that can be dropped to see that they are needed. */
export interface Rules {
  /** An alias is written only over what was seen there. */
  readonly isConditional: boolean
  /** After a refusal: the alias is read before the head, the head before the alias, or the head not at all. */
  readonly afterRefusal: 'alias, head' | 'head, alias' | 'alias'
  /** The alias of the head itself is written when those of its indexes are, so that it tells of all of them. */
  readonly headAliasLast: boolean
  /** A publisher that finds that alias stale writes all that are, also those of indexes that it does not change. */
  readonly carriesOn: boolean
  /** A run that swaps no head looks at the head again before it writes the first time: what it noted may be newer. */
  readonly repairLooks: boolean
}

const RUNS = ['main', 'contrib', 'nothing'] as const

/** What a run changes: one of two indexes, or nothing, and then it only looks whether aliases are stale. */
export type Run = (typeof RUNS)[number]

/** How much happens besides; crashes need no number, since every run can stop once. */
export interface Bounds {
  /** Writes of an alias without an answer, which are done later. */
  readonly late: number
}

/** An alias of either index, and `Release`, the alias of the head. */
const ALIASES = ['main', 'contrib', 'release'] as const
type Alias = (typeof ALIASES)[number]

/** An alias to write, and the version that it must have. */
interface Write {
  readonly alias: Alias
  readonly seen: number
}

const { fromCharCode } = String
const END = 0xff

const STAGES = ['head', 'release', 'note', 'swap', 'put', 'look', 'check', 'done', 'crashed'] as const

interface Publisher {
  readonly at: (typeof STAGES)[number]
  /** The head that was read; after the swap, the head that is written. */
  readonly version: number
  readonly isStale: boolean
  /** What `Release` was when the head was read. */
  readonly release: number
  readonly writes: readonly Write[]
  /** Whether its aliases were noted before the head came into force. */
  readonly noted: boolean
}

interface Late extends Write {
  readonly version: number
}

export interface State {
  /** What each head changed: the version of a head is its place, and that of an alias is the head that it came with. */
  readonly heads: readonly Run[]
  readonly aliases: Readonly<Record<Alias, number>>
  readonly publishers: readonly Publisher[]
  readonly late: readonly Late[]
  readonly hasCrash: boolean
  readonly wentBack: boolean
}

const START: Publisher = { at: 'head', version: 0, isStale: false, release: 0, writes: [], noted: true }
const DONE: Publisher = { ...START, at: 'done' }

/** Publishers at the same time, and after all of them a run that changes nothing. */
export function aliases(runs: readonly Run[], rules: Rules, bounds: Bounds): Model<State> {
  const all: readonly Run[] = [...runs, 'nothing']
  const isRepair = (position: number) => position === runs.length

  function steps(state: State): Step<State>[] {
    return [
      ...all.flatMap((_, position) => runSteps(state, position)),
      ...state.late.map((_, position) => arrive(state, position)),
    ]
  }

  function runSteps(state: State, position: number): Step<State>[] {
    const publisher = state.publishers[position] as Publisher
    if (hasEnded(publisher)) return []
    if (isRepair(position)) return state.publishers.slice(0, -1).every(hasEnded) ? work(state, position) : []
    const crash = publisherStep(state, position)('crashes', { ...START, at: 'crashed' }, { hasCrash: true })
    return publisher.at === 'head' ? work(state, position) : [...work(state, position), crash]
  }

  function work(state: State, position: number): Step<State>[] {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    switch (publisher.at) {
      case 'head':
        return [to('reads the head', { ...START, at: 'release', version: state.heads.length })]
      case 'release': {
        const { release } = state.aliases
        return [
          to('reads Release', { ...publisher, at: 'note', release, isStale: release !== publisher.version }),
        ]
      }
      case 'note':
        return [noted(state, position)]
      case 'swap':
        return [swapped(state, position)]
      case 'put':
        return put(state, position)
      case 'look':
        return [looked(state, position)]
      case 'check': {
        const isOurs = state.heads.length === publisher.version
        if (isOurs)
          return [
            to('sees that its head is in force', {
              ...publisher,
              at: rules.afterRefusal === 'alias, head' ? 'put' : 'look',
            }),
          ]
        return [to('sees that another head is in force', settled(publisher))]
      }
      case 'done':
      case 'crashed':
        return []
    }
  }

  /** Which aliases there will be to write, and what is there now. */
  function noted(state: State, position: number): Step<State> {
    const publisher = state.publishers[position] as Publisher
    const { version, isStale, release } = publisher
    const run = all[position] as Run
    const to = publisherStep(state, position)
    const carried = (alias: Alias) =>
      isStale &&
      (rules.carriesOn || run === 'nothing') &&
      alias !== 'release' &&
      state.aliases[alias] !== belonging(state.heads, alias, version)
    const indexes = ALIASES.filter((alias) => alias === run || carried(alias)).map((alias) => ({
      alias,
      seen: state.aliases[alias],
    }))
    const head = { alias: 'release', seen: release } as const
    const writes = rules.headAliasLast ? [...indexes, head] : [head, ...indexes]
    const next: Publisher = {
      ...publisher,
      release: 0,
      isStale: false,
      writes,
      noted: run !== 'nothing' || !rules.repairLooks,
    }
    if (run !== 'nothing') return to('notes its aliases', { ...next, at: 'swap' })
    return isStale
      ? to('finds Release stale', { ...next, at: next.noted ? 'put' : 'look' })
      : to('finds Release right', DONE)
  }

  function swapped(state: State, position: number): Step<State> {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    if (state.heads.length !== publisher.version) return to('is refused, and begins again', START)
    const heads = [...state.heads, all[position] as Run]
    return to('swaps the head', { ...publisher, at: 'put', version: heads.length }, { heads })
  }

  function put(state: State, position: number): Step<State>[] {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    const [write] = publisher.writes as readonly [Write]
    const late = { ...write, version: belonging(state.heads, write.alias, publisher.version) }
    const doubt: Publisher = { ...publisher, at: rules.afterRefusal === 'head, alias' ? 'check' : 'look' }
    const isHeld = !rules.isConditional || state.aliases[write.alias] === write.seen
    const change = written(state, late)
    const lost: Step<State>[] =
      bounds.late > state.late.length
        ? [to(`writes ${write.alias}, without an answer; it is late`, doubt, { late: [...state.late, late] })]
        : []
    if (!isHeld) return [to(`is refused at ${write.alias}`, doubt), ...lost]
    return [
      to(`writes ${write.alias}`, settled(publisher), change),
      to(`writes ${write.alias}, without an answer`, doubt, change),
      ...lost,
    ]
  }

  function looked(state: State, position: number): Step<State> {
    const publisher = state.publishers[position] as Publisher
    const to = publisherStep(state, position)
    const [write, ...others] = publisher.writes as readonly [Write, ...Write[]]
    const seen = state.aliases[write.alias]
    if (seen === belonging(state.heads, write.alias, publisher.version))
      return to(`finds ${write.alias} right`, settled(publisher))
    const at = rules.afterRefusal === 'alias, head' ? 'check' : 'put'
    return to(`reads ${write.alias}`, { ...publisher, at, writes: [{ ...write, seen }, ...others] })
  }

  function arrive(state: State, position: number): Step<State> {
    const write = state.late[position] as Late
    const late = state.late.filter((_, other) => other !== position)
    const isHeld = !rules.isConditional || state.aliases[write.alias] === write.seen
    const does = isHeld ? `writes ${write.alias}` : `is refused at ${write.alias}`
    return { by: 'a late request', does, to: { ...state, late, ...(isHeld ? written(state, write) : {}) } }
  }

  function violation(state: State): string | undefined {
    if (state.wentBack) return 'An alias has gone back to what belongs to an older head.'
    const isWithoutFault = !state.hasCrash && bounds.late === 0
    const ending = isWithoutFault ? state.publishers.slice(0, -1) : state.publishers
    if (!ending.every(hasEnded)) return undefined
    const stale = ALIASES.find(
      (alias) => state.aliases[alias] !== belonging(state.heads, alias, state.heads.length),
    )
    return stale === undefined
      ? undefined
      : `All runs are over, and the alias ${stale} is not what the head says.`
  }

  function key(state: State): string {
    const publishers = state.publishers.map((it, position) => publisherKey(it, all[position] as Run))
    const repair = publishers.pop()
    const late = state.late.map((it) => fromCharCode(ALIASES.indexOf(it.alias), it.seen, it.version)).sort()
    const { main, contrib, release } = state.aliases
    const heads = state.heads.map((run) => RUNS.indexOf(run))
    const codes = fromCharCode(main, contrib, release, Number(state.hasCrash), ...heads, END)
    return codes + publishers.sort().join('') + repair + late.join('')
  }

  const initial: State = {
    heads: [],
    aliases: { main: 0, contrib: 0, release: 0 },
    publishers: all.map(() => START),
    late: [],
    hasCrash: false,
    wentBack: false,
  }
  return { initial: [initial], steps, key, violation }
}

function hasEnded({ at }: Publisher): boolean {
  return at === 'done' || at === 'crashed'
}

/** The version of an alias that goes with a head: the last one up to it that changed the index. */
function belonging(heads: readonly Run[], alias: Alias, version: number): number {
  return alias === 'release' ? version : heads.slice(0, version).lastIndexOf(alias) + 1
}

function written(state: State, { alias, version }: Late): Partial<State> {
  const wentBack = state.wentBack || version < state.aliases[alias]
  return { aliases: { ...state.aliases, [alias]: version }, wentBack }
}

function settled(publisher: Publisher): Publisher {
  const [, ...writes] = publisher.writes
  return writes.length === 0 ? DONE : { ...publisher, at: publisher.noted ? 'put' : 'look', writes }
}

function publisherKey({ at, version, isStale, release, writes }: Publisher, run: Run): string {
  if (at === 'done' || at === 'crashed') return fromCharCode(RUNS.indexOf(run), END)
  let key = fromCharCode(RUNS.indexOf(run), STAGES.indexOf(at), version, Number(isStale), release)
  for (const { alias, seen } of writes) key += fromCharCode(ALIASES.indexOf(alias), seen)
  return key + fromCharCode(END)
}
