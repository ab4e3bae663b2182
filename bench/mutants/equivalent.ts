import { COMPRESSION } from './equivalent-compression.ts'
import { OPENPGP } from './equivalent-openpgp.ts'
import { PACKAGES } from './equivalent-packages.ts'
import { RECIPE } from './equivalent-recipe.ts'
import { REPODATA } from './equivalent-repodata.ts'

/** A mutant that behaves as the original does, or differs in nothing that anybody is promised. */
export interface Equivalent {
  readonly file: string
  /** The line, without its indentation. */
  readonly text: string
  /** As it is reported. */
  readonly change: string
  readonly why: string
}

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
