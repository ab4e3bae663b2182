import { digestOf } from '../content.ts'
import type { FileKind } from '../recipe/placement/kind.ts'
import { placeOf } from '../recipe/placement/place.ts'
import type { Companion } from './companion.ts'

/** The places of a package, and which file has each. */
export interface Places {
  readonly taken: readonly Companion[]
  /**
   * Gives a file its places.
   *
   * @param label tells what a document is of, where another one has its name
   * @returns the file that has them with other content, where they cannot be given
   */
  take(companion: Companion, label: string | undefined): Promise<Companion | undefined>
}

export function emptyPlaces(): Places {
  const placed = new Map<string, Companion>()
  const holderOf = (companion: Companion) =>
    placesOf(companion.file)
      .map((place) => placed.get(place))
      .find((it) => it !== undefined)

  async function take(companion: Companion, label: string | undefined): Promise<Companion | undefined> {
    const holder = holderOf(companion)
    if (holder === undefined) {
      for (const place of placesOf(companion.file)) placed.set(place, companion)
      return undefined
    }
    if (await isSame(companion, holder)) return undefined
    const file = label === undefined ? undefined : labelled(companion.file, label)
    if (file === undefined) return holder
    return (await take({ ...companion, file }, undefined)) === undefined ? undefined : holder
  }

  return {
    get taken() {
      return [...new Set(placed.values())]
    },
    take,
  }
}

/** Where it goes in any format: two that go to one place are one, or cannot both be packaged. */
function placesOf(file: FileKind): readonly string[] {
  return (['deb', 'rpm'] as const).flatMap((format) => {
    const place = placeOf(file, format, 'package')
    return place === undefined ? [] : [`${format} ${place.path}`]
  })
}

async function isSame(...two: readonly [Companion, Companion]): Promise<boolean> {
  const [left, right] = await Promise.all(two.map(({ content }) => digestOf(content, 'sha256')))
  return left === right
}

/** What is to be read may lie in a folder of its own; what programs look for may not. */
function labelled(file: FileKind, label: string): FileKind | undefined {
  const isRead = file.kind === 'license' || file.kind === 'notice' || file.kind === 'document'
  return isRead ? { ...file, name: `${label}/${file.name}` } : undefined
}
