import type * as Sqlite from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** Sqlite's number for "somebody else has the lock". */
const SQLITE_BUSY = 5
/** How long sqlite itself waits, which blocks this process; short, so that signals and uploads go on. */
const BLOCKING_WAIT_MS = 50

/**
 * Runs something while no other process, and nothing else in this one, runs under the lock of the same file.
 *
 * The lock is that of an empty sqlite database: the one lock in Node that the kernel takes back when its holder dies,
 * on Linux, macOS and Windows, and across containers that share the folder. What runs is synchronous, so that the
 * lock is never held for longer than it takes to compare and rename.
 *
 * @throws PublishError `STORE` where the lock cannot be had in `LIMITS.directoryLockMs`, or at all
 */
export async function underLock<T>(path: string, clock: Clock, section: () => T): Promise<T> {
  const giveUpAt = clock.now() + LIMITS.directoryLockMs
  for (;;) {
    const outcome = tryUnderLock(path, section)
    if (outcome !== 'busy') return outcome.result
    if (clock.now() > giveUpAt) {
      throw new PublishError(
        'STORE',
        `${path} has been locked by another process for ${LIMITS.directoryLockMs / 1000} s. It frees the lock when it ends: is one stopped, or hanging?`,
      )
    }
    await clock.sleep(5 + clock.random() * 20)
  }
}

function tryUnderLock<T>(path: string, section: () => T): 'busy' | { readonly result: T } {
  let database: Sqlite.DatabaseSync | undefined
  try {
    database = new (sqlite().DatabaseSync)(path, { timeout: BLOCKING_WAIT_MS })
    // Nothing is ever written to the database, so no journal either, which a kill could leave behind.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return 'busy'
    const reason = error instanceof Error ? error.message : String(error)
    throw new PublishError(
      'STORE',
      `${path} cannot be locked: ${reason}. May this user write there, and does the file system have locks?`,
      {
        cause: error,
      },
    )
  }
  try {
    return { result: section() }
  } finally {
    database.close()
  }
}

/**
 * Node's sqlite, loaded when first needed. Early releases of Node 24 announce it as experimental on stderr; what is
 * used of it here, opening and locking, is not what may change.
 */
function sqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
