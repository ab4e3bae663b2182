import type { Clock } from '../clock.ts'
import { counted } from '../words.ts'
import type { Log } from '../report/log.ts'
import { sizeOf } from '../report/size.ts'

const PERIOD_MS = 10_000

/** Says now and then how far a long reading has come. */
export function progress(title: string, count: number, log: Log, clock: Clock): (sizeBytes: number) => void {
  let [done, bytes, saidMs] = [0, 0, clock.now()]
  return (sizeBytes) => {
    done += 1
    bytes += sizeBytes
    if (clock.now() - saidMs < PERIOD_MS) return
    saidMs = clock.now()
    log.info(`${title}: ${done} of ${counted(count, 'package')}, ${sizeOf(bytes)}`)
  }
}
