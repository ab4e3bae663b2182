import { readFile, writeFile } from 'node:fs/promises'
import { inputTable, outputTable } from './action-tables.ts'

/** The tables of inputs and outputs in the README, from action.yml; prettier runs over them. */
const readme = await readFile('README.md', 'utf8')
const filled = (text: string, name: string, table: string) =>
  text.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*(<!-- end of ${name} -->)`),
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  )
await writeFile('README.md', filled(filled(readme, 'inputs', inputTable()), 'outputs', outputTable()))
