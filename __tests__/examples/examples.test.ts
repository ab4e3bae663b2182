import { readFileSync, readdirSync } from 'node:fs'
import { validate } from '@actions/languageservice'
import { describe, expect, test } from '@jest/globals'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { run, testWith } from '../support/programs.ts'
import { type Step, exampleText, isOurs, readExample } from './workflow.ts'

const EXAMPLES = readdirSync('examples').map((file) => file.replace(/\.yml$/, ''))

/** Inputs of the actions of others that are used, as their own action.yml has them. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'actions/attest': ['subject-checksums'],
  'actions/checkout': ['fetch-depth'],
  'actions/setup-go': ['go-version-file'],
  'goreleaser/goreleaser-action': ['args', 'version'],
}

const OURS = parse(readFileSync('action.yml', 'utf8')) as {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
}

let documents = 0

/** What GitHub's language service says of a workflow; it knows the inputs of every action that is used. */
async function complaints(text: string): Promise<readonly string[]> {
  // It remembers what it read under a name.
  const name = `file:///.github/workflows/${(documents += 1)}.yml`
  const document = TextDocument.create(name, 'yaml', 1, text)
  const actionsMetadataProvider = {
    fetchActionMetadata: async ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      if (owner === 'r2-package-repository') return OURS
      const inputs = OTHERS[`${owner}/${name}`]?.map((input) => [input, { description: input }] as const)
      return inputs && { name, description: name, inputs: Object.fromEntries(inputs) }
    },
  }
  return (await validate(document, { actionsMetadataProvider })).map(({ message }) =>
    typeof message === 'string' ? message : message.value,
  )
}

function stepsOf(name: string): readonly Step[] {
  return Object.values(readExample(name).jobs).flatMap(({ steps }) => steps)
}

describe.each(EXAMPLES)('%s.yml', (name) => {
  test('is a workflow that GitHub takes', async () => {
    expect(await complaints(exampleText(name))).toEqual([])
  })

  test('has the least permissions, and actions by their major version', () => {
    expect(readExample(name).permissions).toBeDefined()
    expect(exampleText(name)).not.toContain('write-all')
    for (const { uses } of stepsOf(name)) expect(uses ?? 'a/b@v1').toMatch(/^[\w-]+\/[\w-]+@v\d+$/)
  })

  test('says at its head what it needs, and all of that is used', () => {
    const [head = '', body = ''] = exampleText(name).split(/^name: /m)
    const named = [...head.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([word]) => word)
    const used = [...body.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map(([, word]) => word)
    expect(new Set(named)).toEqual(new Set(used))
  })

  test('marks what has to be changed', () => {
    const lines = exampleText(name).split('\n')
    const own = lines.filter((line) => !line.startsWith('#') && /my-packages|example\.com/.test(line))
    expect(own.length).toBeGreaterThan(1)
    expect(own.filter((line) => !line.includes('# yours'))).toEqual([])
  })

  test('takes no expression into a shell, where it would be code', () => {
    for (const { run: script } of stepsOf(name)) expect(script ?? '').not.toContain('${{')
  })

  test('has a step of ours', () => {
    expect(stepsOf(name).filter(isOurs).length).toBeGreaterThan(0)
  })
})

test('what GitHub would not take is found out', async () => {
  const text = exampleText('attest')
  expect(await complaints(text.replace('artifacts:', 'artefacts:'))).toEqual([
    "Invalid action input 'artefacts'",
  ])
  expect(await complaints(text.replace('fetch-depth', 'depth').replace('runs-on:', 'runs-at:'))).not.toEqual(
    [],
  )
  expect(await complaints(text.replace('subject-checksums', 'checksums'))).toEqual([
    "Invalid action input 'checksums'",
  ])
})

testWith(['bash', 'shellcheck'], 'shells take the scripts, and shellcheck finds nothing', async () => {
  const scripts = EXAMPLES.flatMap((name) => stepsOf(name).flatMap(({ run: script }) => script ?? []))
  expect(scripts.length).toBeGreaterThan(5)
  for (const script of scripts) {
    await run('bash', ['-n'], { input: script })
    const checked = await run('shellcheck', ['--shell=bash', '--severity=style', '-'], {
      input: script,
      allowFailure: true,
    })
    expect(checked.stdout).toBe('')
  }
  const broken = await run('shellcheck', ['--shell=bash', '-'], { input: 'ls $1', allowFailure: true })
  expect(broken.code).toBe(1)
})
