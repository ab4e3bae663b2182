import { EXPANDED, FIELDS, TEXT, choice, keysOf, listOf, mapOf } from '../shape.ts'
import { compressionKey } from './compression.ts'
import { RELATION } from './content.ts'
import { KEY_ID } from './signature.ts'

const NAMES = listOf(TEXT)

/** `deb:` */
export const DEB = mapOf({
  arch: { about: 'Architecture as dpkg calls it, in place of what arch gives.', shape: TEXT },
  arch_variant: { about: 'Architecture-Variant, such as amd64v3.', shape: TEXT },
  scripts: {
    about: 'Further files of the control archive.',
    shape: mapOf(
      keysOf(TEXT, {
        rules: 'Path of a rules file.',
        templates: 'Path of the templates of debconf.',
        config: 'Path of the config script of debconf.',
      }),
    ),
  },
  triggers: {
    about: 'dpkg triggers.',
    shape: mapOf(
      keysOf(NAMES, {
        interest: 'interest',
        interest_await: 'interest-await',
        interest_noawait: 'interest-noawait',
        activate: 'activate',
        activate_await: 'activate-await',
        activate_noawait: 'activate-noawait',
      }),
    ),
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
      key_id: KEY_ID,
      type: {
        about: 'Role of the signer; origin by default.',
        shape: choice('origin', 'maint', 'archive', 'builder'),
      },
      signer: { about: 'dpkg-sig: Name <address>; the maintainer by default.', shape: TEXT },
    }),
  },
})
