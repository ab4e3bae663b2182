import type { Chance } from '../../simulation/chance.ts'

/** A list in which one is changed, or there twice, or gone, or elsewhere. */
export function changedList<T>(items: readonly T[], change: (item: T) => T, chance: Chance): readonly T[] {
  const list = [...items]
  const at = chance.below(list.length)
  const item = list[at]
  if (item === undefined) return list
  switch (chance.below(10)) {
    case 0:
      list.splice(at, 1)
      return list
    case 1:
      list.splice(
        chance.below(list.length + 1),
        0,
        ...Array.from({ length: chance.pick([1, 1, 2, 40]) }, () => item),
      )
      return list
    case 2:
      list.splice(at, 1)
      list.splice(chance.below(list.length + 1), 0, item)
      return list
    default:
      list[at] = change(item)
      return list
  }
}
