import type { PackagedEntry, RpmGhost } from '../recipe/description.ts'

/** What a header describes: what is packed, and what the installed program makes. */
export type RpmFile = PackagedEntry | (RpmGhost & { readonly type: 'ghost' })
