import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { type TrustedKey, readTrustedKeys } from '../openpgp/trust.ts'
import { clientUrl } from './address.ts'
import type { Ask } from './answer.ts'
import type { Trouble } from './finding.ts'
import { cacheWords, refusalIn } from './refusal.ts'
import { silenceTrouble } from './silence.ts'

/** Reads the file of public keys that new clients fetch: every key that signs must be in it. */
export async function readKeyFile(
  key: string,
  { baseUrl, signing, nowMs }: { baseUrl: string; signing: readonly TrustedKey[]; nowMs: number },
  ask: Ask,
): Promise<readonly Trouble[]> {
  const url = clientUrl(baseUrl, key, 'encoded')
  const answer = await ask(url, { limitBytes: LIMITS.keyBytes })
  if ('reason' in answer) return [silenceTrouble(answer)]
  const refusal = refusalIn(answer)
  if (refusal !== undefined) return [refusal]
  const found = await fingerprintsIn(answer.bytes, nowMs)
  const lacking = signing.filter(({ fingerprint }) => !found.includes(fingerprint))
  if (lacking.length === 0) return []
  const names = lacking.map(({ fingerprint }) => fingerprint).join(', ')
  return [
    {
      severity: 'error',
      url,
      seen: `It lacks ${names}, by which this run signs: ${cacheWords(answer)}.`,
      remedy: 'New clients refuse what is published until a cache gives the new file out: purge it.',
      mayPass: true,
    },
  ]
}

async function fingerprintsIn(bytes: Buffer, nowMs: number): Promise<readonly string[]> {
  try {
    const keys = await readTrustedKeys(bytes.toString('utf8'), new Date(nowMs))
    return keys.map(({ fingerprint }) => fingerprint)
  } catch (error) {
    if (error instanceof PublishError) return []
    throw error
  }
}
