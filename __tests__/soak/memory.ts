import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Connections that are not needed any more are closed after some seconds, and hold what they were opened for. */
const IDLE_MS = 6_000

/** The memory of this process, once what nobody needs is gone. */
export async function collectedMemory(): Promise<{
  readonly heapBytes: number
  readonly residentBytes: number
}> {
  await sleep(IDLE_MS)
  collectGarbage()
  await sleep(0)
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapBytes: heapUsed, residentBytes: rss }
}
