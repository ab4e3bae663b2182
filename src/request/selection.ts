import { PublishError } from '../errors.ts'

/** Which packages a command is about: a name, and perhaps a version; `*` stands for anything, also for nothing. */
export interface PackagePattern {
  /** As it was given, for messages. */
  readonly text: string
  readonly name: string
  /** Undefined: every version. */
  readonly version: string | undefined
}

/**
 * Reads `NAME` and `NAME=VERSION`.
 *
 * @throws PublishError `INPUT` for anything else
 */
export function packagePatterns(items: readonly string[]): readonly PackagePattern[] {
  return items.map((text) => {
    const [matched, name = '', version] = /^([A-Za-z0-9_.+*-]+)(?:=([A-Za-z0-9.+~^:*_-]+))?$/.exec(text) ?? []
    if (matched !== undefined) return { text, name, version }
    throw new PublishError(
      'INPUT',
      `packages has ${JSON.stringify(text)}; write NAME or NAME=VERSION, where * stands for anything`,
    )
  })
}
