import { bytesOf } from '../../content.ts'
import { PublishError, faulty } from '../../errors.ts'
import { placed } from './reading.ts'
import type { Placed } from './shape.ts'
import type { Sources } from './sources.ts'

/**
 * The text of a file that a configuration names.
 *
 * @param key where it is named, for messages
 * @throws PublishError with the place of its name, where it is no file, too large, or no UTF-8
 */
export async function textFile(
  path: Placed<string>,
  key: string,
  limitBytes: number,
  sources: Sources,
): Promise<string> {
  const { value, at } = path
  const source = await sources.look(value)
  if (source === undefined) throw faulty([{ message: `${key}: there is no file ${value}`, place: at }])
  if (source.type !== 'file')
    throw faulty([{ message: `${key}: ${value} is a ${source.type}; name a file`, place: at }])
  try {
    return decoded(await bytesOf(source.content, limitBytes, value), value)
  } catch (error) {
    throw placed(error, at)
  }
}

/** @throws PublishError `INPUT` where bytes are no UTF-8 */
export function decoded(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new PublishError('INPUT', `${what} is no text in UTF-8; save it as such`, { cause })
  }
}
