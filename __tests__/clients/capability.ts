import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import type { Root } from './fresh-root.ts'

/**
 * cap_net_bind_service, permitted and effective, as the kernel keeps it: `vfs_cap_data` of version 2, linux/capability.h.
 */
const NET_BIND_SERVICE = '0100000200040000000000000000000000000000'

/** What setcap(8) does to a file, for scripts in roots that have Python and no libcap2-bin. */
function setcap(path: string): string {
  return `python3 -c 'import os; os.setxattr("${path}", "security.capability", bytes.fromhex("${NET_BIND_SERVICE}"))'`
}

/** Of each file: its mode, and whether it has that capability. */
export async function privilegesOf(root: Root, ...paths: readonly string[]): Promise<readonly string[]> {
  const script = `import os, sys
for path in sys.argv[1:]:
    held = "security.capability" in os.listxattr(path)
    value = os.getxattr(path, "security.capability").hex() if held else ""
    name = {"": "none", "${NET_BIND_SERVICE}": "cap_net_bind_service"}.get(value, value)
    print(path, oct(os.stat(path).st_mode & 0o7777)[2:], name)
`
  const { stdout } = await root.run('python3', ['-c', script, ...paths])
  return stdout.trim().split('\n')
}

/** Programs with more rights than those who run them: by mode, and by what a script gives; and what each then has. */
export const PRIVILEGES = [
  '/usr/bin/bind 755 cap_net_bind_service',
  '/usr/bin/as-root 4755 none',
  '/usr/bin/as-games 2755 none',
]

/** @param file makes an entry of a path, a text and a mode */
export function privileged(
  version: string,
  file: (path: string, text: string, mode: number) => PackagedEntry,
): Pick<PackageDescription, 'version' | 'entries' | 'scripts'> {
  return {
    version,
    entries: [
      file('/usr/bin/bind', version, 0o755),
      file('/usr/bin/as-root', version, 0o4755),
      { ...file('/usr/bin/as-games', version, 0o2755), group: 'games' },
    ],
    scripts: { afterInstall: `#!/bin/sh -e\n${setcap('/usr/bin/bind')}\n` },
  }
}

/** What those programs have in a root, and what the one says that a script gave its right. */
export async function privilegesIn(
  root: Root,
): Promise<readonly [text: string, privileges: readonly string[]]> {
  const [path = '', ...others] = PRIVILEGES.map((line) => line.split(' ')[0] ?? '')
  const { stdout } = await root.run('cat', [path])
  return [stdout, await privilegesOf(root, path, ...others)]
}
