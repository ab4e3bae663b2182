import { PublishError } from '../errors.ts'
import type { RpmHeader } from './header.ts'
import { TAGS } from './tags.ts'
import type { Tag } from './tags.ts'

/** Arrays that go together: the element of one at a position belongs to those of the others. The first one leads. */
const GROUPS: readonly (readonly (keyof typeof TAGS)[])[] = [
  [
    'BASENAMES',
    'DIRINDEXES',
    'FILESIZES',
    'LONGFILESIZES',
    'FILEMODES',
    'FILEMTIMES',
    'FILEDIGESTS',
    'FILELINKTOS',
    'FILEFLAGS',
    'FILEUSERNAME',
    'FILEGROUPNAME',
  ],
  ['PROVIDENAME', 'PROVIDEFLAGS', 'PROVIDEVERSION'],
  ['REQUIRENAME', 'REQUIREFLAGS', 'REQUIREVERSION'],
  ['CONFLICTNAME', 'CONFLICTFLAGS', 'CONFLICTVERSION'],
  ['OBSOLETENAME', 'OBSOLETEFLAGS', 'OBSOLETEVERSION'],
  ['RECOMMENDNAME', 'RECOMMENDFLAGS', 'RECOMMENDVERSION'],
  ['SUGGESTNAME', 'SUGGESTFLAGS', 'SUGGESTVERSION'],
  ['SUPPLEMENTNAME', 'SUPPLEMENTFLAGS', 'SUPPLEMENTVERSION'],
  ['ENHANCENAME', 'ENHANCEFLAGS', 'ENHANCEVERSION'],
  ['CHANGELOGTIME', 'CHANGELOGNAME', 'CHANGELOGTEXT'],
]

/**
 * Checks that arrays that go together have the same length, and that every file lies in a directory that is there;
 * whoever reads them need not ask again. rpm calls everything else "error reading" (lib/rpmfi.c, lib/rpmds.c).
 *
 * @throws PublishError `PACKAGE`
 */
export function checkArrays(header: RpmHeader, source: string): void {
  const counts = new Map(header.entries.map(({ tag, count }) => [tag, count]))
  const count = (tag: Tag) => counts.get(tag.number)
  for (const [leader = 'BASENAMES', ...others] of GROUPS) {
    const expected = count(TAGS[leader])
    const odd = others.find((name) => (count(TAGS[name]) ?? expected) !== expected)
    if (odd === undefined) continue
    const seen = `${leader} has ${expected ?? 'no'} elements and ${odd} ${count(TAGS[odd])}`
    throw new PublishError('PACKAGE', `${source}: ${seen}; rpm would not read this package`)
  }
  const directories = count(TAGS.DIRNAMES) ?? 0
  const strays = header.numbers(TAGS.DIRINDEXES)?.find((index) => index >= directories)
  const hasPlaces = count(TAGS.BASENAMES) === undefined || count(TAGS.DIRINDEXES) !== undefined
  if (strays === undefined && hasPlaces) return
  throw new PublishError('PACKAGE', `${source}: a file has no directory; rpm would not read this package`)
}
