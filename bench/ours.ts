import { setTimeout as sleep } from 'node:timers/promises'
import { type Measurement, measured } from './measure.ts'
import type { Program } from './program.ts'

/** Two heads are never of the same second, and who publishes again at once waits for the next; that is not measured. */
const PAUSE_MS = 1100

/** Publishes files into a bucket in one process. */
export type OurPublish = (
  bucket: string,
  files: readonly string[],
  options?: readonly string[],
) => Promise<Measurement>

/** @param endpoint of the S3 API where the buckets are */
export function ourPublish(program: Program, scratch: string, endpoint: string): OurPublish {
  const where = ['--endpoint', endpoint, '--repository-name', 'bench']
  const credentials = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' }
  const elsewhere = { GITHUB_ACTIONS: undefined, INIT_CWD: undefined }
  const env = { GPG_PRIVATE_KEY: program.armoredKey, ...credentials, ...elsewhere }
  const endedMs = new Map<string, number>()
  return async (bucket, files, options = []) => {
    await sleep(Math.max(0, (endedMs.get(bucket) ?? 0) + PAUSE_MS - Date.now()))
    const what = ['--repository', `r2://${bucket}`, '--artifacts', files.join('\n')]
    const args = [program.path, ...what, ...where, ...options]
    const taken = await measured(scratch, process.execPath, args, { cwd: scratch, env })
    endedMs.set(bucket, Date.now())
    return taken
  }
}
