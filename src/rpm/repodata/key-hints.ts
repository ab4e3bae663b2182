import { sha256 } from '../../content.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { keyFiles } from '../../openpgp/trust.ts'

/** The file of a key that a repomd.xml points to. */
export interface HintedKey {
  /** In the root of the repository. It tells the bytes, so that a key with a new term is a new file. */
  readonly href: string
  readonly bytes: Buffer
  readonly fingerprint: string
}

/**
 * The keys that sign besides the first. libzypp since 2021 takes keys to which a repomd.xml points, without a question,
 * where a key that it trusts signed that: bsc#1184326, `checkExtraKeysInRepomd` in its zypp/repo/Downloader.cc. So SUSE
 * gets the next key from the repository itself; 17.25.7 and other clients pass over it.
 */
export function hintedKeys(signing: readonly TrustedKey[]): readonly HintedKey[] {
  return signing.slice(1).map((key) => {
    const bytes = Buffer.from(keyFiles([key]).armored)
    const id = key.fingerprint.slice(-8).toLowerCase()
    const href = `gpg-pubkey-${id}-${sha256(bytes).slice(0, 16)}.asc`
    return { href, bytes, fingerprint: key.fingerprint }
  })
}

/** Hints of ours; those of a foreign repository have other names, and stay. */
const HINTS =
  / *<tags>\n(?: *<content>gpg-pubkey-[0-9a-f]{8}-[0-9a-f]{16}\.asc\?fpr=[0-9A-F]{40}<\/content>\n)+ *<\/tags>\n/

/** The head with hints to these keys at its end, in the place of those that it had. */
export function withKeyHints(repomd: string, keys: readonly HintedKey[]): string {
  const without = repomd.replace(HINTS, '')
  if (keys.length === 0) return without
  const end = without.lastIndexOf('</repomd>')
  const hints = keys.map(({ href, fingerprint }) => `    <content>${href}?fpr=${fingerprint}</content>\n`)
  return `${without.slice(0, end)}  <tags>\n${hints.join('')}  </tags>\n${without.slice(end)}`
}

/** The files that hints of ours in a head name, each with the beginning of its SHA-256. */
export function hintsIn(repomd: string): readonly { readonly href: string; readonly sha256Start: string }[] {
  const [hints = ''] = HINTS.exec(repomd) ?? []
  return [...hints.matchAll(/<content>(gpg-pubkey-[0-9a-f]{8}-([0-9a-f]{16})\.asc)\?/g)].map(
    ([, href = '', sha256Start = '']) => ({ href, sha256Start }),
  )
}
