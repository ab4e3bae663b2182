import { FIELDS, TEXT, ignored, listOf, mapOf } from '../shape.ts'
import { RELATION } from './content.ts'

const NAMES = listOf(TEXT)

/** `deb:` */
export const DEB = mapOf({
  arch: { about: 'Architecture as dpkg calls it, in place of what arch gives.', shape: TEXT },
  arch_variant: { about: 'Architecture-Variant, such as amd64v3.', shape: TEXT },
  scripts: {
    about: 'Further files of the control archive.',
    shape: mapOf({
      rules: { about: 'Path of a rules file.', shape: TEXT },
      templates: { about: 'Path of the templates of debconf.', shape: TEXT },
      config: { about: 'Path of the config script of debconf.', shape: TEXT },
    }),
  },
  triggers: {
    about: 'dpkg triggers.',
    shape: mapOf({
      interest: { about: 'interest', shape: NAMES },
      interest_await: { about: 'interest-await', shape: NAMES },
      interest_noawait: { about: 'interest-noawait', shape: NAMES },
      activate: { about: 'activate', shape: NAMES },
      activate_await: { about: 'activate-await', shape: NAMES },
      activate_noawait: { about: 'activate-noawait', shape: NAMES },
    }),
  },
  breaks: { about: 'Breaks.', shape: NAMES },
  predepends: { about: 'Pre-Depends.', shape: RELATION },
  compression: {
    about: 'gzip, xz, zstd or none; a level after a colon.',
    shape: {
      kind: 'text',
      expands: false,
      form: {
        pattern: /^(?:gzip|xz|zstd|none)(?::-?\d{1,2})?$/,
        says: 'gzip, xz, zstd or none, with a level as in zstd:19',
      },
    },
  },
  fields: { about: 'Further fields of the control file; empty ones are left out.', shape: FIELDS },
  signature: {
    about: 'Not used: apt verifies the signed index, which has the digest of every package.',
    shape: ignored(
      'debs get no signature of their own; apt verifies the index that gpg-private-key signs, with the digest of each package',
    ),
  },
})
