import { contentOf, sha256 } from '../content.ts'
import { sourcesFile } from '../pages/sources.ts'
import { describePackage } from '../recipe/describe.ts'
import type { PackageDescription, PackagedEntry, Scripts } from '../recipe/description.ts'
import { shellWord } from '../shell-word.ts'
import { type KeyringGround, LICENSE, isUnchanged, plainName } from './ground.ts'

/** What the package of keys is called in apt's world. */
export function debKeyringName(repositoryName: string): string {
  return `${plainName(repositoryName)}-archive-keyring`
}

/**
 * The keys for apt. Nothing of it lies in /etc, so that dpkg never asks: its script brings the key to where the
 * published source looks for it, and the source itself to a machine that has none.
 */
export function debKeyring(ground: KeyringGround, version: string): PackageDescription {
  const { request, baseUrl, keys, maintainer, timeSeconds } = ground
  const { repositoryName: repository, aptRoot, component, channels } = request
  const name = debKeyringName(repository)
  const [channel = ''] = channels
  const sources = sourcesFile({ repositoryName: repository, baseUrl }, aptRoot, channel, component)
  const entries = [
    file(`/usr/share/keyrings/${name}.asc`, keys.armored),
    file(`/usr/share/keyrings/${name}.gpg`, keys.binary),
    file(`/usr/share/${name}/${repository}.sources`, sources),
  ]
  const wanted = {
    name,
    version,
    release: undefined,
    maintainer,
    description: `OpenPGP keys of the ${repository} repository\nThey tell apt which packages of this repository are genuine.\nA source for apt comes with them.`,
    homepage: baseUrl.startsWith('http') ? `${baseUrl}/` : undefined,
    license: LICENSE,
    depends: [],
  }
  return {
    ...describePackage(wanted, { arch: 'all', entries }, timeSeconds),
    scripts: scripts(ground, name, sources),
  }
}

function file(path: string, text: string | Uint8Array): PackagedEntry {
  return { type: 'file', path, mode: 0o644, content: contentOf(Buffer.from(text)) }
}

function scripts({ request, baseUrl, keys }: KeyringGround, name: string, sources: string): Scripts {
  const { repositoryName } = request
  const key = `/etc/apt/keyrings/${repositoryName}.asc`
  const source = `/etc/apt/sources.list.d/${repositoryName}.sources`
  return {
    // The key is renamed into its place, because apt may be reading it. A source is made once, and not where one of any
    // name is about this repository: apt takes no two with different keys.
    afterInstall: `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
[ -d /etc/apt/keyrings ] || install -d -m 0755 /etc/apt/keyrings
install -m 0644 /usr/share/keyrings/${name}.asc ${key}.new
mv -f ${key}.new ${key}
if [ -z "$2" ] && [ ! -e ${source} ] && ! grep -rqsF ${shellWord(baseUrl)} /etc/apt/sources.list /etc/apt/sources.list.d; then
  install -m 0644 /usr/share/${name}/${repositoryName}.sources ${source}
fi
`,
    // Who purges the package wants its source gone too, unless he changed it; and the key, unless a source names it.
    afterRemove: `#!/bin/sh
set -e
[ "$1" = purge ] || exit 0
if ${isUnchanged(sha256(sources), source)}; then
  rm -f ${source}
fi
if ! grep -rqsF ${key} /etc/apt/sources.list /etc/apt/sources.list.d && ${isUnchanged(sha256(keys.armored), key)}; then
  rm -f ${key}
fi
`,
  }
}
