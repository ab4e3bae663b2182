import { writeFile } from 'node:fs/promises'
import { configurationSchema } from '../src/recipe/config/json-schema.ts'

/** What README names for editors; prettier runs over it. */
await writeFile('nfpm.schema.json', JSON.stringify(configurationSchema()))
