import type { Content } from '../../content.ts'

/** What a file of a release is to a package, found by its place, its name and its beginning. */
export type FileKind =
  /** `page` without `.gz`; `language` of a translation, as the folders of man(1) have it. */
  | {
      readonly kind: 'man'
      readonly page: string
      readonly section: string
      readonly language: string | undefined
    }
  | { readonly kind: 'completion'; readonly shell: Shell; readonly command: string }
  /** The words of a license; `name` with the folders that tell it from others of its name. */
  | { readonly kind: 'license'; readonly name: string }
  /** What licenses ask to be passed on: the NOTICE of Apache's, the licenses of what was built in; `name` as above. */
  | { readonly kind: 'notice'; readonly name: string }
  | { readonly kind: 'document'; readonly name: string }
  /** `path` below /etc. */
  | { readonly kind: 'configuration'; readonly path: string; readonly mode: number }
  | { readonly kind: 'unit'; readonly name: string; readonly unit: UnitFile }
  /** What adds to a unit of this or of another package. */
  | {
      readonly kind: 'dropIn'
      readonly unit: string
      readonly name: string
      readonly manager: UnitFile['manager']
      readonly programs: readonly string[]
    }
  | { readonly kind: 'sysusers' | 'tmpfiles'; readonly name: string }
  /** `path` below /usr/share/dbus-1. */
  | { readonly kind: 'dbus'; readonly path: string; readonly programs: readonly string[] }
  /** `path` below /usr/share. */
  | { readonly kind: 'desktop'; readonly path: string }

/** A file of a release whose kind is known. */
export interface KnownFile {
  readonly file: FileKind
  readonly content: Content
}

export type Shell = 'bash' | 'zsh' | 'fish'

/** What a unit of systemd says that a package has to know. */
export interface UnitFile {
  readonly manager: 'system' | 'user'
  /** Its section `[Install]` says what enables it. */
  readonly isInstallable: boolean
  /** Enabled and started as instances alone: `hello@.service`. */
  readonly isTemplate: boolean
  /** The absolute paths of the programs that it runs. */
  readonly programs: readonly string[]
}

/** A file that is not packaged, and why: `of no known kind`. */
export interface Unplaced {
  readonly kind: 'unplaced'
  readonly reason: string
}

export function unplaced(reason: string): Unplaced {
  return { kind: 'unplaced', reason }
}

/** What systemd or D-Bus starts programs by. */
export type ProgramsFile = FileKind & { readonly kind: 'unit' | 'dropIn' | 'dbus' }

export function isOfPrograms(file: FileKind): file is ProgramsFile {
  return file.kind === 'unit' || file.kind === 'dropIn' || file.kind === 'dbus'
}

/** What systemd or D-Bus would start by it: absolute paths. */
export function programsOf(file: FileKind): readonly string[] {
  if (!isOfPrograms(file)) return []
  return file.kind === 'unit' ? file.unit.programs : file.programs
}

/** The same file, of other programs. */
export function withPrograms(file: ProgramsFile, programs: readonly string[]): FileKind {
  return file.kind === 'unit' ? { ...file, unit: { ...file.unit, programs } } : { ...file, programs }
}
