import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import type { Front } from '../clients/site.ts'
import { temporaryDirectory } from '../support/programs.ts'

/** Keeps everything for an hour, errors too, whatever the Worker says of it. */
const IGNORING = 'proxy_ignore_headers Cache-Control Expires; proxy_cache_valid any 1h;'

/**
 * nginx as a cache before the Worker (ngx_http_proxy_module).
 *
 * @param host the `Host` that the Worker gets: the client's, or its own, as nginx does if nobody says anything
 */
export function nginxCache(obeys: boolean, host: '$http_host' | '$proxy_host' = '$http_host'): Front {
  return async (origin) => {
    const folder = await temporaryDirectory()
    const port = await freePort()
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    await mkdir(join(folder, 'cache'))
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=packages:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin}; proxy_http_version 1.1; proxy_set_header Host ${host};
      proxy_cache packages; ${obeys ? '' : IGNORING}
      add_header x-cache $upstream_cache_status always;
    }
  }
}
`,
    )
    const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'], {
      stdio: 'ignore',
    })
    const url = `http://127.0.0.1:${port}`
    while ((await fetch(url).catch(() => undefined)) === undefined) await sleep(50)
    return {
      url,
      stop: async () => {
        child.kill('SIGTERM')
        if (child.exitCode === null) await once(child, 'exit')
      },
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
