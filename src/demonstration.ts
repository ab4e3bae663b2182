import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { InputTexts } from './inputs.ts'

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
