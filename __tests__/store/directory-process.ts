// Another process that uses a directory as its store: `node directory-process.ts TASK DIRECTORY NAME [COUNT]`.
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { contentOf } from '../../src/content.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { underLock } from '../../src/store/directory-lock.ts'
import type { Condition } from '../../src/store/store.ts'

const [task, directory = '', name = '', count = '1'] = process.argv.slice(2)
const store = directoryStore(directory, systemClock)
const headers = { contentType: 'text/plain', cacheControl: 'no-cache' }

/** Adds lines to a head that others add to, each by a swap of its own, as a publisher does. */
async function addLines(): Promise<void> {
  for (let line = 0; line < Number(count);) {
    const { object } = await store.get('head', 1_000_000)
    const condition: Condition = object === undefined ? { absent: true } : { etag: object.etag }
    const text = `${object?.bytes.toString() ?? ''}${name}-${line}\n`
    const outcome = await store.swap('head', contentOf(Buffer.from(text)), condition, headers)
    if (outcome.kind === 'stored') line += 1
  }
}

/** Takes the lock and keeps it, until killed. */
async function holdLock(): Promise<void> {
  await underLock(join(directory, '.lock'), systemClock, () => {
    writeSync(1, 'ready')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
  })
}

/** Writes an object that never ends, until killed. */
async function writeForever(): Promise<void> {
  const endless = {
    sizeBytes: 1e12,
    async *read() {
      for (let chunk = 0; ; chunk += 1) {
        if (chunk === 10) writeSync(1, 'ready')
        yield Buffer.alloc(100_000)
        await systemClock.sleep(5)
      }
    },
  }
  await store.put('endless', endless, headers)
}

const tasks = new Map([
  ['add-lines', addLines],
  ['hold-lock', holdLock],
  ['write-forever', writeForever],
])
await tasks.get(task ?? '')?.()
