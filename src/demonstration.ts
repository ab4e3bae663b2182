import { existsSync } from 'node:fs'
import type { InputTexts } from './inputs.ts'

/**
 * What a run without any setting does: it packages the Node.js that runs it, into a new directory, so that everything
 * can be seen at work. The key is thrown away at the end.
 */
export function demonstrationInputs(texts: InputTexts, executable: string, version: string): InputTexts {
  return {
    ...texts,
    artifacts: executable,
    repository: newDirectory(),
    name: 'node',
    version,
    description: 'JavaScript runtime that made this repository',
    homepage: 'https://nodejs.org/',
    license: 'MIT',
    maintainer: 'R2 Package Repository <demonstration@example.invalid>',
    'repository-name': 'demonstration',
  }
}

/** The state of an earlier run was signed by a key that is gone: every run gets a directory of its own. */
function newDirectory(): string {
  const names = ['repository', ...Array.from({ length: 998 }, (_, index) => `repository-${index + 2}`)]
  return names.find((name) => !existsSync(name)) ?? 'repository-1000'
}

/** How to install what was published, from a directory or a URL; at most two ways, each a few lines. */
export function installInstructions(
  baseUrl: string,
  repositoryName: string,
  names: readonly string[],
): readonly string[] {
  const fetch = (file: string, target: string) =>
    baseUrl.startsWith('file://')
      ? `sudo install -Dm644 ${decodeURIComponent(new URL(baseUrl).pathname)}/${file} ${target}`
      : `sudo curl -fsS --create-dirs -o ${target} ${baseUrl}/${file}`
  return [
    'Debian, Ubuntu:',
    `  ${fetch(`${repositoryName}.asc`, `/etc/apt/keyrings/${repositoryName}.asc`)}`,
    `  ${fetch(`${repositoryName}.sources`, `/etc/apt/sources.list.d/${repositoryName}.sources`)}`,
    `  sudo apt-get update && sudo apt-get install ${names.join(' ')}`,
    'Fedora, RHEL and its clones:',
    `  ${fetch(`${repositoryName}.repo`, `/etc/yum.repos.d/${repositoryName}.repo`)}`,
    `  sudo dnf install ${names.join(' ')}`,
  ]
}
