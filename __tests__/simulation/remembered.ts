import { type Content, digestOf } from '../../src/content.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import * as openpgp from '../../src/openpgp/verify.ts'
import * as repository from '../../src/repository/unpack.ts'

/**
 * The pure functions that cost most, each asked once about the same bytes: many publishers and readers open the same
 * heads and indexes. `remember.ts` puts them into the place of the real ones.
 */
const answers = new WeakMap<Uint8Array, Map<string, Promise<unknown>>>()

/** An error is not kept: it names who asked. */
function remembered<T>(bytes: Uint8Array, question: string, work: () => Promise<T>): Promise<T> {
  const known = answers.get(bytes) ?? new Map<string, Promise<unknown>>()
  answers.set(bytes, known)
  const answer = (known.get(question) as Promise<T> | undefined) ?? work()
  known.set(question, answer)
  answer.catch(() => known.delete(question))
  return answer
}

function by(trust: readonly TrustedKey[]): string {
  return trust.map(({ fingerprint }) => fingerprint).join(' ')
}

export const verifyCleartext: typeof openpgp.verifyCleartext = (bytes, trust, source) =>
  remembered(bytes, by(trust), () => openpgp.verifyCleartext(bytes, trust, source))

export const verifyDetached: typeof openpgp.verifyDetached = async (
  content: Content,
  signature,
  trust,
  source,
) => {
  const question = `${await digestOf(content, 'sha256')} ${by(trust)}`
  return remembered(signature, question, () => openpgp.verifyDetached(content, signature, trust, source))
}

export const unpack: typeof repository.unpack = (bytes, form, source) =>
  remembered(bytes, form, () => repository.unpack(bytes, form, source))
