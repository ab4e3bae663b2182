import { BOOLEAN, EXPANDED, TEXT, TIME, choice, listOf, mapOf } from '../shape.ts'

/** nFPM's names of what it builds; we build the first two. */
const PACKAGERS = ['deb', 'rpm', 'apk', 'archlinux', 'ipk', 'msix', 'msi', 'srpm', 'termux.deb'] as const

const CONTENT_TYPES = [
  'file',
  'config',
  'config|noreplace',
  'config|missingok',
  'dir',
  'tree',
  'config|tree',
  'config|noreplace|tree',
  'config|missingok|tree',
  'symlink',
  'ghost',
  'doc',
  'license',
  'licence',
  'readme',
] as const

export type ContentType = (typeof CONTENT_TYPES)[number]

const FILE_INFO = mapOf({
  owner: { about: 'Owner; root by default.', shape: TEXT },
  group: { about: 'Group; root by default.', shape: TEXT },
  mode: {
    about: 'Permission bits, octal; those of the source less umask by default.',
    shape: { kind: 'octal', of: 'mode' },
  },
  mtime: { about: 'Time of change; that of the package by default, and never later.', shape: TIME },
  lang: { about: 'rpm: language of the file, as %lang has it.', shape: TEXT },
})

/** One item of `contents`. What `expand` asks for is done where the item is used. */
const CONTENT = mapOf({
  src: { about: 'File, folder or glob to take; the target of a symlink.', shape: TEXT },
  dst: { about: 'Path in the package; a folder where it ends in a slash or src is a glob.', shape: TEXT },
  type: { about: 'What it is; a file by default.', shape: choice(...CONTENT_TYPES) },
  packager: { about: 'For this format alone.', shape: choice(...PACKAGERS) },
  file_info: { about: 'Owner, mode and time.', shape: FILE_INFO },
  expand: { about: 'Put variables into src and dst.', shape: BOOLEAN },
  disown_subtree: {
    about: 'rpm: folders of a tree that the package does not own, as globs of their paths.',
    shape: listOf(TEXT),
  },
})

export const CONTENTS = listOf(CONTENT)

export const RELATION = listOf(EXPANDED)
