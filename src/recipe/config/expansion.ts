/** The value of a variable; undefined where it is not set. */
export type Variables = (name: string) => string | undefined

/** What os.Expand of Go takes for a name: special parameters of one character, or letters, digits and `_`. */
const REFERENCE = /\$(?:\{([^}]*)\}|([*#$@!?\d-])|([A-Za-z_][A-Za-z0-9_]*))/g

/**
 * Puts variables in, as nFPM does: `$NAME` and `${NAME}`; a `$` before anything else stays.
 *
 * @param unset is told of names without a value, which stand for nothing
 */
export function expand(text: string, variables: Variables, unset: (name: string) => void): string {
  return text.replace(REFERENCE, (_, braced?: string, special?: string, bare?: string) => {
    const name = braced ?? special ?? bare ?? ''
    const value = variables(name)
    if (value === undefined) unset(name)
    return value ?? ''
  })
}
