import { PublishError } from '../errors.ts'
import type { Scripts } from './description.ts'

/** A moment at which a package manager runs a script. */
export type Moment = keyof Scripts

/** A script that is there, read. */
export interface Script<M extends string = Moment> {
  readonly moment: M
  /** The program that runs it, and at most one argument, as the kernel reads them. */
  readonly interpreter: readonly [string, ...string[]]
  /** Its first line names the interpreter. */
  readonly text: string
}

const SHELL = '#!/bin/sh'
/** An absolute path, and all that follows it as one argument: execve(2). */
const FIRST_LINE = /^#![ \t]*(?<program>\/[^\s\0]+)(?:[ \t]+(?<argument>[^\n\0]*?))?[ \t]*(?:\n|$)/

/**
 * The scripts of a package, in the order of these moments.
 *
 * @throws PublishError `PACKAGE` for one that is no text, or names no program in its first line
 */
export function readScripts<M extends string>(
  scripts: Readonly<Partial<Record<M, string>>>,
  moments: readonly M[],
): readonly Script<M>[] {
  return moments.flatMap((moment) => {
    const text = scripts[moment]
    return text === undefined ? [] : [readScript(moment, text)]
  })
}

function readScript<M extends string>(moment: M, given: string): Script<M> {
  const text = given.startsWith('#!') ? given : `${SHELL}\n${given}`
  const { program, argument } = FIRST_LINE.exec(text)?.groups ?? {}
  if (program === undefined) {
    const line = JSON.stringify(text.split('\n', 1)[0])
    throw refused(moment, `begins with ${line}, which names no program; write ${SHELL}`)
  }
  if (given.trim() === '' || !text.isWellFormed() || /[\0\r]/.test(text)) {
    throw refused(
      moment,
      'is empty, or has a NUL, a carriage return or half a character; write lines of text',
    )
  }
  const interpreter = argument ? ([program, argument] as const) : ([program] as const)
  return { moment, interpreter, text: text.endsWith('\n') ? text : `${text}\n` }
}

function refused(moment: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `scripts: ${moment} ${fault}`)
}
