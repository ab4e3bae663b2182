import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PublishError } from '../errors.ts'

/** One thread, so that the bytes do not depend on the machine's cores; the check that dpkg-deb and rpmbuild ask for. */
const OPTIONS = ['--compress', '--stdout', '--threads=1', '--check=crc64'] as const

/**
 * Compresses by the machine's own xz(1), for there is no sound encoder in JavaScript. The same bytes for the same input
 * and the same version of xz.
 *
 * @param level 0 to 9
 * @throws PublishError `PACKAGE` where the machine has no xz, or xz fails
 */
export async function* xzCompressed(
  chunks: AsyncIterable<Uint8Array>,
  level: number,
): AsyncGenerator<Uint8Array> {
  const { XZ_DEFAULTS: _, XZ_OPT: __, ...env } = process.env
  const child = spawn('xz', [...OPTIONS, `-${level}`], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const ended = once(child, 'close').catch((error: unknown) => [error])
  // What ends xz is told by its exit; that it reads no more is only how the feeder sees it.
  const fed = pipeline(Readable.from(chunks), child.stdin).then(
    () => undefined,
    (error: unknown) => error,
  )
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const [[outcome], broken] = await Promise.all([ended, fed])
    // What was to be compressed could not be read: that is told by whoever reads it.
    if (broken instanceof PublishError) throw broken
    if (outcome !== 0 || broken !== undefined) throw failed(outcome, Buffer.concat(said).toString().trim())
  } finally {
    child.kill()
  }
}

function failed(outcome: unknown, said: string): PublishError {
  const reason = outcome instanceof Error ? outcome.message : `it ended with ${String(outcome)}: ${said}`
  return new PublishError(
    'PACKAGE',
    `compression: xz is written by the machine's own program xz, and ${reason}. Install it (xz-utils, xz), or write gzip or zstd.`,
    { cause: outcome },
  )
}
