import type { PackagedDirectory, PackagedEntry } from '../description.ts'

const MODE = 0o755
/** Folders of packages' own, by what is above them. */
const OWN_PARENTS = ['/usr/share/doc', '/usr/share/licenses']
/** Folders in /etc that the system or another package has, and many put files into, whatever a package is called. */
const SHARED =
  /^(?:X11|alternatives|apache2|apparmor|audit|dbus-1|default|dnf|firewalld|fonts|httpd|keys|modprobe|nginx|opt|pam|pki|pm|polkit-1|security|skel|ssh|ssl|sysconfig|systemd|udev|ufw|xdg|yum|cron\..*|.*\.d)$/i
/** systemd.unit(5): what adds to a unit lies in a folder of the unit's name, which all may own that put files into it. */
const DROP_INS = /^\/usr\/lib\/systemd\/(?:system|user)\/[^/]+\.d$/
const COMMAND = /^\/usr\/bin\/(?<command>[^/]+)$/

/**
 * The folders that a package is to own, so that rpm takes them away with it: those of its documents, licenses and
 * drop-ins, and those in /etc that are called as it or as one of its programs. Any other folder in /etc may be one of
 * another package. dpkg counts who has files in a folder, and needs no telling.
 *
 * @param name of the package
 */
export function ownedFolders(entries: readonly PackagedEntry[], name: string): readonly PackagedDirectory[] {
  const commands = entries.flatMap(({ path }) => COMMAND.exec(path)?.groups?.['command'] ?? [])
  const names = new Set([name, ...commands].filter((own) => !SHARED.test(own)).map(caseless))
  const paths = new Set(
    entries.flatMap(({ path }) => foldersAbove(path).filter((folder) => isOwned(folder, names))),
  )
  return [...paths].sort().map((path) => ({ type: 'directory', path, mode: MODE }))
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

function isOwned(folder: string, names: ReadonlySet<string>): boolean {
  if (OWN_PARENTS.some((parent) => folder.startsWith(`${parent}/`)) || DROP_INS.test(folder)) return true
  const [, etc, first] = folder.split('/')
  return etc === 'etc' && first !== undefined && names.has(caseless(first))
}

function caseless(name: string): string {
  return name.toLowerCase()
}
