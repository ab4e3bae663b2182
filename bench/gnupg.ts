import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './measure.ts'

/** A home of gpg's with one key. */
export interface GnuPg {
  readonly home: string
  readonly fingerprint: string
  /** User and system time of its agent, which makes gpg's signatures, and is nobody's child. */
  agentCpuMs(): Promise<number>
  /** Ends the agent. */
  close(): Promise<void>
}

/** Whose agent runs already. */
export async function gnupgWith(armoredKey: string, scratch: string): Promise<GnuPg> {
  const home = join(scratch, 'gnupg')
  const keyFile = join(scratch, 'key.asc')
  await mkdir(home, { mode: 0o700, recursive: true })
  await writeFile(keyFile, armoredKey)
  const gpg = (...args: readonly string[]) => run('gpg', ['--homedir', home, '--batch', '--quiet', ...args])
  await gpg('--import', keyFile)
  const listed = await gpg('--list-secret-keys', '--with-colons')
  return {
    home,
    fingerprint: /^fpr:*([0-9A-F]{40}):/m.exec(listed)?.[1] ?? '',
    agentCpuMs: async () => cpuMsOf(await agentOf(home)),
    close: async () => void (await run('gpgconf', ['--homedir', home, '--kill', 'all'])),
  }
}

async function agentOf(home: string): Promise<number> {
  const answer = await run('gpg-connect-agent', ['--homedir', home, 'getinfo pid', '/bye'])
  return Number(/^D (\d+)$/m.exec(answer)?.[1])
}

/** User and system time of a process: proc(5), in hundredths of a second. */
async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
