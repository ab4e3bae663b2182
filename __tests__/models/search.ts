/** One thing that can happen next, in words for a trace. */
export interface Step<S> {
  readonly by: string
  readonly does: string
  readonly to: S
}

/** The step of one publisher, which changes it, and maybe what is shared. */
export function publisherStep<S extends { readonly publishers: readonly unknown[] }>(
  state: S,
  position: number,
) {
  return (does: string, next: S['publishers'][number], change: Partial<S> = {}): Step<S> => ({
    by: `publisher ${position + 1}`,
    does,
    to: {
      ...state,
      ...change,
      publishers: state.publishers.map((it, other) => (other === position ? next : it)),
    },
  })
}

/** A protocol as states and steps between them: small enough that all of them can be looked at. */
export interface Model<S> {
  readonly initial: readonly S[]
  /** Everything that can happen in a state, always in the same order. */
  steps(state: S): Iterable<Step<S>>
  /** The same for states that nobody can tell apart, such as those in which two publishers have changed places. */
  key(state: S): string
  /** What is wrong with a state, if anything. */
  violation(state: S): string | undefined
}

/** What a search found, and how much it looked at. */
export interface Found {
  readonly states: number
  readonly steps: number
  /** The length of the longest shortest way to a state. */
  readonly depth: number
  /** Of the processor: other work on the machine does not count. */
  readonly seconds: number
  /** The shortest way to a violation, a step a line; undefined where all states are right. */
  readonly counterexample: string | undefined
}

/** A state as it is remembered: how it was first reached. */
interface Origin {
  /** The number of the state before it; -1 for an initial one. */
  readonly before: number
  /** Which of the steps of that state led here, or which initial state this is. */
  readonly choice: number
}

/** For a test that searches: how fast the machine is says nothing about the protocol. */
export const TIMEOUT_MS = 10 * 60_000

interface Visited<S> {
  readonly state: S
  readonly number: number
}

/**
 * Looks at every state that can be reached, nearest first, until one is wrong.
 *
 * @throws Error where there are more than `mostStates`: a search that was cut short has shown nothing
 */
export function search<S>(model: Model<S>, mostStates = 4_000_000): Found {
  const started = process.cpuUsage()
  const ground = new Ground(model, mostStates)
  let [steps, depth, frontier] = [0, 0, ground.start()]
  while (frontier.length > 0 && ground.counterexample === undefined) {
    const next: Visited<S>[] = []
    for (const { state, number } of frontier) {
      let choice = 0
      for (const { to } of model.steps(state)) {
        ground.visit(to, { before: number, choice }, next)
        choice += 1
      }
      steps += choice
      if (ground.counterexample !== undefined) break
    }
    depth += next.length > 0 ? 1 : 0
    frontier = next
  }
  const { user, system } = process.cpuUsage(started)
  const seconds = (user + system) / 1e6
  return { states: ground.size, steps, depth, seconds, counterexample: ground.counterexample }
}

/** The states that were visited, each by its key and by the way to it. */
class Ground<S> {
  counterexample: string | undefined
  readonly #model: Model<S>
  readonly #mostStates: number
  readonly #keys = new Set<string>()
  readonly #origins: Origin[] = []

  constructor(model: Model<S>, mostStates: number) {
    this.#model = model
    this.#mostStates = mostStates
  }

  get size(): number {
    return this.#keys.size
  }

  start(): Visited<S>[] {
    const frontier: Visited<S>[] = []
    for (const [choice, state] of this.#model.initial.entries())
      this.visit(state, { before: -1, choice }, frontier)
    return frontier
  }

  /** Takes a state in, if it is new, and looks whether it is right. */
  visit(state: S, origin: Origin, into: Visited<S>[]): void {
    const key = this.#model.key(state)
    if (this.#keys.has(key)) return
    if (this.size === this.#mostStates) throw new Error(`There are more than ${this.#mostStates} states.`)
    this.#keys.add(key)
    into.push({ state, number: this.#origins.push(origin) - 1 })
    const violation = this.#model.violation(state)
    if (violation !== undefined)
      this.counterexample ??= `${wayTo(this.#model, this.#origins, origin)}${violation}`
  }
}

/** Goes the recorded choices again, from the start, to tell them in words. */
function wayTo<S>(model: Model<S>, origins: readonly Origin[], last: Origin): string {
  const choices: number[] = []
  let origin = last
  for (; origin.before >= 0; origin = origins[origin.before] as Origin) choices.unshift(origin.choice)
  let state = model.initial[origin.choice] as S
  return choices
    .map((choice, position) => {
      const step = [...model.steps(state)][choice] as Step<S>
      state = step.to
      return `${String(position + 1).padStart(3)}. ${step.by} ${step.does}\n`
    })
    .join('')
}

/** A line for the log of a test, past its reporter. */
export function report(title: string, { states, steps, depth, seconds }: Found): void {
  const count = (value: number) => value.toLocaleString('en')
  process.stdout.write(
    `${title}: ${count(states)} states, ${count(steps)} steps, depth ${depth}, ${seconds.toFixed(1)} s\n`,
  )
}
