import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InputTexts } from './inputs.ts'
import type { Entry } from './report/entries.ts'

/**
 * What a run without any setting does: it packages the Node.js that runs it, into a new directory, so that everything
 * can be seen at work. The key is thrown away at the end.
 */
export function demonstrationInputs(
  texts: InputTexts,
  cwd: string,
  executable: string,
  version: string,
): InputTexts {
  return {
    ...texts,
    artifacts: executable,
    repository: newDirectory(cwd),
    // A name that no distribution has: neither the package nor /usr/bin/NAME meets another.
    name: 'node-demonstration',
    version,
    description: 'JavaScript runtime that made this repository',
    homepage: 'https://nodejs.org/',
    license: 'MIT',
    maintainer: 'R2 Package Repository <demonstration@example.invalid>',
    'repository-name': 'demonstration',
  }
}

/** The state of an earlier run was signed by a key that is gone: every run gets a directory of its own. */
function newDirectory(cwd: string): string {
  const names = ['repository', ...Array.from({ length: 998 }, (_, index) => `repository-${index + 2}`)]
  return names.find((name) => !existsSync(join(cwd, name))) ?? 'repository-1000'
}

/** How to install what was published, from a directory or a URL, for the formats that were; each a few lines. */
export function installInstructions(
  baseUrl: string,
  repositoryName: string,
  entries: readonly Pick<Entry, 'format' | 'name'>[],
): readonly string[] {
  const isLocal = baseUrl.startsWith('file://')
  const fetch = (file: string, target: string) =>
    isLocal
      ? `sudo install -Dm644 ${quoted(join(fileURLToPath(baseUrl), file))} ${target}`
      : `sudo curl -fsS --create-dirs -o ${target} ${baseUrl}/${file}`
  const namesOf = (format: string) =>
    [...new Set(entries.filter((it) => it.format === format).map(({ name }) => name))].join(' ')
  // Without this, apt reads files as a user of its own, who may not see a home directory.
  const apt = isLocal ? 'sudo apt-get -o APT::Sandbox::User=root' : 'sudo apt-get'
  const [debs, rpms] = [namesOf('deb'), namesOf('rpm')]
  return [
    ...(debs === ''
      ? []
      : [
          'Debian, Ubuntu:',
          `  ${fetch(`${repositoryName}.asc`, `/etc/apt/keyrings/${repositoryName}.asc`)}`,
          `  ${fetch(`${repositoryName}.sources`, `/etc/apt/sources.list.d/${repositoryName}.sources`)}`,
          `  ${apt} update && ${apt} install ${debs}`,
        ]),
    ...(rpms === ''
      ? []
      : [
          'Fedora, RHEL and its clones:',
          `  ${fetch(`${repositoryName}.repo`, `/etc/yum.repos.d/${repositoryName}.repo`)}`,
          `  sudo dnf install ${rpms}`,
        ]),
  ]
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
