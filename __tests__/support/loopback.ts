import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Loopback {
  /** Without a slash at its end. */
  readonly url: string
  /** Ends what it serves as well. */
  readonly stop: () => Promise<void>
}

/** A server on a free port of this machine alone. */
export async function listening(server: Server): Promise<Loopback> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
