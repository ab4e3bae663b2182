import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A value of YAML as the runner hands it on: a text. */
export type Scalar = string | number | boolean

export interface Step {
  readonly id?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, Scalar>>
  readonly run?: string
  readonly env?: Readonly<Record<string, Scalar>>
  readonly 'working-directory'?: string
}

export interface Job {
  readonly 'runs-on': string
  readonly needs?: string
  readonly environment?: unknown
  readonly strategy?: {
    readonly 'fail-fast': boolean
    readonly matrix: Readonly<Record<string, readonly unknown[]>>
  }
  readonly env?: Readonly<Record<string, Scalar>>
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly name: string
  readonly on: unknown
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

/** The values of a matrix for one of its jobs. */
export type Combination = Readonly<Record<string, Scalar>>

const FOLDER = 'examples'
const OURS = 'r2-package-repository/r2-package-repository@'

export function exampleText(name: string): string {
  return readFileSync(join(FOLDER, `${name}.yml`), 'utf8')
}

/** @param own what its user puts in place of what is marked as his */
export function readExample(name: string, own: Readonly<Record<string, string>> = {}): Workflow {
  const text = Object.entries(own).reduce(
    (text, [placeholder, value]) => text.replaceAll(placeholder, value),
    exampleText(name),
  )
  return parse(text) as Workflow
}

export function isOurs({ uses }: Step): boolean {
  return uses?.startsWith(OURS) === true
}

/** Each combination of the values of a matrix: those of `include` alone where there are no others. */
export function combinationsOf({ strategy }: Job): readonly Combination[] {
  const { include = [], ...axes } = strategy?.matrix ?? {}
  if (include.length > 0) return include as readonly Combination[]
  return Object.entries(axes).reduce<readonly Combination[]>(
    (combinations, [axis, values]) =>
      combinations.flatMap((combination) =>
        values.map((value) => ({ ...combination, [axis]: value as Scalar })),
      ),
    [{}],
  )
}
