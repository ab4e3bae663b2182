import { FILE_FLAGS } from '../flags.ts'
import type { RpmHeader } from '../header.ts'
import { TAGS } from '../tags.ts'
import { printElement } from './element.ts'

/** A file of a package, as indexes list it. */
export interface ListedFile {
  readonly path: string
  /** Absent for all others. */
  readonly type?: 'dir' | 'ghost'
}

const FORMAT_BITS = 0o170000
const DIRECTORY_BITS = 0o040000

/** The files of a package in the order of its header; a ghost directory is a directory. */
export function listedFiles(header: RpmHeader): readonly ListedFile[] {
  const directories = header.strings(TAGS.DIRNAMES) ?? []
  const indexes = header.numbers(TAGS.DIRINDEXES) ?? []
  const modes = header.numbers(TAGS.FILEMODES) ?? []
  const flags = header.numbers(TAGS.FILEFLAGS) ?? []
  return (header.strings(TAGS.BASENAMES) ?? []).map((basename, position) => {
    const path = (directories[indexes[position] ?? -1] ?? '') + basename
    if (((modes[position] ?? 0) & FORMAT_BITS) === DIRECTORY_BITS) return { path, type: 'dir' }
    return ((flags[position] ?? 0) & FILE_FLAGS.GHOST) === 0 ? { path } : { path, type: 'ghost' }
  })
}

/** Whether a path is in primary too, so that clients resolve it without filelists: `cr_is_primary` of createrepo_c. */
export function isPrimary(path: string): boolean {
  return path.startsWith('/etc/') || path === '/usr/lib/sendmail' || path.includes('bin/')
}

/** @throws PublishError `PACKAGE` for a path that XML cannot hold */
export function fileElement({ path, type }: ListedFile, source: string): string {
  return printElement('file', { type }, path, source)
}
