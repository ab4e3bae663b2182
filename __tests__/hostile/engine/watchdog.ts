import { Worker } from 'node:worker_threads'

const MOST_INPUT_BYTES = 8 * 2 ** 20

/** What ends the process, and not only the input. */
export interface WatchdogLimits {
  readonly hangMs: number
  readonly growthBytes: number
}

const WATCHDOG_LIMITS: WatchdogLimits = {
  /** Far more than any input takes on a machine that is busy with other things. */
  hangMs: 60_000,
  /** Far more than an input may, and less than what ends the process without a word. */
  growthBytes: 1.5 * 2 ** 30,
}

/** Ends the process where an input never does, or takes all memory, and says which. */
export interface Watchdog {
  begin(input: Uint8Array): void
  end(): void
  stop(): Promise<unknown>
}

/** @param file where the input goes that hangs */
export function watchdog(file: string, limits: WatchdogLimits = WATCHDOG_LIMITS): Watchdog {
  const shared = new SharedArrayBuffer(8 + MOST_INPUT_BYTES)
  const [words, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)]
  Atomics.store(words, 1, -1)
  const worker = new Worker(WATCH, { eval: true, workerData: { shared, file, ...limits } })
  return {
    begin(input) {
      bytes.set(input.subarray(0, MOST_INPUT_BYTES))
      Atomics.store(words, 1, input.length)
      Atomics.add(words, 0, 1)
    },
    end() {
      Atomics.store(words, 1, -1)
    },
    stop: () => worker.terminate(),
  }
}

/** A thread of its own, for the main one may stand still. */
const WATCH = `
const { workerData: { shared, file, hangMs, growthBytes } } = require('node:worker_threads')
const { writeFileSync, writeSync } = require('node:fs')
const [words, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)]
let [seen, since, rssBytes] = [-1, Date.now(), process.memoryUsage.rss()]
setInterval(() => {
  const [number, length, nowBytes] = [Atomics.load(words, 0), Atomics.load(words, 1), process.memoryUsage.rss()]
  if (number !== seen || length < 0) [seen, since, rssBytes] = [number, Date.now(), nowBytes]
  const isHanging = Date.now() - since >= hangMs
  if (!isHanging && nowBytes - rssBytes < growthBytes) return
  writeFileSync(file, bytes.slice(0, length))
  const start = Buffer.from(bytes.slice(0, Math.min(length, 4096))).toString('base64')
  writeSync(2, (isHanging ? 'HANG: ' : 'MEMORY: ') + file + ' ' + start + '\\n')
  process.kill(process.pid, 'SIGKILL')
}, 50)
`
