import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { configurationSchema } from '../../../src/recipe/config/json-schema.ts'

interface Schema {
  readonly description?: string
  readonly type?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: unknown
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
