import type { Architecture } from '../architecture.ts'
import { architectureVariables } from './architectures.ts'
import type { Variables } from './expansion.ts'

/** Where the values of variables come from, the first that knows one. */
export interface VariableSources {
  /** What the run was asked for, over everything. */
  readonly asked: Readonly<Record<string, string | undefined>>
  readonly environment: Variables
  /** What else is known, where the environment says nothing. */
  readonly known: Readonly<Record<string, string | undefined>>
}

/** The variables of a build, for an architecture where one was asked for. */
export function variablesFor(sources: VariableSources, arch: Architecture | undefined): Variables {
  const asked = { ...sources.asked, ...(arch === undefined ? {} : architectureVariables(arch)) }
  return (name) => own(asked, name) ?? sources.environment(name) ?? own(sources.known, name)
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
