import { LIMITS } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { reading } from './damage.ts'

/** A generated file as it lies there, or undefined where it does not. What is too large is something else: no bytes. */
export async function storedFile(
  key: string,
  store: Store,
  limitBytes: number = LIMITS.keyBytes,
): Promise<Buffer | undefined> {
  const got = await reading(() => store.get(key, limitBytes))
  return got.kind === 'read' ? got.value.object?.bytes : Buffer.alloc(0)
}
