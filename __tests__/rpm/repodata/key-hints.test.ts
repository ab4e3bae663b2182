import { expect, test } from '@jest/globals'
import { type SigningKeys, readSigningKeys } from '../../../src/openpgp/signing-keys.ts'
import { sha256 } from '../../../src/content.ts'
import { trustOf } from '../../../src/openpgp/trust.ts'
import { hintedKeys, hintsIn, withKeyHints } from '../../../src/rpm/repodata/key-hints.ts'
import { EMPTY_REPOMD, parseRepomd } from '../../../src/rpm/repodata/repomd.ts'
import { fixtureKey, NOW } from '../../openpgp/gnupg.ts'

async function keysOf(...names: readonly string[]): Promise<SigningKeys> {
  return readSigningKeys((await Promise.all(names.map(fixtureKey))).join('\n'), undefined, NOW)
}

test('one key is hinted at nowhere, of several all but the first', async () => {
  expect(hintedKeys(trustOf(await keysOf('rsa4096')))).toEqual([])
  const keys = await keysOf('rsa4096', 'rsa3072-other')
  const [hinted, ...others] = hintedKeys(trustOf(keys))
  expect(others).toEqual([])
  expect(hinted?.fingerprint).toBe('F69AB8865FD9CADE0E3A74535FC4E19DDC7E4C06')
  expect(hinted?.href).toMatch(/^gpg-pubkey-dc7e4c06-[0-9a-f]{16}\.asc$/)
  expect(hinted?.bytes.toString()).toBe((await keysOf('rsa3072-other')).publicArmored)
})

test('hints go into the head, change in their place, and go without a trace', async () => {
  const hints = async (...names: readonly string[]) => hintedKeys(trustOf(await keysOf(...names)))
  const one = withKeyHints(EMPTY_REPOMD, await hints('rsa4096', 'rsa3072-other'))
  expect(one).toMatch(
    /\n {2}<tags>\n {4}<content>gpg-pubkey-dc7e4c06-[0-9a-f]{16}\.asc\?fpr=F69A[0-9A-F]{36}<\/content>\n {2}<\/tags>\n<\/repomd>\n$/,
  )
  expect(parseRepomd(Buffer.from(one), 'it').stampSeconds).toBe(0)
  const two = withKeyHints(one, await hints('rsa4096', 'rsa3072-other', 'ed25519'))
  expect(two.match(/<content>/g)).toHaveLength(2)
  expect(withKeyHints(two, [])).toBe(EMPTY_REPOMD)
})

test('what hints name is read from a head', async () => {
  const hinted = hintedKeys(trustOf(await keysOf('rsa4096', 'rsa3072-other', 'ed25519')))
  const head = withKeyHints(EMPTY_REPOMD, hinted)
  const expected = hinted.map(({ href, bytes }) => ({ href, sha256Start: sha256(bytes).slice(0, 16) }))
  expect(hintsIn(head)).toEqual(expected)
  expect(expected).toHaveLength(2)
  expect(hintsIn(EMPTY_REPOMD)).toEqual([])
  for (const { href, sha256Start } of expected) expect(href).toContain(`-${sha256Start}.asc`)
})

test('hints that are indented otherwise are ours too, and what is not quite one is not', () => {
  const hint = (id = '0'.repeat(8), hash = 'a'.repeat(16), fingerprint = 'F'.repeat(40)) =>
    EMPTY_REPOMD.replace(
      '</repomd>',
      `<tags>\n  <content>gpg-pubkey-${id}-${hash}.asc?fpr=${fingerprint}</content>\n</tags>\n</repomd>`,
    )
  expect(hintsIn(hint())).toHaveLength(1)
  expect(withKeyHints(hint(), [])).toBe(EMPTY_REPOMD)
  for (const text of [
    hint('0'.repeat(7)),
    hint('0'.repeat(9)),
    hint('G'.repeat(8)),
    hint(undefined, 'a'.repeat(15)),
    hint(undefined, 'a'.repeat(17)),
    hint(undefined, 'g'.repeat(16)),
    hint(undefined, undefined, 'F'.repeat(39)),
    hint(undefined, undefined, 'F'.repeat(41)),
    hint(undefined, undefined, 'f'.repeat(40)),
    hint().replace('<tags>\n', '<tags>\n  <content>x</content>\n'),
  ]) {
    expect(hintsIn(text)).toEqual([])
    expect(withKeyHints(text, [])).toBe(text)
  }
})

test('the tags of others stay', () => {
  const theirs =
    '  <tags>\n    <content>gpg-pubkey-39db7c82-5f68629b.asc?fpr=FEAB502539D846DB2C0961CA70AF9E8139DB7C82</content>\n  </tags>\n'
  const foreign = EMPTY_REPOMD.replace('</repomd>', `${theirs}</repomd>`)
  expect(withKeyHints(foreign, [])).toBe(foreign)
})
