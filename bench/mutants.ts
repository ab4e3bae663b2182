import { glob, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { EQUIVALENT } from './mutants/equivalents/all.ts'
import { FOLDERS, type Folder } from './mutants/folders.ts'
import { type Score, scoreOf } from './mutants/score.ts'
import { printTable, say } from './table.ts'

const HELP = `Usage: npm run mutants [-- --folder src/deb] [-- --file src/deb/ar.ts] [-- --sample 300 --seed 7]

Changes one operator, literal, condition or statement of the pure folders at a time, runs the unit tests that reach it,
and tells which changes no test notices. Without --sample every mutant is tried.`

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    file: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function mutate(): Promise<void> {
  const folders = FOLDERS.filter(({ path }) => values.folder === undefined || values.folder === path)
  if (folders.length === 0)
    throw new Error(`--folder is one of ${FOLDERS.map(({ path }) => path).join(', ')}`)
  const seed = Number(values.seed)
  say(`seed ${seed}${values.sample === undefined ? '' : `, ${values.sample} mutants of each folder`}`)
  const rows: string[][] = []
  for (const folder of folders) rows.push(row(folder, await tried(folder, seed)))
  printTable(
    'Mutants of the pure folders',
    ['', 'mutants', 'killed', 'equivalent', 'survivors', 'score'],
    rows,
  )
}

function row({ path }: Folder, { mutants, killed, equivalent, survivors }: Score): string[] {
  const score = ((100 * killed) / (killed + survivors.length)).toFixed(1)
  return [path, ...[mutants, killed, equivalent, survivors.length].map(String), `${score} %`]
}

async function tried(folder: Folder, seed: number): Promise<Score> {
  const programs = await programFolder(folder.programs ?? [])
  try {
    return await scoreOf({
      name: folder.path,
      root: process.cwd(),
      sources: await sourcesOf(folder),
      testFiles: await testFilesOf(folder),
      programs,
      seed,
      file: values.file,
      most: values.sample === undefined ? undefined : Number(values.sample),
      say,
      sayLeft: values.verbose ? say : () => undefined,
    })
  } finally {
    await rm(programs, { recursive: true, force: true })
  }
}

async function sourcesOf({ path, files = [], tables = [] }: Folder): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob([`${path}/*.ts`, ...files]))
  return found.filter((file) => !tables.includes(file)).toSorted()
}

async function testFilesOf({ tests }: Folder): Promise<readonly string[]> {
  const found = await Promise.all(
    tests.map((path) => Array.fromAsync(glob(path.endsWith('.ts') ? path : `${path}/**/*.test.ts`))),
  )
  return [...new Set(found.flatMap((files) => files.toSorted()))]
}

/** A PATH that holds these programs only. */
async function programFolder(programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'r2-package-repository-mutants-'))
  for (const program of programs) {
    const found = await firstOf(program)
    if (found !== undefined) await symlink(found, join(folder, program))
  }
  return folder
}

async function firstOf(program: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.all(folders.map((folder) => Array.fromAsync(glob(join(folder, program)))))
  return found.flat()[0]
}

if (values.help) say(HELP)
else {
  await mutate()
  say(`${EQUIVALENT.length} mutants are listed as equivalent, with why: bench/mutants/equivalents`)
}
