import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import type { ReleaseFile } from './release-file.ts'

/** Where trees begin that are laid out as they are installed. */
const PREFIXES: ReadonlySet<string> = new Set(['usr', 'usr/local', ''])
/** Folders for other systems: `etc/linux-desktop`, `etc/freebsd-rc`. */
const OTHER_SYSTEM =
  /^(?:linux|freebsd|openbsd|netbsd|dragonfly|macosx?|osx|darwin|windows|win32|solaris|illumos)(?:$|[-_.])/i
/** What makes users, starts programs or grants rights before anybody looked at it. */
const REFUSED: readonly (readonly [path: RegExp, reason: string])[] = [
  [
    /^(?:passwd|shadow|group|gshadow|sudoers|fstab|hosts|ld\.so\.preload)$/,
    'a file of the system itself, which no package may bring',
  ],
  [/^(?:init\.d|rc\.d|rc[0-6S]\.d|runit|sv)\//, 'a script of another init system than systemd'],
]

/** A file of a folder `etc` at the top of the release: configuration, which its user may change. */
export function recogniseConfiguration({
  folders,
  name,
  head,
}: ReleaseFile): FileKind | Unplaced | undefined {
  const at = folders.indexOf('etc')
  if (at < 0 || !PREFIXES.has(folders.slice(0, at).join('/'))) return undefined
  const below = [...folders.slice(at + 1), name]
  const path = below.join('/')
  if (OTHER_SYSTEM.test(below[0] ?? '')) return unplaced('for one system, in a folder that /etc has not')
  const refused = REFUSED.find(([form]) => form.test(path))
  if (refused !== undefined) return unplaced(refused[1])
  if (below.some((part) => part.startsWith('.') || /\s|~$/.test(part)))
    return unplaced('a hidden file, a backup or of a name with blanks, and so no configuration')
  return { kind: 'configuration', path, mode: modeOf(path, head) }
}

/** Scripts of cron.daily and its like run; sudo(8) takes no file that others may read. */
function modeOf(path: string, head: Buffer): number {
  if (path.startsWith('sudoers.d/')) return 0o440
  return head.toString('latin1', 0, 2) === '#!' ? 0o755 : 0o644
}
