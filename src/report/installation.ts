import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry } from './entries.ts'
import { shellWord } from '../shell-word.ts'

/** How to install from the repositories with one family of clients. */
export interface Installation {
  /** `Debian, Ubuntu` */
  readonly title: string
  readonly commands: readonly string[]
}

/**
 * How to install what was published, from a directory or a URL, with the clients of the formats that were.
 *
 * @param baseUrl where clients find the root, without a slash at its end
 */
export function installations(
  baseUrl: string,
  repositoryName: string,
  entries: readonly Pick<Entry, 'format' | 'name'>[],
): readonly Installation[] {
  const isLocal = baseUrl.startsWith('file://')
  const placeOf = (file: string) =>
    quoted(isLocal ? join(fileURLToPath(baseUrl), file) : `${baseUrl}/${file}`)
  const fetch = (file: string, target: string) =>
    isLocal
      ? `sudo install -Dm644 ${placeOf(file)} ${target}`
      : `sudo curl -fsSL -o ${target} ${placeOf(file)}`
  const namesOf = (format: string) =>
    [...new Set(entries.filter((it) => it.format === format).map(({ name }) => name))].map(quoted).join(' ')
  // Without this, apt reads files as a user of its own, who may not see a home directory.
  const apt = isLocal ? 'sudo apt-get -o APT::Sandbox::User=root' : 'sudo apt-get'
  const [debs, rpms] = [namesOf('deb'), namesOf('rpm')]
  const name = repositoryName
  const forDebs = {
    title: 'Debian, Ubuntu',
    commands: [
      ...(isLocal ? [] : ['sudo install -d -m 755 /etc/apt/keyrings']),
      fetch(`${name}.asc`, `/etc/apt/keyrings/${name}.asc`),
      fetch(`${name}.sources`, `/etc/apt/sources.list.d/${name}.sources`),
      `${apt} update && ${apt} install ${debs}`,
    ],
  }
  const forRpms = [
    {
      title: 'Fedora, RHEL and its clones',
      commands: [fetch(`${name}.repo`, `/etc/yum.repos.d/${name}.repo`), `sudo dnf install ${rpms}`],
    },
    {
      title: 'SUSE',
      commands: [
        `sudo rpm --import ${placeOf(`${name}.asc`)}`,
        `sudo zypper addrepo ${placeOf(`${name}.repo`)}`,
        `sudo zypper install ${rpms}`,
      ],
    },
  ]
  return [...(debs === '' ? [] : [forDebs]), ...(rpms === '' ? [] : forRpms)]
}

/** A word of a POSIX shell, in quotes only where it needs them. */
function quoted(word: string): string {
  return /^[\w./:@%+,=~-]+$/.test(word) ? word : shellWord(word)
}
