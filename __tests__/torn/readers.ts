import { RELEASES } from '../clients/fresh-root.ts'
import { aptReader } from './apt-reader.ts'
import type { Reader, Source } from './reader.ts'
import { type Way, rpmReader } from './rpm-reader.ts'

export const CLIENTS = ['apt', 'dnf', 'zypper'] as const
export type Client = (typeof CLIENTS)[number]

/** Readers of every release, for each client and each way in which it can find a repository. */
export async function readersOf(
  clients: readonly Client[],
  ways: readonly Way[],
  folder: string,
  source: Source,
): Promise<readonly Reader[]> {
  return Promise.all(
    clients.flatMap((client) =>
      client === 'apt'
        ? RELEASES.map((release) => aptReader(release, folder, source))
        : ways.flatMap((way) => RELEASES.map((release) => rpmReader(client, release, folder, source, way))),
    ),
  )
}
