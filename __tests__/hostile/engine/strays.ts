/** What failed where nobody waits for it. */
export interface Stray {
  readonly kind: 'rejection' | 'uncaught'
  readonly error: unknown
}

/** Promises that are rejected, and errors that are thrown, where nobody waits for them: they would end the process. */
export class Strays {
  readonly #seen: Stray[] = []
  readonly #reject = (error: unknown) => void this.#seen.push({ kind: 'rejection', error })
  readonly #throw = (error: unknown) => void this.#seen.push({ kind: 'uncaught', error })

  constructor() {
    process.on('unhandledRejection', this.#reject)
    process.on('uncaughtException', this.#throw)
  }

  /** The first since this was asked before. */
  async take(): Promise<Stray | undefined> {
    // Node looks for rejections between turns of its loop, and readers need none.
    await new Promise(setImmediate)
    return this.#seen.splice(0)[0]
  }

  stop(): void {
    process.off('unhandledRejection', this.#reject)
    process.off('uncaughtException', this.#throw)
  }
}
