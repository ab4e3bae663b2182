import { PublishError } from './errors.ts'

/**
 * A signal that SIGINT and SIGTERM abort, as a cancelled job gets them: nothing new begins, and a swap that has begun
 * still writes its aliases. A second signal ends the process at once.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort(
        new PublishError(
          'CANCELLED',
          `Cancelled by ${name}. What is published works; run the step again to finish it.`,
        ),
      )
    })
  }
  return controller.signal
}
