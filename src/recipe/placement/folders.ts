import type { PackagedDirectory, PackagedEntry } from '../description.ts'

const MODE = 0o755
/** Folders of packages' own, by what is above them. */
const OWN_PARENTS = ['/usr/share/doc', '/usr/share/licenses']
/** Folders in /etc that the system or another package has, and many put files into. */
const SHARED =
  /^(?:X11|alternatives|apache2|apparmor|audit|dbus-1|default|dnf|firewalld|fonts|httpd|modprobe|nginx|opt|pam|pki|polkit-1|security|skel|ssh|ssl|sysconfig|systemd|udev|ufw|xdg|yum|cron\..*|.*\.d)$/

/**
 * The folders that a package is to own, so that rpm takes them away with it: those of its documents and licenses, and
 * those in /etc that are no other's. dpkg counts who has files in a folder, and needs no telling.
 */
export function ownedFolders(entries: readonly PackagedEntry[]): readonly PackagedDirectory[] {
  const paths = new Set(entries.flatMap(({ path }) => foldersAbove(path).filter(isOwned)))
  return [...paths].sort().map((path) => ({ type: 'directory', path, mode: MODE }))
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

function isOwned(folder: string): boolean {
  if (OWN_PARENTS.some((parent) => folder.startsWith(`${parent}/`))) return true
  const [root, etc, first] = folder.split('/')
  return root === '' && etc === 'etc' && first !== undefined && !SHARED.test(first)
}
