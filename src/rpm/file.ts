import type { PackagedEntry, RpmGhost } from '../recipe/description.ts'

/** What a header describes: what is packed, and what the installed program makes. */
export type RpmFile = PackagedEntry | (RpmGhost & { readonly type: 'ghost' })

/** What is learnt of a file while it is packed. */
export interface PackedFile {
  /** Lower-case hex. */
  readonly sha256: string
  /** `colorOf` its first bytes; 0 where it cannot be run. */
  readonly color: number
}

/** rpmbuild looks into files with an execute bit alone: build/rpmfc.c. */
export function isExecutable({ mode }: { readonly mode: number }): boolean {
  return (mode & 0o111) !== 0
}
