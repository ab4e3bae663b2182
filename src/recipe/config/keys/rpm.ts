import { EXPANDED, TEXT, keysOf, listOf, mapOf } from '../shape.ts'
import { LZMA, compressionKey } from './compression.ts'
import { RELATION } from './content.ts'
import { KEY_ID } from './signature.ts'

const INTERPRETER = {
  kind: 'text',
  expands: false,
  form: { pattern: /^\/\S+( \S+)?$/, says: 'the path of a program, such as /bin/bash' },
} as const

/** `rpm:` */
export const RPM = mapOf({
  arch: { about: 'Architecture as rpm calls it, in place of what arch gives.', shape: TEXT },
  buildhost: { about: 'Build host; the same for all builds by default.', shape: TEXT },
  scripts: {
    about: 'Scriptlets that dpkg has no like of, as paths.',
    shape: mapOf(keysOf(TEXT, { pretrans: '%pretrans', posttrans: '%posttrans', verify: '%verifyscript' })),
  },
  interpreters: {
    about: 'What runs a scriptlet, in place of its first line.',
    shape: mapOf(
      keysOf(INTERPRETER, {
        preinstall: 'Of %pre.',
        postinstall: 'Of %post.',
        preremove: 'Of %preun.',
        postremove: 'Of %postun.',
        pretrans: 'Of %pretrans.',
        posttrans: 'Of %posttrans.',
        verify: 'Of %verifyscript.',
      }),
    ),
  },
  requires: {
    about: 'Qualified requirements.',
    shape: mapOf({ post: { about: 'Requires(post)', shape: RELATION } }),
  },
  group: { about: 'Group.', shape: TEXT },
  summary: { about: 'Summary; the first line of the description by default.', shape: TEXT },
  packager: { about: 'Packager; the maintainer by default.', shape: EXPANDED },
  compression: compressionKey(LZMA),
  prefixes: { about: 'Where the package can be relocated from.', shape: listOf(TEXT) },
  signature: {
    about: 'The key that signs, in place of the first one of gpg-private-key.',
    shape: mapOf({
      key_file: {
        about:
          'Path of the private key that signs, whose public key must be in trusted-keys; by default gpg-private-key signs.',
        shape: EXPANDED,
      },
      key_id: KEY_ID,
    }),
  },
})
