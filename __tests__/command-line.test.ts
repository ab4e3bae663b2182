import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { helpLines } from '../src/help.ts'
import { INPUTS, INPUT_NAMES } from '../src/inputs.ts'
import { VERSION } from '../src/version.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { run, temporaryDirectory } from './support/programs.ts'
import { RSA_KEY } from './support/running.ts'

async function program(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  const clean = { GITHUB_ACTIONS: undefined, INIT_CWD: undefined, GPG_PRIVATE_KEY: RSA_KEY, ...env }
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts', ...args], {
    allowFailure: true,
    env: clean,
  })
}

describe('--help', () => {
  test('has every input once, in groups, with its default, on lines that fit a screen', () => {
    const lines = helpLines()
    for (const name of INPUT_NAMES) {
      const spec: { description: string; secret?: true; env?: string } = INPUTS[name]
      const ownVariable = `INPUT_${name.toUpperCase().replaceAll('-', '_')}`
      const heads = lines.filter((line) =>
        spec.secret
          ? line.startsWith(`  environment: ${spec.env ?? ownVariable}`)
          : line.startsWith(`  --${name} `),
      )
      expect([name, heads.length]).toEqual([name, 1])
    }
    const text = lines.join(' ').replaceAll(/\s+/g, ' ')
    expect(text).toContain(
      '--grace-days VALUE How many days what was superseded stays readable; at least 1. Default: 7.',
    )
    expect(lines.filter((line) => /^\S.*:$/.test(line))).toHaveLength(7)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  test('is said, and all is well', async () => {
    const { code, stdout, stderr } = await program(['--repository', 'x', '--help'])
    expect([code, stdout, stderr]).toEqual([0, `${helpLines().join('\n')}\n`, ''])
  })
})

describe('--version', () => {
  test('alone is that of the program, as package.json has it', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
    expect(VERSION).toBe(version)
    expect(await program(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  test('with a value is that of what is built', async () => {
    const folder = await temporaryDirectory()
    await writeFile(join(folder, 'hello'), elfFile({ code: 'hello' }))
    const flags = ['--artifacts', join(folder, 'hello'), '--repository', join(folder, 'repository')]
    const { code, stdout } = await program([
      ...flags,
      '--name',
      'hello',
      '--maintainer',
      'Jane <j@x.org>',
      '--version',
      '4.5.6',
    ])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^added +deb +hello +4\.5\.6 /m)
    expect(stdout).toMatch(/\nSUSE:\n {2}sudo rpm --import \//)
  })
})

test.each([
  [
    ['--artifact', 'x'],
    'Error: unknown argument "--artifact"; did you mean "--artifacts"? (--help lists all of them)\n',
  ],
  [['--dry-run'], 'Error: --dry-run needs a value: --dry-run VALUE, or --dry-run=VALUE\n'],
])('%j is an error on standard error, and the exit code is 1', async (args, message) => {
  expect(await program(args)).toEqual({ code: 1, stdout: '', stderr: message })
})
