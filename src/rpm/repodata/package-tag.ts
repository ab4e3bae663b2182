import type { RpmPackage } from '../package.ts'
import { printElement } from './element.ts'

/** `<version epoch="0" ver="1.2.3" rel="1"/>`, the same in all three indexes. */
export function versionElement({ epoch = 0, version, release, source }: RpmPackage): string {
  return printElement('version', { epoch, ver: version, rel: release }, undefined, source)
}

/** An entry of filelists or other: what tells which package it is of, and what it says. */
export function detailsEntry(pkg: RpmPackage, details: readonly string[]): string {
  const { sha256, name, arch, source } = pkg
  const tag = printElement('package', { pkgid: sha256, name, arch }, undefined, source).replace('/>', '>')
  return [tag, ...indented([versionElement(pkg), ...details]), '</package>', ''].join('\n')
}

/** Elements one level deeper, as libxml2 sets them. */
export function indented(elements: readonly string[]): readonly string[] {
  return elements.map((element) => `  ${element}`)
}
