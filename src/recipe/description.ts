import type { Content } from '../content.ts'
import type { Architecture } from './architecture.ts'
import type { ProjectVersion } from './project-version.ts'
import type { DynamicLinks } from './dynamic-links.ts'

/** Whose a path is, and since when; root's, and of the package's time, where nothing is said. */
export interface Ownership {
  readonly owner?: string
  readonly group?: string
  /** Seconds since 1970; later ones than the package's become the package's. */
  readonly modifiedSeconds?: number
}

/** How a package manager treats a file of configuration that its user changed. */
export interface ConfigurationPolicy {
  /** rpm: what the user changed stays, and the new file lies beside it as .rpmnew; without it, the other way round. */
  readonly noReplace: boolean
  /** rpm: its absence is no fault. */
  readonly missingOk: boolean
}

export interface PackagedFile extends Ownership {
  readonly type: 'file'
  /** Absolute, normalised, `/`-separated. */
  readonly path: string
  /** Permission bits, e.g. 0o755; with setuid, setgid and sticky ones. */
  readonly mode: number
  readonly content: Content
  /** What the file is to a package manager, where it is more than a file. */
  readonly role?: 'config' | 'doc' | 'license' | 'readme'
  /** Of a `config`: `noReplace` alone where it is left out, which is what dpkg does always. */
  readonly policy?: ConfigurationPolicy
  /** rpm: the language of the file, as `%lang` has it. */
  readonly language?: string
  /** Of a program or library, where the package is to depend on what it needs (and to provide what it has). */
  readonly links?: DynamicLinks
  /** Of a script, where the package is to depend on them: the programs that run it. Debian does not ask. */
  readonly interpreters?: readonly string[]
}

export interface PackagedDirectory extends Ownership {
  readonly type: 'directory'
  readonly path: string
  readonly mode: number
}

export interface PackagedSymlink extends Ownership {
  readonly type: 'symlink'
  readonly path: string
  readonly target: string
}

/** One path of a package. */
export type PackagedEntry = PackagedFile | PackagedDirectory | PackagedSymlink

/**
 * What a package manager runs, as the text of a script: by /bin/sh, or by what its first line (`#!/bin/bash`) names. Its
 * arguments are the format's own: dpkg's `configure 1.0`, rpm's count of installed versions.
 */
export interface Scripts {
  readonly beforeInstall?: string
  readonly afterInstall?: string
  readonly beforeRemove?: string
  readonly afterRemove?: string
}

/**
 * Relations to other packages; each one item, as the formats' own tools read them: `libc6 (>= 2.36)`, `bash >= 5`,
 * `a | b` (deb alone).
 */
export interface Relations {
  readonly depends?: readonly string[]
  readonly recommends?: readonly string[]
  readonly suggests?: readonly string[]
  readonly conflicts?: readonly string[]
  /** deb: Replaces; rpm: Obsoletes. */
  readonly replaces?: readonly string[]
  readonly provides?: readonly string[]
}

/** What changed in one version. */
export interface ChangelogEntry {
  /** As the project writes it. */
  readonly version: string
  /** What it means, in place of what its text says. */
  readonly versionParts?: ProjectVersion
  /** In place of the package's. */
  readonly release?: string
  /** `Name <address>` */
  readonly author: string
  /** Seconds since 1970. */
  readonly timeSeconds: number
  /** Each one item, of one line or several. */
  readonly changes: readonly string[]
  /** deb: `medium` and `unstable` where they are left out. */
  readonly urgency?: string
  readonly distributions?: readonly string[]
}

/** Level: the compressor's own scale; its default where it is left out. */
export interface PackageCompression {
  readonly name: 'gzip' | 'xz' | 'zstd' | 'none'
  readonly level?: number
}

/** dpkg triggers by directive: deb-triggers(5). */
export type TriggerDirective =
  'interest' | 'interest-await' | 'interest-noawait' | 'activate' | 'activate-await' | 'activate-noawait'

/** What only a .deb has. */
export interface DebDetails {
  /** In place of what `arch` gives. */
  readonly architecture?: string
  /** `Architecture-Variant`, such as `amd64v3`. */
  readonly architectureVariant?: string
  readonly section?: string
  readonly priority?: string
  readonly breaks?: readonly string[]
  readonly preDepends?: readonly string[]
  readonly enhances?: readonly string[]
  /** The words of its licenses, for the copyright file, where Debian has them. */
  readonly licenseTexts?: readonly string[]
  /** debconf's files, and `rules`, as they lie in the control archive. */
  readonly config?: string
  readonly templates?: string
  readonly rules?: string
  readonly triggers?: Readonly<Partial<Record<TriggerDirective, readonly string[]>>>
  /** Further fields of the control file, in this order. */
  readonly fields?: readonly { readonly name: string; readonly value: string }[]
  readonly compression?: PackageCompression
}

/** A file that the installed program makes: rpm owns it, and takes it away with the package. */
export interface RpmGhost extends Ownership {
  readonly path: string
  readonly mode: number
}

/** What rpm runs besides the scripts that dpkg has too. */
export interface RpmScripts {
  /** `%pretrans` */
  readonly beforeTransaction?: string
  /** `%posttrans` */
  readonly afterTransaction?: string
  /** `%verifyscript` */
  readonly verify?: string
}

/** What only an rpm has. */
export interface RpmDetails {
  /** In place of what `arch` gives. */
  readonly architecture?: string
  readonly buildHost?: string
  readonly group?: string
  /** In place of the description's first line. */
  readonly summary?: string
  readonly vendor?: string
  /** In place of the maintainer. */
  readonly packager?: string
  /** Where the package can be relocated from. */
  readonly prefixes?: readonly string[]
  /** What the script after the installation needs: `Requires(post)`. */
  readonly requiresPost?: readonly string[]
  readonly ghosts?: readonly RpmGhost[]
  readonly scripts?: RpmScripts
  readonly compression?: PackageCompression
}

/** What to build: one package for one format. */
export interface PackageDescription {
  readonly name: string
  /** As the project writes it, the leading `v` dropped: `1.2.3`, `1.2.3-rc.1`. */
  readonly version: string
  /** What the version means, in place of what its text says: a configuration may give its parts one by one. */
  readonly versionParts?: ProjectVersion
  /** Newer than everything of a lower one, whatever the versions say; 0 where nothing says it. */
  readonly epoch?: number
  /** deb: the revision; rpm: the release. */
  readonly release?: string
  readonly arch: Architecture
  /** `Name <address>` */
  readonly maintainer: string
  /** One line or several; the first is the summary. */
  readonly description: string
  readonly homepage?: string
  /** An SPDX expression, or what the project says. */
  readonly license: string
  readonly depends: readonly string[]
  readonly relations?: Omit<Relations, 'depends'>
  readonly entries: readonly PackagedEntry[]
  readonly scripts?: Scripts
  /** Newest first; where there is none, the formats say that this is a new version. */
  readonly changelog?: readonly ChangelogEntry[]
  readonly deb?: DebDetails
  readonly rpm?: RpmDetails
  /** Seconds since 1970: the time of every file and of the build. */
  readonly timeSeconds: number
}
