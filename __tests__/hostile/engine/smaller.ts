const MOST_TRIES = 400

/**
 * An input with as much cut out of it as leaves it what it is.
 *
 * @param endMs of `performance`: what is found because it is slow would be slow at each try
 */
export async function smaller(
  input: Buffer,
  isSame: (other: Buffer) => Promise<boolean>,
  endMs: number,
): Promise<Buffer> {
  let best = input
  let tries = 0
  for (let size = best.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < best.length && tries < MOST_TRIES; tries += 1) {
      if (performance.now() > endMs) return best
      const other = Buffer.concat([best.subarray(0, start), best.subarray(start + size)])
      if (await isSame(other)) best = other
      else start += size
    }
  }
  return best
}
