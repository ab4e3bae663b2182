import { Worker } from 'node:worker_threads'

/** Far more than any input takes on a machine that is busy with other things. */
const HANG_MS = 60_000
const MOST_INPUT_BYTES = 8 * 2 ** 20

/** Ends the process where an input never does, and says which. */
export interface Watchdog {
  begin(input: Uint8Array): void
  end(): void
  stop(): Promise<unknown>
}

/** @param file where the input goes that hangs */
export function watchdog(file: string): Watchdog {
  const shared = new SharedArrayBuffer(8 + MOST_INPUT_BYTES)
  const [words, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)]
  const worker = new Worker(WATCH, { eval: true, workerData: { shared, file, hangMs: HANG_MS } })
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
const { workerData: { shared, file, hangMs } } = require('node:worker_threads')
const { writeFileSync, writeSync } = require('node:fs')
const [words, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)]
let [seen, since] = [-1, Date.now()]
setInterval(() => {
  const [number, length] = [Atomics.load(words, 0), Atomics.load(words, 1)]
  if (number !== seen || length < 0) [seen, since] = [number, Date.now()]
  if (Date.now() - since < hangMs) return
  writeFileSync(file, bytes.slice(0, length))
  writeSync(2, 'HANG: ' + file + ' ' + Buffer.from(bytes.slice(0, Math.min(length, 4096))).toString('base64') + '\\n')
  process.kill(process.pid, 'SIGKILL')
}, 1_000)
`
