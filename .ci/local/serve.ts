import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { workerBundle } from '../worker-bundle.ts'
import { startCloudflare } from './cloudflare.ts'
import { wranglerConfiguration } from './wrangler.ts'

const HELP = `Usage: npm run serve [-- OPTION ...]

R2 and the Worker in front of it on this machine, without an account: Cloudflare's simulator, with the bucket of
wrangler.jsonc. Until it is interrupted.

  --port N       of 127.0.0.1 (8787)
  --folder PATH  where the objects are kept (r2-bucket)
  --prefix TEXT  where the repositories lie in the bucket (as in wrangler.jsonc)`

const KEYS = { accessKeyId: 'local', secretAccessKey: 'local-secret' }

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    folder: { type: 'string', default: 'r2-bucket' },
    prefix: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function serve(): Promise<void> {
  const configuration = await wranglerConfiguration()
  const prefix = values.prefix ?? configuration.vars['PREFIX'] ?? ''
  const { url, endpoint } = await startCloudflare({
    ...KEYS,
    configuration: { ...configuration, vars: { PREFIX: prefix } },
    worker: await workerBundle(),
    port: Number(values.port),
    folder: resolve(values.folder),
    verbose: true,
  })
  const place = [configuration.r2_buckets[0].bucket_name, prefix.replace(/^\/+|\/+$/g, '')]
    .filter(Boolean)
    .join('/')
  process.stdout.write(`Serving ${resolve(values.folder)} at ${url} until Ctrl+C. To publish to it:

  export AWS_ACCESS_KEY_ID=${KEYS.accessKeyId} AWS_SECRET_ACCESS_KEY=${KEYS.secretAccessKey}
  npm start -- --repository r2://${place} --endpoint ${endpoint} --public-url ${url.replace(/\/$/, '')} ...
`)
}

if (values.help) process.stdout.write(`${HELP}\n`)
else await serve()
