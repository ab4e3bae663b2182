import { readFileSync } from 'node:fs'
import { validate } from '@actions/languageservice'
import { expect, test } from '@jest/globals'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { inputTable, outputTable } from '../../.ci/action-tables.ts'
import { INPUT_NAMES } from '../../src/inputs.ts'

const README = readFileSync('README.md', 'utf8')
const WORKFLOWS = [...README.matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, text = '']) => text)
  .filter((text) => text.includes('jobs:'))

interface Workflow {
  readonly jobs: Record<
    string,
    { readonly steps: readonly { readonly uses?: string; readonly with?: Record<string, string> }[] }
  >
}

test.each(WORKFLOWS.map((text, index) => [index + 1, text] as const))(
  'workflow %i is one that GitHub takes',
  async (index, text) => {
    const document = TextDocument.create(`file:///.github/workflows/${index}.yml`, 'yaml', 1, text)
    expect(await validate(document)).toEqual([])
    const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps)
    const ours = steps.find(({ uses }) => uses?.startsWith('r2-package-repository/'))
    for (const name of Object.keys(ours?.with ?? {})) expect(INPUT_NAMES).toContain(name)
  },
)

test('a workflow that GitHub would not take is found out', async () => {
  const broken = (WORKFLOWS[0] ?? '').replace('runs-on:', 'runs-at:')
  expect(
    await validate(TextDocument.create('file:///.github/workflows/0.yml', 'yaml', 1, broken)),
  ).not.toEqual([])
})

test('there is a workflow at the top', () => {
  expect(WORKFLOWS).toHaveLength(1)
})

test('action.yml is one that GitHub takes', async () => {
  const document = TextDocument.create('file:///action.yml', 'yaml', 1, readFileSync('action.yml', 'utf8'))
  expect(await validate(document)).toEqual([])
  const action = parse(readFileSync('action.yml', 'utf8')) as { runs: object; branding: object }
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.js' })
  expect(action.branding).toEqual({ icon: 'package', color: 'orange' })
})

/** As prettier leaves it, whatever the widths of its columns. */
const squeezed = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')

test.each([
  ['inputs', inputTable],
  ['outputs', outputTable],
])('the table of %s is what action.yml says (npm run reference writes it)', (name, table) => {
  const [, own = ''] = new RegExp(`<!-- ${name} -->([\\s\\S]*)<!-- end of ${name} -->`).exec(README) ?? []
  expect(squeezed(own.trim())).toBe(squeezed(table()))
})
