import { type InstallOrder, installOrder } from '../../src/check-install/order.ts'
import type { CommandReport } from '../../src/commands/report.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { keyFiles, trustOf } from '../../src/openpgp/trust.ts'

const REQUEST = {
  repositoryName: 'demo',
  aptRoot: 'apt/',
  rpmPath: 'rpm/{channel}/{arch}',
  component: 'main',
}

/** What a container is told after a run. */
export function orderOf(
  { committed = [] }: CommandReport,
  baseUrl: string,
  keys: SigningKeys,
  changes: Partial<typeof REQUEST> = {},
): InstallOrder {
  return installOrder(committed, { ...REQUEST, ...changes }, baseUrl, keyFiles(trustOf(keys)).armored)
}
