import type { Root } from './root.ts'

/** What fetches in a root that has neither curl nor wget: bash can speak HTTP. */
const CURL = `#!/bin/bash
# curl -fsSL [--retry 3] [--create-dirs] -o FILE http://HOST:PORT/PATH
set -e
while [ $# -gt 1 ]; do
  case $1 in -o) out=$2; shift ;; --create-dirs) dirs=yes ;; esac
  shift
done
# The mode is curl's own.
[ -z "$dirs" ] || (umask 027; mkdir -p "\${out%/*}")
rest=\${1#http://}; host=\${rest%%/*}; path=/\${rest#*/}
exec 3<>"/dev/tcp/\${host%:*}/\${host#*:}"
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$path" "$host" >&3
IFS= read -r status <&3
case $status in *' 200 '*) ;; *) exit 22 ;; esac
while IFS= read -r line <&3 && line=\${line%$'\\r'} && [ -n "$line" ]; do
  case \${line,,} in content-length:*) length=\${line##*[!0-9]} ;; esac
done
# A server may keep the connection open after the last byte.
head -c "$length" <&3 >"$out"
[ "$(wc -c <"$out")" -eq "$length" ]
`

const SUDO = '#!/bin/sh\nexec "$@"\n'

/** Where the programs that are written here are found before the machine's own. */
export const PATHS = ['/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':')

/** Gives a root what people's machines have, curl and sudo, and no sources. */
export async function prepared(root: Root): Promise<void> {
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
  await root.write('/usr/local/bin/curl', CURL)
  await root.write('/usr/local/bin/sudo', SUDO)
  await root.run('chmod', ['755', '/usr/local/bin/curl', '/usr/local/bin/sudo'])
}
