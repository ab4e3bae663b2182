import type { Clock } from '../clock.ts'
import type { Content } from '../content.ts'
import type { AnyPackage } from '../package.ts'
import type { Log } from './log.ts'
import { progress, watched } from './progress.ts'

/** Watches how the packages of a run get into the store. */
export interface Uploads {
  /** The bytes of a package, to be sent: each time that they are read, they travel anew. */
  contentOf(pkg: AnyPackage): Content
  /** The package lies in the store, sent or not. */
  placed(pkg: AnyPackage): void
}

/** Where nobody looks. */
export const UNWATCHED: Uploads = { contentOf: ({ content }) => content, placed: () => undefined }

/** @param packages that are expected; each file travels once at most, however many channels have it */
export function watchedUploads(
  packages: readonly AnyPackage[],
  log: Log,
  clock: Pick<Clock, 'now'>,
): Uploads {
  const expected = new Map(packages.map(({ sha256, content }) => [sha256, content.sizeBytes]))
  const sizeBytes = [...expected.values()].reduce((sum, bytes) => sum + bytes, 0)
  const said = progress({ title: 'Storing packages', count: expected.size, sizeBytes }, log, clock)
  const sent = new Map<string, number>()

  async function* read({ sha256, content }: AnyPackage, start?: number, end?: number) {
    said.moved(-(sent.get(sha256) ?? 0))
    sent.set(sha256, 0)
    yield* watched(content.read(start, end), (bytes) => {
      sent.set(sha256, (sent.get(sha256) ?? 0) + bytes)
      said.moved(bytes)
    })
  }
  return {
    contentOf: (pkg) =>
      expected.has(pkg.sha256)
        ? { sizeBytes: pkg.content.sizeBytes, read: (start, end) => read(pkg, start, end) }
        : pkg.content,
    placed({ sha256 }) {
      const bytes = expected.get(sha256)
      if (bytes === undefined) return
      expected.delete(sha256)
      said.spared(bytes - (sent.get(sha256) ?? 0))
      said.finished()
    },
  }
}
