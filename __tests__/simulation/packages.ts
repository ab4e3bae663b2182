import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { Architecture } from '../../src/recipe/architecture.ts'
import { deb, rpm } from '../support/publishing.ts'

export interface PackageKind {
  readonly format: 'deb' | 'rpm'
  readonly name: string
  readonly version: string
  readonly arch: Architecture
  /** Packages that differ in this alone are in conflict. */
  readonly content: 'one' | 'other'
}

const made = new Map<string, Promise<AnyPackage>>()

/** A small package; the same one for the same kind. */
export function packageOf(keys: SigningKeys, kind: PackageKind): Promise<AnyPackage> {
  const label = Object.values(kind).join(' ')
  const known = made.get(label) ?? make(keys, kind)
  made.set(label, known)
  return known
}

function make(keys: SigningKeys, { format, name, version, arch, content }: PackageKind): Promise<AnyPackage> {
  const bytes = Buffer.from(`${name} ${version} ${content}\n`)
  const entries = [
    { type: 'file', path: `/usr/bin/${name}`, mode: 0o755, content: contentOf(bytes) },
  ] as const
  const description = { name, version, arch, entries }
  return format === 'deb' ? deb(description) : rpm(keys, description)
}
