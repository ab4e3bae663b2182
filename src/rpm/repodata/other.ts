import type { RpmHeader } from '../header.ts'
import type { RpmPackage } from '../package.ts'
import { TAGS } from '../tags.ts'
import { printElement } from './element.ts'
import { detailsEntry } from './package-tag.ts'
import { withoutControls } from './xml.ts'

/** The `--changelog-limit` that createrepo_c has where none is given. */
const CHANGELOG_LIMIT = 10

interface Change {
  readonly author: string
  readonly timeSeconds: number
  readonly text: string
}

/** The entry of a package in other, ending in a newline, as createrepo_c prints it: the newest ten changes. */
export function otherEntry(pkg: RpmPackage): string {
  const changes = changesOf(pkg.header).map(({ author, timeSeconds, text }) =>
    printElement('changelog', { author, date: timeSeconds }, text, pkg.source),
  )
  return detailsEntry(pkg, changes)
}

/** The oldest first; a header has the newest first. */
function changesOf(header: RpmHeader): readonly Change[] {
  const times = distinctTimes((header.numbers(TAGS.CHANGELOGTIME) ?? []).slice(0, CHANGELOG_LIMIT))
  const names = header.strings(TAGS.CHANGELOGNAME) ?? []
  const texts = header.strings(TAGS.CHANGELOGTEXT) ?? []
  return times
    .map((timeSeconds, position) => ({
      author: withoutControls(names[position] ?? '').replace(/(?<=.) +$/s, ''),
      timeSeconds,
      text: withoutControls(texts[position] ?? ''),
    }))
    .toReversed()
}

/** Changes have the time of their day: of several, the newer ones get a second more, so that they stay in order. */
function distinctTimes(newestFirst: readonly number[]): readonly number[] {
  const times: number[] = []
  for (const time of newestFirst) {
    makeRoom(times, time)
    times.push(time)
  }
  return times
}

/** Where the last of the times is this one, it and those that follow on it move up. */
function makeRoom(times: number[], time: number): void {
  let taken = time
  for (let position = times.length - 1; times[position] === taken; position -= 1) {
    taken += 1
    times[position] = taken
  }
}
