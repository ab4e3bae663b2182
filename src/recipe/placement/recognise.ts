import { recogniseCompletion } from './completions.ts'
import { recogniseConfiguration } from './configuration.ts'
import { recogniseDbus } from './dbus.ts'
import { recogniseDesktop } from './desktop.ts'
import { recogniseDocument } from './documents.ts'
import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import { recogniseMan } from './man.ts'
import { type ReleaseFile, isBelow, releaseFile } from './release-file.ts'
import { recogniseDropIn, recogniseSystemdFolder, recogniseUnit } from './systemd.ts'

/** Says what a file is, or that it is not of its kind, or why it looks like it and is not packaged. */
type Recogniser = (file: ReleaseFile) => FileKind | Unplaced | undefined

/** The first that knows a file has it: a unit below etc/systemd is a unit, and no configuration. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseDbus,
  recogniseUnit,
  recogniseDropIn,
  recogniseSystemdFolder,
  recogniseCompletion,
  recogniseMan,
  recogniseDesktop,
  recogniseConfiguration,
  recogniseDocument,
]

/** Where nothing is meant to be installed from. */
const NOT_INSTALLED =
  /^(?:examples?|samples?|tests?|testdata|test-data|fixtures|vendor|third[-_]?party|node_modules|src|\.[^.].*)$/i

/** Not normalised, or with characters that no tool takes well; `\x2d` is how systemd writes what units may not have. */
const ODD_PATH = /(?:^|\/)(?:\.{0,2})(?:\/|$)|[\p{Cc}\p{Cs}\ufffd]|\\(?!x[0-9a-f]{2})/u

/** What is said of files that nothing recognises. */
export const UNKNOWN_KIND = 'a file of no kind that is installed'

/**
 * Tells what a file of a release is to a package. What is not clearly of one kind is of none.
 *
 * @param path from the top of the release, `/`-separated, normalised; without `.gz` where the file was compressed
 * @param head its first bytes, decompressed; LIMITS.documentHeadBytes of them are enough
 */
export function recognise(path: string, head: Buffer): FileKind | Unplaced {
  if (ODD_PATH.test(path)) return unplaced('of a name with .. or unreadable characters')
  const file = releaseFile(path, head)
  if (isBelow(file, NOT_INSTALLED)) return unplaced('in a folder of examples, tests or sources')
  if (file.name.startsWith('.')) return unplaced('a hidden file')
  for (const recogniser of RECOGNISERS) {
    const found = recogniser(file)
    if (found !== undefined) return found
  }
  return unplaced(UNKNOWN_KIND)
}
