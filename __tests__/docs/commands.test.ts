import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { elfFile } from '../artifacts/elf-file.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { RSA_KEY } from '../support/running.ts'

/** The examples of the document, in order. */
async function examples(): Promise<readonly string[]> {
  const document = await readFile('docs/commands.md', 'utf8')
  return [...document.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands)
}

test('the examples of all commands can be run in their order', async () => {
  const folder = await temporaryDirectory()
  for (const version of ['v1', 'v2', 'v3']) {
    await mkdir(join(folder, version))
    await writeFile(join(folder, version, 'hello'), elfFile({ code: version }))
  }
  const commands = await examples()
  expect(commands.join('').match(/--command (promote|remove|rollback|republish|verify)/g)).toHaveLength(7)
  const program = `r2pkg() { "${process.execPath}" --disable-warning=ExperimentalWarning ${resolve('src/main.ts')} "$@"; }`
  const script = ['set -eu', program, ...commands].join('\n')
  const env = { GPG_PRIVATE_KEY: RSA_KEY, GITHUB_ACTIONS: undefined, INIT_CWD: undefined }
  const { stdout, stderr } = await run('sh', ['-c', script], { cwd: folder, env })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/added +rpm +hello +2\.0\.0-1 +x86_64 +stable/)
  expect(stdout).toMatch(/removed +deb +hello +2\.0\.0 +amd64 +stable/)
  const [, removal = ''] =
    /^(Remove hello=2\.0\.0 from the channel stable .*?)^Roll back /ms.exec(stdout) ?? []
  expect(removal).toContain('Done: in stable 2 packages removed.')
  expect(removal).not.toContain('To install')
  expect(stdout).toMatch(/^Done: in stable 2 packages added\.\n.*\n\nThe repositories are at .* To install/m)
})
