import type { Overridden } from './keys/configuration.ts'
import { LZMA } from './keys/compression.ts'
import type { Note } from './reading.ts'

const CONTACT = /\S <[^\s<>@]+@[^\s<>@]+>\s*$/

/** What nFPM takes and its author should know better: what is built is not quite what is written. */
export function advice({ maintainer, rpm }: Overridden): readonly Note[] {
  return [
    ...(maintainer === undefined || CONTACT.test(maintainer.value)
      ? []
      : [
          {
            message: `maintainer is ${JSON.stringify(maintainer.value)}; Debian asks for an address too, as in Jane Doe <jane@example.com>`,
            place: maintainer.at,
          },
        ]),
    ...(rpm?.compression?.value === LZMA
      ? [
          {
            message: 'rpm.compression is lzma, which rpm gave up for xz: the rpm is compressed by xz',
            place: rpm.compression.at,
          },
        ]
      : []),
  ]
}
