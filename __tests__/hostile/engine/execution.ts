import { inspect } from 'node:util'
import { PublishError } from '../../../src/errors.ts'
import { type CostLimits, beginCost, collectGarbage } from './cost.ts'
import type { Strays } from './strays.ts'
import { type Target, Violation } from './target.ts'
import type { Watchdog } from './watchdog.ts'

/** Something that must not be: how, and where in src, by which finds are told apart. */
export interface Fault {
  readonly kind: 'exception' | 'violation' | 'rejection' | 'uncaught' | 'slow' | 'memory'
  readonly message: string
  readonly place: string
}

/** What came of an input. */
export interface Execution {
  /** What its reader said, without what is the input's own: another one is another way through. */
  readonly verdict: string
  readonly fault?: Fault
}

/** What looks on. */
export interface Observers {
  readonly watchdog: Watchdog
  readonly strays: Strays
  readonly limits: CostLimits
}

/** Has a target read an input. */
export async function execute(target: Target, input: Buffer, observers: Observers): Promise<Execution> {
  const first = await measured(target, input, observers)
  const { kind } = first.fault ?? {}
  if (kind !== 'slow' && kind !== 'memory') return first
  // Time and memory are also the collector's: what is the input's own is so twice.
  collectGarbage()
  return measured(target, input, observers)
}

async function measured(
  target: Target,
  input: Buffer,
  { watchdog, strays, limits }: Observers,
): Promise<Execution> {
  watchdog.begin(input)
  const cost = beginCost()
  const execution = await judged(target, input)
  const { cpuMs, growthBytes } = cost()
  const stray = await strays.take()
  watchdog.end()
  if (execution.fault !== undefined) return execution
  if (stray !== undefined) return faulty(stray.kind, stray.error)
  if (cpuMs > limits.cpuMs) return costly('slow', `${Math.round(cpuMs)} ms of processor time`, target)
  if (growthBytes > limits.growthBytes)
    return costly('memory', `${Math.round(growthBytes / 2 ** 20)} MiB more`, target)
  return execution
}

async function judged(target: Target, input: Buffer): Promise<Execution> {
  try {
    await target.read(input)
    return { verdict: 'read' }
  } catch (error) {
    if (error instanceof PublishError) return { verdict: `${error.code} ${patternOf(error.message)}` }
    return faulty(error instanceof Violation ? 'violation' : 'exception', error)
  }
}

const MOST_MESSAGE_CHARACTERS = 4_096

/** A message without what it quotes and counts. */
function patternOf(message: string): string {
  return message
    .slice(0, MOST_MESSAGE_CHARACTERS)
    .replaceAll(/"(?:[^"\\]|\\.)*"?/gs, '""')
    .replaceAll(/[0-9a-f]+/gi, (word) => (/\d/.test(word) ? '0' : word))
    .slice(0, 160)
}

function faulty(kind: Fault['kind'], error: unknown): Execution {
  const seen = error instanceof Error ? error : new Error(inspect(error))
  const place = frameOf(seen) ?? (kind === 'violation' ? seen.message : '')
  return { verdict: kind, fault: { kind, message: `${seen.name}: ${seen.message.slice(0, 500)}`, place } }
}

/** The innermost line of src. The message is in the stack too, and may be long, and look like lines of one. */
function frameOf({ stack = '', message }: Error): string | undefined {
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n')
  const found = frames.map((it) => /\/(src\/[\w./-]{1,200}\.ts:\d+)/.exec(it.slice(0, 1_000))?.[1])
  return found.find((it) => it !== undefined)
}

function costly(kind: Fault['kind'], message: string, { name }: Target): Execution {
  return { verdict: kind, fault: { kind, message, place: name } }
}
