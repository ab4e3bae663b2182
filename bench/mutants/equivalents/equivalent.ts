/** A mutant that behaves as the original does, or differs in nothing that anybody is promised. */
export interface Equivalent {
  readonly file: string
  /** The line, without its indentation. */
  readonly text: string
  /** As it is reported. */
  readonly change: string
  readonly why: string
}
