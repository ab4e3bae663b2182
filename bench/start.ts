import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, readdir, stat } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { performance } from 'node:perf_hooks'
import { type Spread, spreadOf } from './measure.ts'
import { writePackages } from './packages.ts'
import type { Program } from './program.ts'
import { printTable, say } from './table.ts'

const KIB = 1024

/**
 * From the start of the process to the first request that the bucket sees, as a step of a workflow that publishes a deb
 * and an rpm: node, the modules, the inputs, the key, both packages read. Beside it, node that does nothing.
 */
export async function benchStart(program: Program, scratch: string, repetitions: number): Promise<void> {
  const directory = join(scratch, 'start')
  await mkdir(directory)
  await writePackages(directory, 0, 1)
  const bucket = await listener()
  const env = stepEnvironment(program, directory, bucket.endpoint)
  const step = () => started([program.path], env, directory)
  const taken = { bare: [] as number[], first: [] as number[] }
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    taken.bare.push(await untilExit())
    taken.first.push(await bucket.untilRequest(step))
  }
  const list = join(directory, 'loaded')
  await bucket.untilRequest(() =>
    started(['--import', NOTING, program.path], { ...env, LOADED: list }, directory),
  )
  bucket.stop()
  printTable(
    `From start to first request, a deb and an rpm to publish (${repetitions} times each, in turn)`,
    ['', 'median ms', 'least', 'nine in ten', 'most'],
    [row('node -e 0, to its end', taken.bare), row('the action, to its first request', taken.first)],
  )
  const loaded = (await readFile(list, 'utf8'))
    .trim()
    .split('\n')
    .map((url) => fileURLToPath(url))
  await saySizes(dirname(program.path), loaded)
}

function row(name: string, values: readonly number[]): readonly string[] {
  const { median, least, most }: Spread = spreadOf(values)
  const ninth = values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.9) - 1] ?? Number.NaN
  return [name, ...[median, least, ninth, most].map((value) => value.toFixed(0))]
}

/** What a runner sets for a step, and nothing of the machine that might be read for it. */
function stepEnvironment({ armoredKey }: Program, directory: string, endpoint: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: directory,
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'example/bench',
    GITHUB_REF_TYPE: 'tag',
    GITHUB_REF_NAME: 'v1.0.0',
    GITHUB_WORKSPACE: directory,
    RUNNER_TEMP: directory,
    INPUT_ARTIFACTS: 'package-*',
    INPUT_REPOSITORY: 'r2://packages',
    INPUT_ENDPOINT: endpoint,
    'INPUT_ACCESS-KEY-ID': 'bench',
    'INPUT_SECRET-ACCESS-KEY': 'bench',
    'INPUT_GPG-PRIVATE-KEY': armoredKey,
  }
}

function started(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): ChildProcess {
  return spawn(process.execPath, args, { env, cwd, stdio: 'ignore' })
}

async function untilExit(): Promise<number> {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - start
}

interface Listener {
  readonly endpoint: string
  /** Milliseconds from the start of a process to its first request; it is ended then. */
  untilRequest(start: () => ChildProcess): Promise<number>
  stop(): void
}

/** A bucket that answers nothing. */
async function listener(): Promise<Listener> {
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    untilRequest: async (start) => {
      const begin = performance.now()
      const child = start()
      const end = once(child, 'exit')
      const isRequested = await Promise.race([
        once(server, 'request').then(() => true),
        end.then(() => false),
      ])
      const takenMs = performance.now() - begin
      child.kill('SIGKILL')
      if (!isRequested) throw new Error(`the action ended before its first request, ${child.exitCode}`)
      await end
      return takenMs
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Notes every module that is loaded from a file, in the file that LOADED names. */
const NOTING = `data:text/javascript,${encodeURIComponent(`
  import { appendFileSync } from 'node:fs'
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:')) appendFileSync(process.env.LOADED, url + '\\n')
      return next(url, context)
    },
  })
`)}`

/** The files of `dist/`, and those of them that such a run has loaded by its first request. */
async function saySizes(folder: string, loaded: readonly string[]): Promise<void> {
  const all = (await readdir(folder, { recursive: true })).filter((name) => name !== 'package.json')
  const [everything, ofRun] = [await filesOf(all.map((name) => join(folder, name))), await filesOf(loaded)]
  say(`\ndist/ has ${everything}; of it, such a run loads ${ofRun}`)
}

async function filesOf(paths: readonly string[]): Promise<string> {
  const stats = await Promise.all(paths.map(async (path) => stat(path)))
  const files = stats.filter((it) => it.isFile())
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  return `${files.length} files of ${(bytes / KIB).toFixed(0)} KiB`
}
