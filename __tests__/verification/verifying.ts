import { readFileSync } from 'node:fs'
import { PublishError } from '../../src/errors.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { Store } from '../../src/store/store.ts'
import type { Finding } from '../../src/verification/finding.ts'
import type { Verification } from '../../src/verification/verdict.ts'
import type { CommandWorld } from '../commands/world.ts'
import { faultyStore } from '../support/faulty-store.ts'

/** What `verify` says. */
export async function verified(
  it: CommandWorld,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Verification> {
  const { verification } = await it.run('verify', inputs)
  if (verification === undefined) throw new Error('no verification')
  return verification
}

/** The findings about an object. */
export function about(key: string, { findings }: Verification): readonly Finding[] {
  return findings.filter((finding) => finding.key === key || finding.seen.includes(key))
}

/** A store as credentials see it that may not write. */
export function readsOnly(store: Store): Store {
  return faultyStore(store, {
    before: ({ operation, key }) => {
      if (['put', 'swap', 'copy', 'delete'].includes(operation)) {
        throw new PublishError('DENIED', `${key}: Access Denied`)
      }
    },
  })
}

/** Several keys of the fixtures, the first of which signs rpms. */
export function severalKeys(...names: readonly string[]): Promise<SigningKeys> {
  const texts = names.map((name) => readFileSync(`__tests__/fixtures/keys/${name}.asc`, 'utf8'))
  return readSigningKeys(texts.join('\n'), undefined, new Date())
}
