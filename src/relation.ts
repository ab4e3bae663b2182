/** What a package must find on a machine. */
export interface Requirement {
  readonly name: string
  /** Undefined: any version. */
  readonly operator: '<' | '<=' | '=' | '>=' | '>' | undefined
  readonly version: string
}

export interface Provision {
  readonly name: string
  /** Undefined: no version in particular. */
  readonly version: string | undefined
}

/** What a package needs and what it is good for, in the words of both formats. */
export interface Relations {
  /** Its own name among them. */
  readonly provides: readonly Provision[]
  /** Of each the alternatives, of which one is enough. */
  readonly requires: readonly (readonly Requirement[])[]
}

/** Whether what is provided is what is required. */
export function satisfies(
  provided: Provision,
  { name, operator, version }: Requirement,
  compare: (a: string, b: string) => number,
): boolean {
  if (provided.name !== name) return false
  if (operator === undefined) return true
  if (provided.version === undefined) return false
  const order = compare(provided.version, version)
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '=':
      return order === 0
    case '>=':
      return order >= 0
    case '>':
      return order > 0
  }
}
