/**
 * Does work for each of several things, a few at a time. What fails first is thrown, and nothing new begins after it.
 *
 * @returns the results, in the order of the things
 */
export async function abreast<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  async function worker(): Promise<void> {
    while (next < things.length) {
      const position = next++
      try {
        results[position] = await work(things[position] as T)
      } catch (error) {
        next = things.length
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, worker))
  return results
}

/** What all of them give. What fails is thrown when the others have ended too: a swap that has begun writes its aliases. */
export async function together<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}
