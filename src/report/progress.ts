import type { Clock } from '../clock.ts'
import { sizeOf } from './size.ts'
import type { Log } from './log.ts'

/** Something that may take long, in steps that can be counted. */
export interface LongWork {
  /** What is done to what: `Uploading packages`. */
  readonly title: string
  readonly count: number
  /** Of all of them; undefined where nobody knows before. */
  readonly sizeBytes?: number
}

/** Says now and then how far it has come; nothing of what is done quickly. */
export interface Progress {
  /** So many more bytes are done; less than none, where some have to be done again. */
  readonly moved: (bytes: number) => void
  /** One more is done. */
  readonly finished: () => void
  /** So many bytes need not be done at all. */
  readonly spared: (bytes: number) => void
}

/** @param log also knows how often is often enough */
export function progress(
  { title, count, sizeBytes }: LongWork,
  log: Log,
  clock: Pick<Clock, 'now'>,
): Progress {
  const begunMs = clock.now()
  let [done, movedBytes, sparedBytes, dueMs, isSaid] = [0, 0, 0, begunMs + log.pace.firstMs, false]

  function look(isEnd: boolean): void {
    const nowMs = clock.now()
    if (isEnd ? !isSaid : nowMs < dueMs) return
    isSaid = true
    dueMs = nowMs + log.pace.everyMs
    log.progress(`${title}: ${done} of ${count}${bytesAfter(nowMs - begunMs)}`)
  }
  function bytesAfter(elapsedMs: number): string {
    if (movedBytes <= 0) return ''
    const all = sizeBytes === undefined ? '' : ` of ${sizeOf(Math.max(sizeBytes - sparedBytes, movedBytes))}`
    const perSecond = Math.round((movedBytes * 1_000) / Math.max(elapsedMs, 1))
    return `, ${sizeOf(movedBytes)}${all}, ${sizeOf(perSecond)}/s`
  }
  return {
    moved: (bytes) => {
      movedBytes += bytes
      if (bytes > 0) look(false)
    },
    finished: () => {
      done += 1
      look(done === count)
    },
    spared: (bytes) => void (sparedBytes += bytes),
  }
}

/** A stream whose bytes are told as they go by. */
export async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  moved: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    moved(chunk.length)
    yield chunk
  }
}
