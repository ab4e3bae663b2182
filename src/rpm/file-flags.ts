import { PublishError } from '../errors.ts'
import type { ConfigurationPolicy } from '../recipe/description.ts'
import type { RpmFile } from './file.ts'
import { FILE_FLAGS, VERIFY_FLAGS } from './flags.ts'

const ROLE_FLAGS = {
  doc: FILE_FLAGS.DOC,
  license: FILE_FLAGS.LICENSE,
  readme: FILE_FLAGS.README,
} as const
/** rpm's `%__docdir_path`, in its macros.in: all that lies there is documentation, which `--excludedocs` leaves out. */
const DOCUMENTATION =
  /^\/usr\/(?:share\/(?:doc|man|info|gtk-doc\/html|gnome\/help)|doc|man|info|X11R6\/man)\//
/** What its user changed stays. */
const USUAL_POLICY: ConfigurationPolicy = { noReplace: true, missingOk: false }

const VERIFY_ALL = 0xffffffff
/** What nobody knows before the installed program makes the file: `addFile` in rpm's build/files.c. */
const UNKNOWN_OF_GHOSTS =
  VERIFY_FLAGS.FILEDIGEST | VERIFY_FLAGS.FILESIZE | VERIFY_FLAGS.LINKTO | VERIFY_FLAGS.MTIME

/** `parseForLang` in rpm's build/files.c takes 1 to 31 characters. */
const LANGUAGE = /^[A-Za-z][A-Za-z0-9_.@-]{0,30}$/

/** What a file is to rpm: `%config(noreplace, missingok)`, `%doc`, `%license`, `%readme`, `%ghost`. */
export function flagsOf(file: RpmFile): number {
  const isDocumentation = file.type !== 'directory' && DOCUMENTATION.test(file.path)
  return ownFlags(file) | (isDocumentation ? FILE_FLAGS.DOC : 0)
}

function ownFlags(file: RpmFile): number {
  if (file.type === 'ghost') return FILE_FLAGS.GHOST
  if (file.type !== 'file' || file.role === undefined) return 0
  if (file.role !== 'config') return ROLE_FLAGS[file.role]
  const { noReplace, missingOk } = file.policy ?? USUAL_POLICY
  return FILE_FLAGS.CONFIG | (noReplace ? FILE_FLAGS.NOREPLACE : 0) | (missingOk ? FILE_FLAGS.MISSINGOK : 0)
}

/** What `rpm -V` compares. */
export function verifyFlagsOf({ type }: RpmFile): number {
  return type === 'ghost' ? (VERIFY_ALL & ~UNKNOWN_OF_GHOSTS) >>> 0 : VERIFY_ALL
}

/**
 * `%lang`, or empty.
 *
 * @throws PublishError `PACKAGE` for what is no name of a language
 */
export function languageOf(file: RpmFile): string {
  if (file.type !== 'file' || file.language === undefined) return ''
  if (LANGUAGE.test(file.language)) return file.language
  throw new PublishError(
    'PACKAGE',
    `the path ${JSON.stringify(file.path)} has the language ${JSON.stringify(file.language)}; write one like de or pt_BR`,
  )
}
