import { createHash } from 'node:crypto'
import { type FetchFailure, fetchFailure } from '../fetch-failure.ts'
import { LIMITS } from '../limits.ts'

/** What a client gets at a URL. */
export interface Answer {
  /** As it was asked for. */
  readonly url: string
  /** Where the redirects ended. */
  readonly finalUrl: string
  readonly status: number
  readonly headers: Headers
  /** The beginning of the body, up to the limit. */
  readonly bytes: Buffer
  /** Of what was read. */
  readonly sha256: string
  readonly sizeBytes: number
  /** Whether there was more than the limit. */
  readonly isCut: boolean
}

/** No answer came, or it broke off. */
export interface Silence extends FetchFailure {
  readonly url: string
}

interface Question {
  readonly limitBytes: number
  /** Ask for so many first bytes alone. */
  readonly firstBytes?: number
}

/** A client without credentials, cookies or a cache, that takes bytes as they are stored. */
export type Ask = (url: string, question: Question) => Promise<Answer | Silence>

/** Some services answer what looks like a program differently. */
const USER_AGENT = 'r2-package-repository (reads back what was published, as apt-get and dnf do)'

/** @param signal ends every question, by an error */
export function publicClient(signal: AbortSignal): Ask {
  return async (url, { limitBytes, firstBytes }) => {
    const headers = {
      'user-agent': USER_AGENT,
      // apt and dnf ask for no encoding; node would.
      'accept-encoding': 'identity',
      ...(firstBytes !== undefined && { range: `bytes=0-${firstBytes - 1}` }),
    }
    try {
      const timeout = AbortSignal.timeout(LIMITS.readBackRequestMs)
      const response = await fetch(url, { headers, signal: AbortSignal.any([signal, timeout]) })
      const { status, headers: answered, url: finalUrl } = response
      return { url, finalUrl, status, headers: answered, ...(await read(response, limitBytes)) }
    } catch (error) {
      signal.throwIfAborted()
      return silence(url, error)
    }
  }
}

async function read({ body, headers }: Response, limitBytes: number) {
  const parts: Uint8Array[] = []
  const hash = createHash('sha256')
  let [sizeBytes, isCut] = [0, false]
  // Nothing of what nobody asked for is unpacked: it need not even be what it says.
  if (isEncoded(headers)) await body?.cancel()
  else
    for await (const chunk of body ?? []) {
      const taken = (chunk as Uint8Array).subarray(0, limitBytes - sizeBytes)
      isCut = taken.length < (chunk as Uint8Array).length
      parts.push(taken)
      hash.update(taken)
      sizeBytes += taken.length
      if (isCut) break
    }
  return { bytes: Buffer.concat(parts), sha256: hash.digest('hex'), sizeBytes, isCut }
}

/** Whether a server packed an answer although it was asked not to. */
export function isEncoded(headers: Headers): boolean {
  return ![null, '', 'identity'].includes(headers.get('content-encoding'))
}

function silence(url: string, error: unknown): Silence {
  if ((error as Error).name === 'TimeoutError') {
    return { url, code: 'ETIMEDOUT', reason: `no answer within ${LIMITS.readBackRequestMs / 1_000} seconds` }
  }
  return { url, ...fetchFailure(error) }
}
