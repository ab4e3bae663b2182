import type { Content } from '../../content.ts'

/** What lies at a path of the folder that packages are made from. */
export type Source =
  | { readonly type: 'file'; readonly mode: number; readonly content: Content }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'symlink'; readonly target: string }

/** The files that a configuration names: relative to the folder of the run, or absolute; `/`-separated. */
export interface Sources {
  /** Undefined where nothing is there. Links are not followed. */
  look(path: string): Promise<Source | undefined>
  /** What a folder holds, sorted by name; empty where it is none. */
  list(folder: string): Promise<readonly SourceName[]>
}

export interface SourceName {
  readonly name: string
  /** A link to a folder is none. */
  readonly isDirectory: boolean
}
