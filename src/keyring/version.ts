import type { Published } from '../repository/repository.ts'

/** A repository, as far as a package that is published only when it changes asks it. */
export interface AskedRepository<P> {
  /** The versions that are published under a name; of an rpm without its release. */
  versions(name: string): readonly string[]
  published(pkg: P): Promise<Published>
}

/**
 * A package whose version is a whole number: the newest one that is published where that has the same content, else one
 * more. So the version follows from what is published, and two runs with the same content make the same package.
 *
 * @param build makes it, of a version
 * @returns undefined where every repository has it already
 */
export async function ifChanged<P>(
  name: string,
  build: (version: string) => Promise<P>,
  repositories: readonly AskedRepository<P>[],
): Promise<P | undefined> {
  const newest = Math.max(0, ...repositories.flatMap((it) => it.versions(name)).map(wholeNumber))
  if (newest === 0) return build('1')
  const pkg = await build(String(newest))
  const found = await Promise.all(repositories.map((it) => it.published(pkg)))
  if (found.every((it) => it.kind === 'same' && it.complete)) return undefined
  const isSame = found.some(({ kind }) => kind === 'same') && found.every(({ kind }) => kind !== 'different')
  return isSame ? pkg : build(String(newest + 1))
}

/** What a version begins with, where its maker counted otherwise. */
function wholeNumber(version: string): number {
  return Number(/^(?:\d+:)?(\d{1,9})/.exec(version)?.[1] ?? 0)
}
