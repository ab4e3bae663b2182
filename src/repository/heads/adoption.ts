import { PublishError } from '../../errors.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import type { Store } from '../../store/store.ts'

/** Which heads are taken for what they say. */
export interface Acceptance {
  readonly trust: readonly TrustedKey[]
  /** Also one without any signature, where this repository never had one of ours. */
  readonly adoptUnsigned?: boolean | undefined
}

/** A head that carries no signature. */
export interface UnsignedHead {
  /** Names it in messages. */
  readonly source: string
  /** Where the copies of heads are, ending in a slash. */
  readonly copies: string
  /** What would hold the signature: `neither InRelease nor Release.gpg`. */
  readonly missing: string
}

/**
 * Refuses an unsigned head that must not be taken over: one that nobody said it of, and one that we signed before, for
 * whoever can delete its signature could otherwise put anything in its place while the input is left on.
 *
 * @throws PublishError `SIGNATURE` that names the input
 */
export async function assertAdoptable(
  store: Store,
  { source, copies, missing }: UnsignedHead,
  { adoptUnsigned }: Acceptance,
): Promise<void> {
  const refused = (what: string) =>
    new PublishError('SIGNATURE', `${source} is not signed: there is ${missing}. ${what}`)
  if ((await store.list(copies)).length > 0) {
    throw refused(
      `But it was: ${copies} has copies of signed heads, so somebody or something took the signature away. ` +
        'Build the indexes again from the packages with `republish`; adopt-unsigned is for repositories that never were signed.',
    )
  }
  if (adoptUnsigned === true) return
  throw refused(
    'If it is right as it stands, set adopt-unsigned to true for one run; it is signed from then on. ' +
      'Else move what lies there away, or publish to another place.',
  )
}

/** What is to be said of the input `adopt-unsigned` by a run that has it set. */
export function adoptionNotices(
  repositories: readonly { readonly repository: { readonly title: string }; readonly isUnsigned: boolean }[],
): readonly string[] {
  const unsigned = repositories.filter(({ isUnsigned }) => isUnsigned)
  if (unsigned.length === 0) {
    return ['adopt-unsigned is set, but nothing that was opened is unsigned: take it out of the workflow.']
  }
  return unsigned.map(
    ({ repository: { title } }) =>
      `The ${title} is not signed and is taken as it stands, because adopt-unsigned says so. What is published to it ` +
      'is signed: take the input out of the workflow then.',
  )
}
