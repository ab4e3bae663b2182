import type { Store } from './store.ts'

/** A store that notes the keys of what was replaced, or may have been: heads, aliases and files for clients. */
export function notingStore(store: Store, replaced: Set<string>): Store {
  return {
    ...store,
    swap: async (key, body, condition, headers) => {
      const outcome = await store.swap(key, body, condition, headers)
      if (outcome.kind !== 'refused') replaced.add(key)
      return outcome
    },
  }
}
