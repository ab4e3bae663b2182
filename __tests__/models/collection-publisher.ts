import type { Bounds, Rules } from './collection.ts'
import {
  NOT_PUBLISHED,
  PROPER_KEY,
  RUN_UNITS,
  type Publisher,
  STAMPS_PER_UNIT,
  type State,
  dating,
  GRACE_UNITS,
  headOf,
  including,
  numberOf,
  replaced,
  timeOf,
  unitOf,
} from './collection-state.ts'
import { type Step, publisherStep } from './search.ts'

export const IDLE_PUBLISHER: Publisher = {
  at: 'idle',
  suite: 0,
  job: 'other',
  since: 0,
  opened: 0,
  stamp: 0,
  isNamed: false,
  key: NOT_PUBLISHED,
}

const JOBS = {
  add: 'begins to publish',
  remove: 'begins to remove',
  other: 'begins to publish something else',
}

/** What a publisher can do next: rule 8's side of the five steps. */
export function publisherSteps(
  state: State,
  position: number,
  rules: Rules,
  { jobs }: Bounds,
): Step<State>[] {
  const publisher = state.publishers[position] as Publisher
  const to = publisherStep(state, position)
  if (publisher.at === 'idle') return begun(state, to, rules, jobs)
  return worked(state, publisher, to, rules)
}

type To = (does: string, next: Publisher, change?: Partial<State>) => Step<State>

function begun(state: State, to: To, rules: Rules, jobs: Bounds['jobs']): Step<State>[] {
  if (state.left.publishes === 0) return []
  const left = { ...state.left, publishes: state.left.publishes - 1 }
  return state.heads.flatMap((_, suite) =>
    jobs.flatMap((job) => {
      const next = opened(state, { ...IDLE_PUBLISHER, suite, job, since: state.now }, rules)
      return next.at === 'idle'
        ? []
        : [to(`${JOBS[job]}, and reads the head of suite ${suite}`, next, { left })]
    }),
  )
}

function opened(state: State, publisher: Publisher, rules: Rules): Publisher {
  const { suite, job, key } = publisher
  const number = state.heads[suite] as number
  const head = headOf(number)
  const isPublished = head.key !== NOT_PUBLISHED
  if ((job === 'add' && isPublished) || (job === 'remove' && !isPublished)) return IDLE_PUBLISHER
  const at = job !== 'add' ? 'store' : key === NOT_PUBLISHED ? 'look' : 'marks'
  const isNamed = rules.trustsSiblings && state.heads.some((it) => headOf(it).key === PROPER_KEY)
  const stamp = Math.max(state.now * STAMPS_PER_UNIT, head.stamp + 1)
  return { ...publisher, at, opened: number, stamp, isNamed }
}

function worked(state: State, publisher: Publisher, to: To, rules: Rules): Step<State>[] {
  switch (publisher.at) {
    case 'idle':
      return []
    case 'open':
      return [to('reads the head again', opened(state, publisher, rules))]
    case 'look':
      return [looked(state, publisher, to, rules)]
    case 'put':
      if (timeOf(state.packages, PROPER_KEY) !== undefined) {
        return [to('finds the key taken as it stores the package', { ...publisher, at: 'look' })]
      }
      return [stored(state, { ...publisher, key: PROPER_KEY }, to, 'stores the package')]
    case 'marks':
      if (!rules.marks || timeOf(state.marks, publisher.key) === undefined) {
        return [to('finds no mark', { ...publisher, at: 'store' })]
      }
      return [apart(state, publisher, to, 'finds a mark')]
    case 'store':
      return [storedHead(state, publisher, to)]
    case 'swap':
      return swapped(state, publisher, to)
  }
}

function looked(state: State, publisher: Publisher, to: To, rules: Rules): Step<State> {
  const written = timeOf(state.packages, PROPER_KEY)
  if (written === undefined) return to('finds no package', { ...publisher, at: 'put' })
  const isYoung = state.now - written < GRACE_UNITS / 2
  if (isYoung || publisher.isNamed || !rules.onlyYoung) {
    return to('uses the package that is there', {
      ...publisher,
      at: 'marks',
      isNamed: false,
      key: PROPER_KEY,
    })
  }
  return apart(state, publisher, to, 'finds an old package')
}

/** A key that nothing had before: it tells the second. */
function apart(state: State, publisher: Publisher, to: To, does: string): Step<State> {
  let key = PROPER_KEY + 1 + state.now * STAMPS_PER_UNIT
  while (timeOf(state.packages, key) !== undefined) key += 1
  return stored(state, { ...publisher, key }, to, `${does}, and stores the package under a key of its own`)
}

function stored(state: State, publisher: Publisher, to: To, does: string): Step<State> {
  const packages = dating(state.packages, publisher.key, state.now)
  return to(does, { ...publisher, at: 'marks', isNamed: false }, { packages })
}

function draftOf({ suite, job, opened, stamp, key }: Publisher): number {
  const keys = { add: key, remove: NOT_PUBLISHED, other: headOf(opened).key }
  return numberOf({ suite, stamp, previous: headOf(opened).stamp, key: keys[job] })
}

function storedHead(state: State, publisher: Publisher, to: To): Step<State> {
  const draft = draftOf(publisher)
  const copies = including(state.copies, draft)
  return to('stores an index and a copy of its head', { ...publisher, at: 'swap' }, { copies })
}

function swapped(state: State, publisher: Publisher, to: To): Step<State>[] {
  const again = reopening(publisher)
  const { suite, opened, since } = publisher
  const head = draftOf(publisher)
  if (state.heads[suite] !== opened) return [to('is refused', again)]
  const change = inForce(state, opened, head)
  const answered = to('swaps the head', IDLE_PUBLISHER, change)
  if (state.left.lost === 0) return [answered]
  const left = { ...state.left, lost: state.left.lost - 1 }
  const late = [...state.late, { kind: 'swap', until: since + RUN_UNITS, opened, head } as const]
  return [
    answered,
    to('swaps the head, and gets no answer', again, { ...change, left }),
    to('asks for a swap, and gets no answer', again, { late, left }),
  ]
}

/** A head takes the place of the one before: from its stamp on, that one's grace time runs. */
export function inForce(state: State, opened: number, head: number): Partial<State> {
  const { suite, stamp } = headOf(head)
  return {
    heads: replaced(state.heads, suite, head),
    past: dating(state.past, opened, unitOf(stamp) + GRACE_UNITS),
  }
}

export function reopening(publisher: Publisher): Publisher {
  return { ...publisher, at: 'open', opened: 0, stamp: 0, isNamed: false }
}
