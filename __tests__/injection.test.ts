import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { fileScratch } from '../src/files.ts'
import { INPUT_NAMES, type InputName, readInputs } from '../src/inputs.ts'
import { failureSummaryOf } from '../src/report/failure.ts'
import { newJournal } from '../src/report/journal.ts'
import { runnerLog } from '../src/report/runner-log.ts'
import { summaryOf } from '../src/report/summary.ts'
import { closingOf, tableOf } from '../src/report/table.ts'
import { run } from '../src/run/run.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { temporaryDirectory } from './support/programs.ts'
import { RSA_KEY } from './support/running.ts'

/** What a runner would take for the command `evil`, or a page for HTML, if it came through as it is. */
const INJECTIONS = [
  '::evil::x',
  'a\n::evil::x',
  'a\r::evil::x',
  '##[evil]x',
  'a%0A::evil::x',
  '</pre></details><evil>|\n\n# evil',
]

const KNOWN: ReadonlySet<string> = new Set(['group', 'endgroup', 'notice', 'warning', 'error', 'debug'])

let cwd: string
beforeAll(async () => {
  cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  await writeFile(join(cwd, 'dist', 'hello'), elfFile({ code: 'hello' }))
  await writeFile(join(cwd, 'dist', '::evil::name'), 'text')
  await writeFile(join(cwd, 'dist', '##[evil]<evil>|name'), 'text')
})
afterEach(() => void jest.restoreAllMocks())

/** What a run writes to the runner, and into the summary. */
async function said(inputs: Partial<Record<InputName, string>>) {
  const written: string[] = []
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0)
  const scratch = fileScratch(await temporaryDirectory())
  const journal = newJournal()
  const env = Object.fromEntries(
    Object.entries({
      artifacts: 'dist/*',
      name: 'hello',
      version: '1.0',
      maintainer: 'Jane <jane@example.com>',
      repository: 'repository',
      'gpg-private-key': RSA_KEY,
      'dry-run': 'true',
      ...inputs,
    }).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )
  const surroundings = { env, cwd, log: runnerLog, journal, scratch, signal: new AbortController().signal }
  let markdown: string
  try {
    const report = await run(readInputs([], env), { isPullRequestFromFork: false }, surroundings)
    for (const line of [...tableOf(report), ...closingOf(report)]) runnerLog.info(line)
    markdown = summaryOf(report)
  } catch (error) {
    runnerLog.error((error as Error).message)
    markdown = failureSummaryOf(error, journal)
  }
  return { lines: written.join('').split(/\r\n|\r|\n/), markdown }
}

function assertHarmless({ lines, markdown }: Awaited<ReturnType<typeof said>>): void {
  const commands = lines.flatMap((line) => /^\s*::([^\s:]*)/.exec(line)?.[1] ?? [])
  expect(commands.filter((command) => !KNOWN.has(command))).toEqual([])
  // A runner looks for these anywhere, but not in what follows a command.
  expect(lines.filter((line) => !/^::[a-z]/.test(line) && line.includes('##['))).toEqual([])
  expect(markdown).not.toMatch(/<evil>|^# evil/m)
}

test.each(INPUT_NAMES)('%s is data, whatever is in it', async (name) => {
  for (const text of INJECTIONS) assertHarmless(await said({ [name]: text }))
})

test('names of files are data', async () => {
  const seen = await said({})
  assertHarmless(seen)
  expect(seen.lines).toContain('left out: dist/: :evil: :name (a text)')
  expect(seen.markdown).toContain('::evil::name</code>')
})
