import { PublishError } from './errors.ts'

/**
 * A signal that SIGINT and SIGTERM abort, as a cancelled job gets them: nothing new begins, and a swap that has begun
 * still writes its aliases. A second signal ends the process at once.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const cancel = (name: string) => {
    for (const signal of signals) process.removeListener(signal, cancel)
    const message = `Cancelled by ${name}. What is published works; run the step again to finish it.`
    controller.abort(new PublishError('CANCELLED', message))
  }
  for (const signal of signals) process.on(signal, cancel)
  return controller.signal
}
