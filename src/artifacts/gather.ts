import type { Content } from '../content.ts'
import type { Architecture } from '../recipe/architecture.ts'
import type { PackagedEntry } from '../recipe/description.ts'
export interface ExecutableGroup {
  readonly arch: Architecture
  readonly entries: readonly PackagedEntry[]
}
interface Gathered {
  debs: { path: string; content: Content }[]
  rpms: { path: string; content: Content }[]
  packages: ExecutableGroup[]
  skipped: { path: string; reason: string }[]
}
export async function gatherArtifacts(..._: unknown[]): Promise<Gathered> {
  throw new Error('not yet')
}
