import type { Root } from './fresh-root.ts'

/**
 * cap_net_bind_service, permitted and effective, as the kernel keeps it: `vfs_cap_data` of version 2, linux/capability.h.
 */
const NET_BIND_SERVICE = '0100000200040000000000000000000000000000'

/** What setcap(8) does to a file, for scripts in roots that have Python and no libcap2-bin. */
export function setcap(path: string): string {
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
