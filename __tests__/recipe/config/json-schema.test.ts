import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { keyRows } from '../../../.ci/key-table.ts'
import { configurationSchema } from '../../../src/recipe/config/json-schema.ts'

interface Schema {
  readonly description?: string
  readonly type?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: unknown
  readonly enum?: readonly (string | null)[]
}

const FILE = JSON.parse(readFileSync('nfpm.schema.json', 'utf8')) as Schema

test('the schema for editors is the one that is read by (npm run schema)', () => {
  expect(FILE).toEqual(JSON.parse(JSON.stringify(configurationSchema())))
})

test('it takes no other keys, and says what each is for', () => {
  expect(FILE.additionalProperties).toBe(false)
  expect(FILE.properties?.['contents']?.items?.additionalProperties).toBe(false)
  expect(FILE.properties?.['version']).toEqual({
    description: 'Version; the input version by default. Variables are expanded.',
    type: ['string', 'number', 'boolean', 'null'],
  })
  expect(FILE.properties?.['umask']?.type).toEqual(['integer', 'string', 'null'])
})

test('docs/nfpm.md tells of each type of contents', () => {
  const text = readFileSync('docs/nfpm.md', 'utf8').replaceAll('\\|', '|')
  const types = FILE.properties?.['contents']?.items?.properties?.['type']?.enum ?? []
  expect(types).toContain('ghost')
  for (const type of types) if (type) expect(text).toContain(`\`${type}\``)
})

test('the table of keys in docs/nfpm.md is complete (npm run schema)', () => {
  const text = readFileSync('docs/nfpm.md', 'utf8')
  const [, table = ''] = /<!-- keys -->([\s\S]*)<!-- end of keys -->/.exec(text) ?? []
  const rows = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    )
  expect(rows).toEqual(keyRows())
})
