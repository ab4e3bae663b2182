import type { FileKind, Unplaced } from './kind.ts'
import { unplaced } from './kind.ts'
import type { ReleaseFile } from './release-file.ts'

/** `hello.1`, `Hello.3pm`: a section of a digit, and what a program's makers add to it. */
const PAGE = /^[A-Za-z0-9_[][A-Za-z0-9_+:.@[-]*\.(?<section>[1-9])[a-z]{0,4}$/
/** The macros that begin a page: man(7), mdoc(7), and `.so`, by which one page stands for another. */
const TITLE = /^[.'][ \t]*(?:TH|Dd|so)[ \t]/m
const MAN_FOLDER = /^man-?(?:pages?)?$/i
const SECTION_FOLDER = /^man[1-9]$/
/** POSIX: language, territory, codeset, modifier. */
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Z]{2})?(?:\.[A-Za-z0-9-]+)?(?:@[a-z]+)?$/

/** A page of the manual, by name and by the macro that begins it. */
export function recogniseMan(file: ReleaseFile): FileKind | Unplaced | undefined {
  const section = PAGE.exec(file.name)?.groups?.['section']
  if (section === undefined || file.text === undefined) return undefined
  if (!TITLE.test(file.text)) {
    return isInManual(file) ? unplaced('no manual page, as it begins with neither .TH nor .Dd') : undefined
  }
  return { kind: 'man', page: file.name, section, language: languageOf(file) }
}

function isInManual({ folders }: ReleaseFile): boolean {
  return folders.some((folder) => MAN_FOLDER.test(folder) || SECTION_FOLDER.test(folder))
}

/** A translation lies in man/xx/man1, or in man/xx. */
function languageOf({ folders }: ReleaseFile): string | undefined {
  const above = SECTION_FOLDER.test(folders.at(-1) ?? '') ? folders.slice(0, -1) : folders
  const [manual = '', language = ''] = above.slice(-2)
  return MAN_FOLDER.test(manual) && LANGUAGE.test(language) ? language : undefined
}
