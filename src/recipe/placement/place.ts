import type { PackagedFile } from '../description.ts'
import type { FileKind, Shell } from './kind.ts'

/** The families of distributions, which have places of their own for some files. */
export type PlacedFormat = 'deb' | 'rpm'

/** Where a file goes, and as what. */
export interface Place extends Pick<PackagedFile, 'path' | 'mode' | 'role' | 'language'> {
  /** `always`, or `large`: where it has more than LARGE_DOCUMENT_BYTES; with `.gz` behind its path. */
  readonly gzip?: 'always' | 'large'
}

const MODE = 0o644

/**
 * Where a file of a release goes: the FHS, Debian Policy and Fedora's Packaging Guidelines.
 *
 * @param name of the package
 * @returns undefined for what is in the package in another way: a .deb has the words of licenses in its copyright file
 */
export function placeOf(file: FileKind, format: PlacedFormat, name: string): Place | undefined {
  switch (file.kind) {
    case 'man':
      return manualPlace(file)
    case 'completion':
      return { path: completionPath(file.shell, file.command, format), mode: MODE }
    case 'license':
      return format === 'deb' ? undefined : licensePlace(file.name, name)
    case 'notice':
      return format === 'deb' ? documentPlace(file.name, format, name) : licensePlace(file.name, name)
    case 'document':
      return documentPlace(file.name, format, name)
    case 'configuration':
      return { path: `/etc/${file.path}`, mode: file.mode, role: 'config' }
    case 'unit':
      return { path: `/usr/lib/systemd/${file.unit.manager}/${file.name}`, mode: MODE }
    case 'dropIn':
      return { path: `/usr/lib/systemd/${file.manager}/${file.unit}.d/${file.name}`, mode: MODE }
    case 'dbus':
      return { path: `/usr/share/dbus-1/${file.path}`, mode: MODE }
    case 'sysusers':
    case 'tmpfiles':
      return { path: `/usr/lib/${file.kind}.d/${file.name}`, mode: MODE }
    case 'desktop':
      return { path: `/usr/share/${file.path}`, mode: MODE }
  }
}

/** Both rpmbuild and Debian Policy 12.1 compress manual pages; rpm calls them documents: %doc is all of %_mandir. */
function manualPlace({ page, section, language }: FileKind & { kind: 'man' }): Place {
  const folder = language === undefined ? '' : `${language}/`
  return {
    path: `/usr/share/man/${folder}man${section}/${page}`,
    mode: MODE,
    role: 'doc',
    gzip: 'always',
    // rpm knows languages without their codes of characters.
    ...(language === undefined ? {} : { language: language.replace(/\.[^@]*/, '') }),
  }
}

/** fish and bash-completion have one place each; for zsh Debian has one of vendors, and others have zsh's own. */
function completionPath(shell: Shell, command: string, format: PlacedFormat): string {
  switch (shell) {
    case 'bash':
      return `/usr/share/bash-completion/completions/${command}`
    case 'zsh':
      return `/usr/share/zsh/${format === 'deb' ? 'vendor-completions' : 'site-functions'}/_${command}`
    case 'fish':
      return `/usr/share/fish/vendor_completions.d/${command}.fish`
  }
}

function licensePlace(file: string, name: string): Place {
  return { path: `/usr/share/licenses/${name}/${file}`, mode: MODE, role: 'license' }
}

/** Debian Policy 12.3 has all but small documents compressed. */
function documentPlace(file: string, format: PlacedFormat, name: string): Place {
  const place: Place = {
    path: `/usr/share/doc/${name}/${documentName(file, format)}`,
    mode: MODE,
    role: 'doc',
  }
  return format === 'deb' ? { ...place, gzip: 'large' } : place
}

/** Debian Policy 12.7. */
export function upstreamChangelogPlace(name: string): Place {
  return { path: `/usr/share/doc/${name}/changelog`, mode: MODE, role: 'doc', gzip: 'always' }
}

/** A .deb has a changelog of its own by this name. */
function documentName(file: string, format: PlacedFormat): string {
  return format === 'deb' && /^changelog$/i.test(file) ? `${file}.upstream` : file
}
