import { PublishError } from '../../../src/errors.ts'
import { type Target, Violation } from './target.ts'
import type { Watchdog } from './watchdog.ts'

/** For one input, in processor time: some hundred times what inputs of this size need. */
const LIMIT_CPU_MS = 3_000
/** How much the process may grow by one input: what PROMISES allows a package, and what the collector leaves. */
const LIMIT_GROWTH_BYTES = 512 * 2 ** 20

/** Something that must not be: how, and where in src, by which finds are told apart. */
export interface Fault {
  readonly kind: 'exception' | 'violation' | 'rejection' | 'slow' | 'memory' | 'hang'
  readonly message: string
  readonly place: string
}

/** What came of an input. */
export interface Execution {
  /** What its reader said, without what is the input's own: another one is another way through. */
  readonly verdict: string
  readonly fault?: Fault
}

const rejections: unknown[] = []
process.on('unhandledRejection', (reason) => rejections.push(reason))

/** Has a target read an input. */
export async function execute(target: Target, input: Buffer, watchdog: Watchdog): Promise<Execution> {
  const first = await measured(target, input, watchdog)
  const { kind } = first.fault ?? {}
  // Time and memory are also the collector's: what is the input's own is so twice.
  return kind === 'slow' || kind === 'memory' ? measured(target, input, watchdog) : first
}

async function measured(target: Target, input: Buffer, watchdog: Watchdog): Promise<Execution> {
  watchdog.begin(input)
  const [cpu, rssBytes] = [process.cpuUsage(), process.memoryUsage.rss()]
  const execution = await judged(target, input)
  const { user, system } = process.cpuUsage(cpu)
  const grownBytes = process.memoryUsage.rss() - rssBytes
  watchdog.end()
  if (execution.fault !== undefined) return execution
  const [rejection] = rejections.splice(0)
  if (rejection !== undefined) return faulty('rejection', rejection)
  const cpuMs = (user + system) / 1_000
  if (cpuMs > LIMIT_CPU_MS) return costly('slow', `${Math.round(cpuMs)} ms of processor time`, target)
  if (grownBytes > LIMIT_GROWTH_BYTES) return costly('memory', `${grownBytes >> 20} MiB more`, target)
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

/** A message without what it quotes and counts. */
function patternOf(message: string): string {
  return message
    .replaceAll(/"(?:[^"\\]|\\.)*"?/gs, '""')
    .replaceAll(/[0-9a-f]+/gi, (word) => (/\d/.test(word) ? '0' : word))
    .slice(0, 160)
}

function faulty(kind: Fault['kind'], error: unknown): Execution {
  const seen = error instanceof Error ? error : new Error(String(error))
  const frames = [...(seen.stack ?? '').matchAll(/\/(src\/[^\s)]+\.ts:\d+)/g)].map(([, frame = '']) => frame)
  const place = frames[0] ?? (kind === 'violation' ? seen.message : '')
  return { verdict: kind, fault: { kind, message: `${seen.name}: ${seen.message.slice(0, 500)}`, place } }
}

function costly(kind: Fault['kind'], message: string, { name }: Target): Execution {
  return { verdict: kind, fault: { kind, message, place: name } }
}
