import { type Chance, chanceOf } from '../../simulation/chance.ts'
import { type Figures, type Places, type Profile, Reach, claim, touches } from './coverage.ts'
import { COST_LIMITS, type CostLimits, collectGarbage } from './cost.ts'
import { type Execution, type Fault, type Observers, execute } from './execution.ts'
import { smaller } from './smaller.ts'
import { Strays } from './strays.ts'
import type { Mutation, Target } from './target.ts'
import type { Watchdog } from './watchdog.ts'

/** Inputs between two looks at the coverage, which cost more than an input. */
const BATCH = 64
/** Those that reach something new are run up to seven times again. */
const BATCH_MS = 250
/** For making finds small, of all of a target. */
const SMALLER_MS = 30_000
const MOST_INPUT_BYTES = 256 * 1024
const MOST_VERDICTS = 2_000
const MOST_STACKED = 4

/** An input that must not be, made small. */
export interface Find extends Fault {
  readonly input: Buffer
}

/** What became of a target. */
export interface Outcome {
  readonly target: string
  readonly executions: number
  readonly seconds: number
  /** Inputs that went where none before them did, the seeds among them. */
  readonly corpus: readonly Buffer[]
  readonly figures: Figures
  readonly finds: readonly Find[]
}

export interface FuzzOptions {
  readonly seed: number
  readonly seconds: number
  /** Inputs that an earlier run kept. */
  readonly known?: readonly Buffer[]
  readonly profile: Profile
  readonly watchdog: Watchdog
  readonly limits?: CostLimits
}

/** Tries a target with inputs that come from its seeds, and keeps those that reach something new. */
export async function fuzz(target: Target, options: FuzzOptions): Promise<Outcome> {
  const seeds = (await target.seeds()).map((seed) => Buffer.from(seed))
  const start = performance.now()
  const strays = new Strays()
  const campaign = new Campaign(target, options, strays, start + options.seconds * 1_000)
  for (const input of [...seeds, ...(options.known ?? [])]) await campaign.begin(input)
  while (!campaign.isOver()) await campaign.batch()
  strays.stop()
  return campaign.outcome((performance.now() - start) / 1_000)
}

class Campaign {
  readonly #target: Target
  readonly #options: FuzzOptions
  readonly #observers: Observers
  readonly #endMs: number
  readonly #chance: Chance
  readonly #reach = new Reach()
  readonly #corpus: Buffer[] = []
  readonly #verdicts = new Set<string>()
  readonly #finds = new Map<string, Find>()
  #executions = 0
  #smallerMs = SMALLER_MS

  constructor(target: Target, options: FuzzOptions, strays: Strays, endMs: number) {
    const { watchdog, limits = COST_LIMITS } = options
    this.#target = target
    this.#options = options
    this.#observers = { watchdog, limits, strays }
    this.#endMs = endMs
    this.#chance = chanceOf(options.seed)
    options.profile.ran()
  }

  /** A seed stays, whatever it reaches. */
  async begin(input: Buffer): Promise<void> {
    await this.#try(input)
    this.#reach.add(this.#options.profile.ran())
    this.#corpus.push(input)
  }

  isOver(): boolean {
    return performance.now() >= this.#endMs
  }

  async batch(): Promise<void> {
    const inputs: Buffer[] = []
    const batchEndMs = performance.now() + BATCH_MS
    while (inputs.length < BATCH && performance.now() < batchEndMs && !this.isOver()) {
      const input = this.#mutated()
      inputs.push(input)
      if (await this.#try(input)) this.#corpus.push(input)
    }
    const fresh = this.#reach.add(this.#options.profile.ran())
    if (fresh !== undefined) await this.#keepThoseThatReach(fresh, inputs)
  }

  /** By halves, for few of a batch reach anything new, and each look costs. */
  async #keepThoseThatReach(wanted: Places, inputs: readonly Buffer[]): Promise<void> {
    for (const input of inputs) {
      if (this.isOver()) return
      await this.#run(input)
    }
    const ran = this.#options.profile.ran()
    if (!touches(wanted, ran)) return
    if (inputs.length === 1) {
      claim(wanted, ran)
      this.#corpus.push(...inputs)
      return
    }
    const middle = inputs.length >> 1
    await this.#keepThoseThatReach(wanted, inputs.slice(0, middle))
    await this.#keepThoseThatReach(wanted, inputs.slice(middle))
  }

  outcome(seconds: number): Outcome {
    const { profile } = this.#options
    return {
      target: this.#target.name,
      executions: this.#executions,
      seconds,
      corpus: this.#corpus,
      figures: profile.figures(this.#reach.places, this.#target.files),
      finds: [...this.#finds.values()],
    }
  }

  /** Whether its reader said something that it had not said before. */
  async #try(input: Buffer): Promise<boolean> {
    const { verdict, fault } = await this.#run(input)
    if (fault !== undefined) await this.#keep(fault, input)
    if (this.#verdicts.has(verdict) || this.#verdicts.size > MOST_VERDICTS) return false
    this.#verdicts.add(verdict)
    return fault === undefined
  }

  #run(input: Buffer): Promise<Execution> {
    this.#executions += 1
    return execute(this.#target, input, this.#observers)
  }

  async #keep(fault: Fault, input: Buffer): Promise<void> {
    const identity = `${fault.kind} ${fault.place}`
    if (this.#finds.has(identity)) return
    const isSame = async (other: Buffer) => {
      if (fault.kind === 'memory') collectGarbage()
      const { fault: found } = await this.#run(other)
      return found?.kind === fault.kind && found.place === fault.place
    }
    const start = performance.now()
    this.#finds.set(identity, { ...fault, input: await smaller(input, isSame, start + this.#smallerMs) })
    this.#smallerMs -= performance.now() - start
  }

  /** Of what was found lately more than of what is old. */
  #mutated(): Buffer {
    const chance = this.#chance
    const recent = Math.max(this.#corpus.length - 20, 0)
    const from = chance.isTrue(0.5) ? recent : 0
    let input = this.#corpus[from + chance.below(this.#corpus.length - from)] ?? Buffer.alloc(0)
    const { watchdog } = this.#observers
    for (let left = 1 + chance.below(MOST_STACKED); left > 0; left -= 1) {
      // Mutations read what is hostile too.
      watchdog.begin(input)
      const changed = this.#mutation()(input, chance)
      watchdog.end()
      if (changed.length <= MOST_INPUT_BYTES) input = changed
    }
    return input
  }

  #mutation(): Mutation {
    if (this.#chance.isTrue(0.05)) return this.#spliced
    return this.#chance.pick(this.#target.mutations)
  }

  /** The beginning of one with the end of another. */
  readonly #spliced: Mutation = (input, chance) => {
    const other = chance.pick(this.#corpus)
    return Buffer.concat([
      input.subarray(0, chance.below(input.length + 1)),
      other.subarray(chance.below(other.length + 1)),
    ])
  }
}
