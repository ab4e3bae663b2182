/**
 * Does a step whenever nothing in this process can go on by itself: no timer, no thread of zlib or WebCrypto, no
 * promise that is about to be kept. So what follows a step depends on that step alone.
 *
 * @param step says whether it was the last
 */
export function whenIdle(step: () => 'more' | 'last'): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => process.removeListener('beforeExit', onIdle)
    function onIdle(): void {
      // Node ends, unless something is left to do.
      setImmediate(() => undefined)
      try {
        if (step() === 'more') return
        end()
        resolve()
      } catch (error) {
        end()
        reject(error)
      }
    }
    process.on('beforeExit', onIdle)
    setImmediate(() => undefined)
  })
}
