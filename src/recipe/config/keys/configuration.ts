import type { ReadMap } from '../shape.ts'
import { BOOLEAN, EXPANDED, TEXT, TIME, choice, ignored, mapOf } from '../shape.ts'
import { CONTENTS, RELATION } from './content.ts'
import { DEB } from './deb.ts'
import { RPM } from './rpm.ts'

/** Sections of formats that nFPM builds, and we do not. */
const UNBUILT = {
  about: 'Has no effect: only deb and rpm are built.',
  shape: ignored('only deb and rpm are built'),
} as const

const SCRIPTS = mapOf({
  preinstall: { about: 'deb: path of preinst; rpm: path of %pre.', shape: TEXT },
  postinstall: { about: 'deb: path of postinst; rpm: path of %post.', shape: TEXT },
  preremove: { about: 'deb: path of prerm; rpm: path of %preun.', shape: TEXT },
  postremove: { about: 'deb: path of postrm; rpm: path of %postun.', shape: TEXT },
})

/** What `overrides` can say for a format. */
const OVERRIDABLE = {
  replaces: { about: 'deb: Replaces; rpm: Obsoletes.', shape: RELATION },
  provides: { about: 'Provides.', shape: RELATION },
  depends: { about: 'deb: Depends; rpm: Requires.', shape: RELATION },
  recommends: { about: 'Recommends.', shape: RELATION },
  suggests: { about: 'Suggests.', shape: RELATION },
  conflicts: { about: 'Conflicts.', shape: RELATION },
  contents: { about: 'What the package holds.', shape: CONTENTS },
  umask: {
    about: 'Bits that files without a mode of their own lose; 0022 by default.',
    shape: { kind: 'octal', of: 'umask' },
  },
  scripts: { about: 'What is run when the package is installed and removed.', shape: SCRIPTS },
  deb: { about: 'What only debs have.', shape: DEB },
  rpm: { about: 'What only rpms have.', shape: RPM },
  apk: UNBUILT,
  archlinux: UNBUILT,
  ipk: UNBUILT,
  msix: UNBUILT,
  msi: UNBUILT,
} as const

const OVERRIDES = mapOf({
  deb: { about: 'For debs.', shape: mapOf(OVERRIDABLE) },
  rpm: { about: 'For rpms.', shape: mapOf(OVERRIDABLE) },
  apk: UNBUILT,
  archlinux: UNBUILT,
  ipk: UNBUILT,
  msix: UNBUILT,
  msi: UNBUILT,
  srpm: UNBUILT,
  'termux.deb': UNBUILT,
})

/** nFPM's configuration. Nothing is required: the inputs of the run stand in. */
export const CONFIGURATION = mapOf({
  name: { about: 'Name of the package; the input name by default.', shape: EXPANDED },
  arch: {
    about:
      'Architecture as GOARCH has it, such as amd64, arm64, 386, arm7, or all; the input arch by default.',
    shape: EXPANDED,
  },
  platform: { about: 'The system; linux is the only one.', shape: EXPANDED },
  version: { about: 'Version; the input version by default.', shape: EXPANDED },
  version_schema: {
    about:
      'semver (the default): prerelease and metadata are parts of the version; none: the version stays as it is.',
    shape: choice('semver', 'none'),
  },
  epoch: {
    about: 'Epoch: a higher one is newer whatever the version is.',
    shape: { kind: 'text', expands: false, form: { pattern: /^\d{1,9}$/, says: 'a whole number' } },
  },
  release: {
    about: 'deb: revision, the input release by default; rpm: release, the input release or 1 by default.',
    shape: EXPANDED,
  },
  prerelease: { about: 'In place of the prerelease of the version, such as rc.1.', shape: EXPANDED },
  version_metadata: { about: 'In place of what follows the + of the version.', shape: TEXT },
  section: { about: 'deb: Section.', shape: TEXT },
  priority: { about: 'deb: Priority.', shape: TEXT },
  maintainer: { about: 'Name <address>; the input maintainer by default.', shape: EXPANDED },
  description: { about: 'Description; its first line is the summary.', shape: EXPANDED },
  vendor: { about: 'rpm: Vendor.', shape: EXPANDED },
  homepage: { about: 'deb: Homepage; rpm: URL.', shape: EXPANDED },
  license: { about: 'Licence, an SPDX expression.', shape: TEXT },
  changelog: {
    about:
      'deb: path of a changelog in the form of chglog, for changelog.Debian.gz; rpm: the same for %changelog.',
    shape: TEXT,
  },
  disable_globbing: { about: 'Take src as it is written.', shape: BOOLEAN },
  mtime: { about: 'Time of the package and all in it; that of the source by default.', shape: TIME },
  ...OVERRIDABLE,
  overrides: { about: 'What is other for one format.', shape: OVERRIDES },
})

export type Configuration = ReadMap<(typeof CONFIGURATION)['keys']>
export type Overridden = Omit<Configuration, 'overrides'>
export type ContentItem = NonNullable<Configuration['contents']>[number]
