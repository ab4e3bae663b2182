import type { Model, Step } from './search.ts'

/** Rule 11, in parts that can be dropped to see that they are needed. */
export interface Rules {
  /** Who adds a noarch package looks at all architectures after its last swap, and adds what is missing. */
  readonly adderLooks: boolean
  /** So does who creates an architecture. */
  readonly creatorLooks: boolean
  /** So does a run that finds all its packages published. */
  readonly repeatedLooks: boolean
}

/** What a run does, to a noarch package or to an architecture, by number. */
export type Run =
  | { readonly kind: 'adds'; readonly pkg: number }
  | { readonly kind: 'removes'; readonly pkg: number }
  | { readonly kind: 'creates'; readonly arch: number }

/** The head of an architecture; `version` is what a swap demands. */
interface Head {
  readonly version: number
  readonly packages: readonly number[]
}

/** What a run wants of an architecture's head. */
interface Change {
  readonly arch: number
  readonly adds: readonly number[]
  readonly removes: readonly number[]
}

interface RunState {
  readonly at: 'list' | 'open' | 'swap' | 'look' | 'done'
  readonly isSecond: boolean
  readonly hasChanged: boolean
  readonly changes: readonly Change[]
  readonly opened: Head | undefined
  /** Heads as they were read one after the other, to find what is missing. */
  readonly read: readonly (Head | undefined)[]
}

export interface State {
  readonly heads: readonly (Head | undefined)[]
  readonly runs: readonly RunState[]
}

const START: RunState = {
  at: 'list',
  isSecond: false,
  hasChanged: false,
  changes: [],
  opened: undefined,
  read: [],
}
const DONE: RunState = { ...START, at: 'done' }

/** What each architecture has at first; undefined where it does not exist. A run that crashes is run again. */
export type Published = readonly (readonly number[] | undefined)[]

/** Runs at the same time on a channel with an rpm repository for each architecture. */
export function noarch(runs: readonly Run[], published: Published, rules: Rules): Model<State> {
  function steps(state: State): Step<State>[] {
    return runs.flatMap((run, position) => {
      const it = state.runs[position] as RunState
      if (it.at === 'done') return []
      const to = stepOf(state, position)
      return [work(state, run, it, to), ...(it.at === 'list' ? [] : [to('crashes, and is run again', START)])]
    })
  }

  function work(state: State, run: Run, it: RunState, to: To): Step<State> {
    const arch = it.changes[0]?.arch
    switch (it.at) {
      case 'list':
        return to('lists the architectures', { ...START, at: 'open', changes: changesOf(state, run) })
      case 'open':
        return arch === undefined ? finished(run, it, to) : opened(state, it, arch, to)
      case 'swap':
        return swapped(state, it, arch as number, to)
      case 'look':
        return looked(state, it, to)
      case 'done':
        return to('is done', DONE)
    }
  }

  function finished(run: Run, it: RunState, to: To): Step<State> {
    const isAsked = { adds: rules.adderLooks, creates: rules.creatorLooks, removes: false }[run.kind]
    const looks = isAsked && !it.isSecond && (it.hasChanged || rules.repeatedLooks)
    return looks ? to('has done its own part', { ...START, at: 'look' }) : to('is done', DONE)
  }

  function violation(state: State): string | undefined {
    if (!state.runs.every(({ at }) => at === 'done')) return undefined
    for (const [arch, head] of state.heads.entries()) {
      if (head === undefined) continue
      for (const run of runs) {
        if (run.kind === 'adds' && !head.packages.includes(run.pkg))
          return `Architecture ${arch} lacks package ${run.pkg}.`
        if (run.kind === 'removes' && head.packages.includes(run.pkg))
          return `Architecture ${arch} has package ${run.pkg} again.`
      }
    }
    return undefined
  }

  const heads = published.map((packages) => (packages === undefined ? undefined : { version: 0, packages }))
  return {
    initial: [{ heads, runs: runs.map(() => START) }],
    steps,
    key: (state) => JSON.stringify(state),
    violation,
  }
}

function changesOf({ heads }: State, run: Run): readonly Change[] {
  if (run.kind === 'creates') return [{ arch: run.arch, adds: [], removes: [] }]
  const existing = [...heads.keys()].filter((arch) => heads[arch] !== undefined)
  const targets = existing.length === 0 ? [...heads.keys()] : existing
  const change = run.kind === 'adds' ? { adds: [run.pkg], removes: [] } : { adds: [], removes: [run.pkg] }
  return targets.map((arch) => ({ arch, ...change }))
}

function opened(state: State, it: RunState, arch: number, to: To): Step<State> {
  const head = state.heads[arch]
  const [change, ...changes] = it.changes as readonly [Change, ...Change[]]
  if (head !== undefined && isDone(head, change))
    return to(`finds architecture ${arch} right`, { ...it, changes })
  return to(`reads the head of architecture ${arch}`, { ...it, at: 'swap', opened: head })
}

function isDone({ packages }: Head, { adds, removes }: Change): boolean {
  return adds.every((pkg) => packages.includes(pkg)) && !removes.some((pkg) => packages.includes(pkg))
}

function swapped(state: State, it: RunState, arch: number, to: To): Step<State> {
  const [{ adds, removes }, ...changes] = it.changes as readonly [Change, ...Change[]]
  const next: RunState = { ...it, at: 'open', opened: undefined }
  const { version, packages } = it.opened ?? { version: 0, packages: [] }
  if (state.heads[arch]?.version !== it.opened?.version) return to(`is refused at architecture ${arch}`, next)
  const all = new Set([...packages.filter((pkg) => !removes.includes(pkg)), ...adds])
  const head = { version: version + 1, packages: [...all].sort((a, b) => a - b) }
  const heads = state.heads.map((before, other) => (other === arch ? head : before))
  return to(`swaps the head of architecture ${arch}`, { ...next, hasChanged: true, changes }, { heads })
}

function looked(state: State, it: RunState, to: To): Step<State> {
  const arch = it.read.length
  const read = [...it.read, state.heads[arch]]
  const does = `looks at architecture ${arch}`
  if (read.length < state.heads.length) return to(does, { ...it, read })
  const all = [...new Set(read.flatMap((head) => head?.packages ?? []))].sort((a, b) => a - b)
  const changes = read.flatMap((head, arch) => {
    const adds = all.filter((pkg) => !head?.packages.includes(pkg))
    return head === undefined || adds.length === 0 ? [] : [{ arch, adds, removes: [] }]
  })
  return to(does, { ...START, at: 'open', isSecond: true, changes })
}

type To = ReturnType<typeof stepOf>

function stepOf(state: State, position: number) {
  return (does: string, next: RunState, change: Partial<State> = {}): Step<State> => ({
    by: `run ${position + 1}`,
    does,
    to: { ...state, ...change, runs: state.runs.map((it, other) => (other === position ? next : it)) },
  })
}
