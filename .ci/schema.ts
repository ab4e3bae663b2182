import { readFile, writeFile } from 'node:fs/promises'
import { configurationSchema } from '../src/recipe/config/json-schema.ts'
import { keyTable } from './key-table.ts'

/** What editors and readers are told of configurations; prettier runs over both. */
await writeFile('nfpm.schema.json', JSON.stringify(configurationSchema()))
const document = await readFile('docs/nfpm.md', 'utf8')
const between = /(<!-- keys -->\n)[\s\S]*(<!-- end of keys -->)/
await writeFile(
  'docs/nfpm.md',
  document.replace(between, (_, start: string, end: string) => `${start}\n${keyTable()}\n${end}`),
)
