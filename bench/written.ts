import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What lies in a directory: per file, what tells whether it was written since, and its size. */
type Snapshot = ReadonlyMap<string, { readonly mark: string; readonly sizeBytes: number }>

/** Everything that clients read, packages apart; and nothing that a tool keeps for itself. */
async function snapshot(directory: string): Promise<Snapshot> {
  const names = await readdir(directory, { recursive: true })
  const own = /^(?:db|conf|\.tmp|\.lock)(?:\/|$)|\.(?:deb|rpm)$/
  const files = names.filter((name) => !own.test(name))
  const seen = await Promise.all(
    files.map(async (name) => {
      const stats = await stat(join(directory, name), { bigint: true })
      return stats.isFile()
        ? [[name, { mark: `${stats.ino} ${stats.mtimeNs}`, sizeBytes: Number(stats.size) }] as const]
        : []
    }),
  )
  return new Map(seen.flat())
}

/** How many bytes of files that clients read, packages apart, something writes into a directory. */
export async function writtenBytes(directory: string, work: () => Promise<unknown>): Promise<number> {
  const before = await snapshot(directory)
  await work()
  const after = await snapshot(directory)
  return [...after]
    .filter(([name, { mark }]) => before.get(name)?.mark !== mark)
    .reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0)
}
