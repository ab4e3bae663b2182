import { contentOf, sha256 } from '../content.ts'
import { repoFile, repoSections } from '../pages/repo-file.ts'
import { describePackage } from '../recipe/describe.ts'
import type { PackageDescription, PackagedEntry, Scripts } from '../recipe/description.ts'
import { shellWord } from '../shell-word.ts'
import { type KeyringGround, LICENSE, isUnchanged, plainName } from './ground.ts'

/** What the package of keys is called in rpm's world. */
export function rpmKeyringName(repositoryName: string): string {
  return `${plainName(repositoryName)}-release`
}

/**
 * The keys for dnf, yum and zypper, and the repositories with the path of the keys: who holds only the store cannot
 * bring such a client another key.
 */
export function rpmKeyring(ground: KeyringGround, version: string): PackageDescription {
  const { request, baseUrl, keys, maintainer, timeSeconds } = ground
  const { repositoryName, channels, rpmPath } = request
  const keyPath = `/etc/pki/rpm-gpg/RPM-GPG-KEY-${repositoryName}`
  const files = { repositoryName, baseUrl }
  const repositories = repoFile('', files, repoSections(rpmPath, channels), `file://${keyPath}`)
  const entries = [
    file(keyPath, keys.armored),
    file(`/etc/yum.repos.d/${repositoryName}.repo`, repositories, 'config'),
  ]
  const wanted = {
    name: rpmKeyringName(repositoryName),
    version,
    release: undefined,
    maintainer,
    description: `OpenPGP keys and configuration of the ${repositoryName} repository\nThey tell dnf, yum and zypper where to find its packages,\nand which of them are genuine.`,
    homepage: baseUrl.startsWith('http') ? `${baseUrl}/` : undefined,
    license: LICENSE,
    depends: [],
  }
  return {
    ...describePackage(wanted, { arch: 'all', entries }, timeSeconds),
    scripts: scripts(repositoryName, baseUrl, repositories),
  }
}

function file(path: string, text: string, role?: 'config'): PackagedEntry {
  const content = contentOf(Buffer.from(text))
  return { type: 'file', path, mode: 0o644, content, ...(role === undefined ? {} : { role }) }
}

/** zypper looks elsewhere: it gets a copy once, if nothing there is about this repository. */
function scripts(repositoryName: string, baseUrl: string, repositories: string): Scripts {
  const dnf = `/etc/yum.repos.d/${repositoryName}.repo`
  const zypper = `/etc/zypp/repos.d/${repositoryName}.repo`
  return {
    afterInstall: `#!/bin/sh
if [ "$1" = 1 ] && [ -d /etc/zypp/repos.d ] && [ ! -e ${zypper} ] && ! grep -rqsF ${shellWord(baseUrl)} /etc/zypp/repos.d; then
  install -m 0644 ${dnf} ${zypper}
fi
exit 0
`,
    afterRemove: `#!/bin/sh
if [ "$1" = 0 ] && ${isUnchanged(sha256(repositories), zypper)}; then
  rm -f ${zypper}
fi
exit 0
`,
  }
}
