import { EXPANDED, FIELDS, TEXT, choice, listOf, mapOf } from '../shape.ts'
import { compressionKey } from './compression.ts'
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
  compression: compressionKey(),
  fields: { about: 'Further fields of the control file; empty ones are left out.', shape: FIELDS },
  signature: {
    about: 'A signature inside the .deb, for debsig-verify and dpkg-sig; apt verifies the index instead.',
    shape: mapOf({
      method: {
        about: 'debsign by default; dpkg-sig is gone from Debian since 12.',
        shape: choice('debsign', 'dpkg-sig'),
      },
      key_file: { about: 'Path of the private key; without it nothing is signed.', shape: EXPANDED },
      key_id: {
        about: 'Which of its keys signs, as hex digits; the newest subkey that can sign by default.',
        shape: EXPANDED,
      },
      type: {
        about: 'Role of the signer; origin by default.',
        shape: choice('origin', 'maint', 'archive', 'builder'),
      },
      signer: { about: 'dpkg-sig: Name <address>; the maintainer by default.', shape: TEXT },
    }),
  },
})
