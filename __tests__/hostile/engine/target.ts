import type { Chance } from '../../simulation/chance.ts'

/** Changes an input, in a way that its readers get far with. */
export type Mutation = (input: Buffer, chance: Chance) => Buffer

/** A reader of bytes from outside, and what it is tried with. */
export interface Target {
  readonly name: string
  /** The files of src that read it: their coverage is reported. */
  readonly files: RegExp
  /** Valid inputs, from which the others come. */
  seeds(): Promise<readonly Uint8Array[]>
  readonly mutations: readonly Mutation[]
  /**
   * Reads an input and checks what came of it.
   *
   * @throws PublishError where it is refused, which is fine; anything else is a find
   */
  read(input: Buffer): Promise<unknown>
}

/** A promise that an input broke which was read. */
export class Violation extends Error {}

/** @throws Violation */
export function promised(holds: boolean, promise: string): void {
  if (!holds) throw new Violation(promise)
}
