import { decompressed } from '../compression/decompress.ts'
import { gunzipBytes } from '../compression/gzip.ts'
import { contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/**
 * An index in memory, unpacked.
 *
 * @throws PublishError `LIMIT` where it is larger than anything that is read here
 */
export async function unpack(
  bytes: Buffer,
  form: 'gzip' | 'xz' | 'zstd' | 'none',
  source: string,
): Promise<Buffer> {
  if (form === 'none') return bytes
  const whole = form === 'gzip' ? await gunzipBytes(bytes, LIMITS.indexBytes) : undefined
  if (whole !== undefined) return whole
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of decompressed(contentOf(bytes).read(), form)) {
    sizeBytes += chunk.length
    if (sizeBytes > LIMITS.indexBytes) {
      throw new PublishError(
        'LIMIT',
        `${source} unpacks to more than ${LIMITS.indexBytes} bytes; that is not read.`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
