import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

type Values = Readonly<Record<string, unknown>>

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Values
  readonly result?: Values
  readonly error?: { readonly message: string }
}

/** A tab of Chromium, driven by its DevTools protocol through a pipe. */
export interface Browser {
  send(method: string, params?: Values): Promise<Values>
  /** Loads a page, and waits for it. */
  open(url: string): Promise<void>
  /** The value of an expression, which may be a promise; evaluated as if a person had clicked. */
  evaluate<T>(expression: string): Promise<T>
  /** What the page, its policy or the network complained of. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-pipe']

export async function startBrowser(profile: string): Promise<Browser> {
  const child = spawn('chromium', [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const connection = connect(child)
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params: Values = {}) => connection.send(method, params, String(sessionId))
  for (const domain of ['Page', 'Runtime', 'Log']) await send(`${domain}.enable`)
  await send('Emulation.setFocusEmulationEnabled', { enabled: true })
  return {
    send,
    complaints: connection.complaints,
    open: async (url) => {
      const loaded = connection.once('Page.loadEventFired')
      await send('Page.navigate', { url })
      await loaded
    },
    evaluate: async <T>(expression: string) => {
      const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
      const { result, exceptionDetails } = await send('Runtime.evaluate', options)
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return (result as { value: T }).value
    },
    close: async () => {
      const ended = new Promise((resolve) => child.on('close', resolve))
      await connection.send('Browser.close', {}).catch(() => undefined)
      await ended
    },
  }
}

function connect(child: ChildProcess) {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable]
  child.setMaxListeners(0)
  const waiting = new Map<number, (message: Message) => void>()
  const events = new Map<string, () => void>()
  const complaints: string[] = []
  let [sent, rest] = [0, '']
  output.setEncoding('utf8')
  output.on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) take(JSON.parse(part) as Message)
  })
  function take(message: Message): void {
    const { id, method = '', params } = message
    if (id !== undefined) waiting.get(id)?.(message)
    if (['Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled'].includes(method)) {
      complaints.push(JSON.stringify(params))
    }
    events.get(method)?.()
  }
  return {
    complaints,
    once: (method: string) => new Promise<void>((resolve) => events.set(method, resolve)),
    send: (method: string, params: Values, sessionId?: string) =>
      new Promise<Values>((resolve, reject) => {
        const id = (sent += 1)
        waiting.set(id, ({ result = {}, error }) =>
          error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
        )
        child.once('close', () => reject(new Error(`chromium ended before it answered ${method}`)))
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      }),
  }
}
