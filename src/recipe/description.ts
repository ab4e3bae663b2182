import type { Content } from '../content.ts'
import type { Architecture } from './architecture.ts'

/** One path of a package. Absolute, normalised, `/`-separated; owner and group are root. */
export type PackagedEntry =
  | {
      readonly type: 'file'
      readonly path: string
      /** Permission bits, e.g. 0o755. */
      readonly mode: number
      readonly content: Content
      /** What the file is to a package manager, where it is more than a file. */
      readonly role?: 'config' | 'doc' | 'license'
    }
  | { readonly type: 'directory'; readonly path: string; readonly mode: number }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }

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

/** What to build: one package, without a word that only one format knows. */
export interface PackageDescription {
  readonly name: string
  /** As the project writes it, the leading `v` dropped: `1.2.3`, `1.2.3-rc.1`. */
  readonly version: string
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
  /** As the formats' own tools read them: `libc6 (>= 2.36)`, `bash >= 5`. */
  readonly depends: readonly string[]
  readonly entries: readonly PackagedEntry[]
  readonly scripts?: Scripts
  /** Seconds since 1970: the time of every file and of the build. */
  readonly timeSeconds: number
}
