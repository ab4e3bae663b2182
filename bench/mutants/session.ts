import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What is changed, and what is to notice it. */
export interface Task {
  /** Where paths begin; what lies below it is loaded anew for each test file. */
  readonly root: string
  readonly sources: readonly string[]
  readonly testFiles: readonly string[]
  readonly seed: number
  /** Tests that take longer are left out. */
  readonly slowestMs: number
}

/** Which test reaches which mutant. */
export interface Coverage {
  /** By number; undefined for a test that is left out. */
  readonly tests: readonly ({ readonly file: number; readonly ms: number } | undefined)[]
  /** By test, the mutants. */
  readonly reachedBy: readonly ReadonlySet<number>[]
  /** By test file, the mutants that are reached while the constants of modules are set. */
  readonly inConstants: readonly ReadonlySet<number>[]
  /** By test file, the mutants that are reached only while it is loaded. */
  readonly atLoad: readonly ReadonlySet<number>[]
  /** Tests that fail here without a mutant: they need a program, or time. */
  readonly left: readonly string[]
  /** By mutant, its source. */
  readonly owners: readonly string[]
}

export interface Request {
  readonly mutant: number
  readonly tests: readonly number[]
  /** The constants of modules are set anew, with the mutant. */
  readonly isInConstant: boolean
  /** Test files to load anew with the mutant. */
  readonly files: readonly number[]
}

export interface Answer {
  readonly coverage?: Coverage
  readonly killedBy?: string | undefined
  readonly isTired?: boolean
}

const PROCESS = fileURLToPath(new URL('session-process.ts', import.meta.url))
const MEMORY_MIB = 1500

/** A process in which mutants are tried; another takes its place where a mutant hangs or ends it. */
export class Session {
  #child: ChildProcess | undefined
  readonly #task: Task
  readonly #path: string

  /** @param path the folders of the programs that tests may start */
  constructor(task: Task, path: string) {
    this.#task = task
    this.#path = path
  }

  async start(): Promise<Coverage> {
    this.end()
    this.#child = fork(PROCESS, [JSON.stringify(this.#task)], {
      env: { ...process.env, PATH: this.#path, NODE_OPTIONS: '', CI: '' },
      execArgv: [`--max-old-space-size=${MEMORY_MIB}`, '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const { coverage } = await this.#answer(undefined)
    if (coverage === undefined) throw new Error('the tests cannot be loaded')
    return coverage
  }

  /** What noticed the mutant; undefined where nothing did. */
  async killer(request: Request, waitMs: number): Promise<string | undefined> {
    if (this.#child === undefined) await this.start()
    this.#child?.send(request)
    const { killedBy, isTired = false } = await this.#answer(waitMs)
    if (isTired) this.end()
    return killedBy
  }

  end(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #answer(waitMs: number | undefined): Promise<Answer> {
    const child = this.#child as ChildProcess
    const ended = new AbortController()
    const { signal } = ended
    const timer = waitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), waitMs)
    try {
      const [answer] = await Promise.race([
        once(child, 'message', { signal }) as Promise<[Answer]>,
        once(child, 'exit', { signal }).then(
          () => [{ killedBy: 'the end of the process, or of the time' }] as const,
        ),
      ])
      if (child.exitCode !== null || child.signalCode !== null) this.#child = undefined
      return answer
    } finally {
      clearTimeout(timer)
      ended.abort()
    }
  }
}
