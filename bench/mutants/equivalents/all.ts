import { COMPRESSION } from './compression.ts'
import type { Equivalent } from './equivalent.ts'
import { OPENPGP } from './openpgp.ts'
import { PACKAGES } from './packages.ts'
import { RECIPE } from './recipe.ts'
import { REPODATA } from './repodata.ts'

export const EQUIVALENT: readonly Equivalent[] = [
  ...COMPRESSION,
  ...OPENPGP,
  ...PACKAGES,
  ...RECIPE,
  ...REPODATA,
]

export function isEquivalent(mutant: { file: string; text: string; change: string }): boolean {
  return EQUIVALENT.some(
    ({ file, text, change }) => mutant.file === file && mutant.text === text && mutant.change === change,
  )
}
