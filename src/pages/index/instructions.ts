import { shellWord } from '../../shell-word.ts'

/** What instructions are about. */
export interface Installation {
  readonly repositoryName: string
  /** Where the root is served, without a slash at its end. */
  readonly baseUrl: string
  readonly channel: string
  /** Whether the published .sources, or .repo, leads to this channel as it is. */
  readonly isDefault: boolean
  /** Of the package that is installed. */
  readonly packageName: string
}

/** How to install with one program. */
export interface Instructions {
  readonly systems: string
  /** Commands, one a line. */
  readonly lines: readonly string[]
}

/** One line for any system. */
export function oneLine({ baseUrl, channel, isDefault, packageName }: Installation): string {
  const options = isDefault ? '' : `--channel ${channel} `
  return `curl -fsSL ${word(`${baseUrl}/install.sh`)} | sh -s -- ${options}${word(packageName)}`
}

/** For apt: the key and the source, each in its place. */
export function aptInstructions(installation: Installation): Instructions {
  const { repositoryName: name, channel, isDefault, packageName } = installation
  const source = `/etc/apt/sources.list.d/${name}.sources`
  return {
    systems: 'Debian, Ubuntu and their derivatives',
    lines: [
      // Debian 11 and Ubuntu 20.04 lack it. curl would make it so that apt, a user of its own, may not enter.
      'sudo install -d -m 755 /etc/apt/keyrings',
      `sudo curl -fsSL -o /etc/apt/keyrings/${name}.asc ${published(installation, 'asc')}`,
      `sudo curl -fsSL -o ${source} ${published(installation, 'sources')}`,
      ...(isDefault
        ? []
        : [`sudo sed -i -e 's/^Suites: .*/Suites: ${channel}/' -e '/^Architectures-Remove: /d' ${source}`]),
      'sudo apt-get update',
      `sudo apt-get install ${word(packageName)}`,
    ],
  }
}

/** For dnf, and yum before it. */
export function dnfInstructions(installation: Installation): Instructions {
  const { repositoryName: name, channel, isDefault, packageName } = installation
  const file = `/etc/yum.repos.d/${name}.repo`
  const section = `${name}-${channel}`.replaceAll('.', '\\.')
  return {
    systems: 'Fedora, RHEL and its clones, Amazon Linux',
    lines: [
      `sudo curl -fsSL -o ${file} ${published(installation, 'repo')}`,
      ...(isDefault ? [] : [`sudo sed -i '/^\\[${section}\\]/,/^\\[/s/^enabled=0/enabled=1/' ${file}`]),
      `sudo dnf install ${word(packageName)}`,
    ],
  }
}

/** For zypper. */
export function zypperInstructions(installation: Installation): Instructions {
  const { repositoryName: name, channel, isDefault, packageName } = installation
  return {
    systems: 'openSUSE and SUSE Linux Enterprise',
    lines: [
      `sudo zypper addrepo ${published(installation, 'repo')}`,
      ...(isDefault ? [] : [`sudo zypper modifyrepo --enable ${name}-${channel}`]),
      `sudo zypper install ${word(packageName)}`,
    ],
  }
}

function published({ baseUrl, repositoryName }: Installation, ending: 'asc' | 'sources' | 'repo'): string {
  return word(`${baseUrl}/${repositoryName}.${ending}`)
}

/** A word of a command; plain where it can be. */
function word(text: string): string {
  return /^[\w.:/@%+=~-]+$/.test(text) ? text : shellWord(text)
}
