import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { alternatives, matcher } from '../../../src/recipe/config/pattern.ts'
import { buildDeb } from '../../../src/deb/build.ts'
import { readDeb } from '../../../src/deb/read.ts'
import { buildRpm } from '../../../src/rpm/build.ts'
import { readRpm } from '../../../src/rpm/read.ts'
import { memoryScratch } from '../../../src/content.ts'
import { read } from '../../recipe/config/describing.ts'
import { type Target, promised } from '../engine/target.ts'
import { textMutations } from '../mutations/text.ts'

/** Building takes far longer than reading: it is done for one of so many. */
const BUILT_OF = 8

const FOLDER = '__tests__/fixtures/nfpm'
const text = (name: string) => readFileSync(join(FOLDER, name), 'utf8')

/** The files that configurations of the fixtures name, in memory. */
function files(): Readonly<Record<string, string>> {
  const names = readdirSync(join(FOLDER, 'files'), { recursive: true, withFileTypes: true }).filter((it) =>
    it.isFile(),
  )
  return Object.fromEntries(
    names.map((it) => {
      const path = join(it.parentPath, it.name)
      return [path.slice(FOLDER.length + 1), readFileSync(path, 'utf8')]
    }),
  )
}

/** What is described is built, and what is built is read. */
async function configured(input: Buffer): Promise<void> {
  const { packages } = await read(input.toString('utf8'), files(), { env: { NAME: 'planets' } })
  if (crc32(input) % BUILT_OF !== 0) return
  for (const { format, description } of packages) {
    if (format === 'deb') await readDeb(await buildDeb(description, memoryScratch), 'ours.deb')
    else await readRpm(await buildRpm(description, memoryScratch), 'ours.rpm')
  }
}

async function changelog(input: Buffer): Promise<void> {
  const given = { ...files(), 'files/changelog.yaml': input.toString('utf8') }
  await read('name: planets\nchangelog: files/changelog.yaml\n', given)
}

function patterns(input: Buffer): void {
  const [pattern = '', path = ''] = input.toString('utf8').split('\n')
  const isMatch = alternatives(pattern).some((it) => matcher(it)(path))
  promised(typeof isMatch === 'boolean', 'a pattern matches or does not')
}

const YAML = [
  '- ',
  ': ',
  '\n  ',
  '&a ',
  '*a',
  '<<: *a',
  '!!binary ',
  '!!str ',
  '|\n',
  '>-\n',
  '{',
  '}',
  '[',
  ']',
  '? ',
  '---\n',
  '...\n',
  '#',
  '"',
  "'",
  '~',
  'null',
  '${NAME}',
  '$NAME',
  '0o777',
  '2025-01-01',
  '*',
  '**',
  '{a,b}',
  '../',
  '/etc/',
  'type: ',
  'src: ',
  'dst: ',
  'contents:\n',
]

export const configTargets: readonly Target[] = [
  {
    name: 'nfpm',
    files: /\/src\/recipe\/config\/[a-z-]+\.ts$/,
    seeds: async () =>
      ['minimal.yaml', 'overrides.yaml', 'environment.yaml', 'complete.yaml'].map((name) =>
        Buffer.from(text(name)),
      ),
    mutations: textMutations(YAML),
    read: configured,
  },
  {
    name: 'changelog',
    files: /\/src\/recipe\/config\/(?:changelog|document|reading|timestamp)\.ts$/,
    seeds: async () => [Buffer.from(text('files/changelog.yaml'))],
    mutations: textMutations(YAML),
    read: changelog,
  },
  {
    name: 'pattern',
    files: /\/src\/recipe\/config\/pattern\.ts$/,
    seeds: async () =>
      ['files/**/*.{conf,mo}\nfiles/conf.d/mars.conf', '[a-c]?[!x]*\nabcd', '{a,{b,c}}\\*\nb*'].map((it) =>
        Buffer.from(it),
      ),
    mutations: textMutations(['*', '**', '?', '[', ']', '[^', '{', '}', ',', '\\', '/']),
    read: async (input) => patterns(input),
  },
]
