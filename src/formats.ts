import type { Content, Scratch } from './content.ts'
import { buildDeb } from './deb/build.ts'
import type { DebPackage } from './deb/package.ts'
import { debFileName } from './deb/pool.ts'
import { readDeb } from './deb/read.ts'
import type { PackageDescription } from './recipe/description.ts'
import { buildRpm } from './rpm/build.ts'
import { rpmFileName } from './rpm/layout.ts'
import type { RpmPackage } from './rpm/package.ts'
import { readRpm } from './rpm/read.ts'

/** A package format: built from a description, and read back from its bytes. */
export interface PackageFormat<P> {
  build(description: PackageDescription, scratch: Scratch): Promise<Content>
  /** Reads what any maker's package says of itself; `source` is named in errors. */
  read(content: Content, source: string): Promise<P>
  /** The name of its file, as the format's users expect it. */
  fileName(pkg: P): string
}

/** Every format that is built and published. A new one is a folder, and a line here. */
export const FORMATS = {
  deb: {
    build: buildDeb,
    read: readDeb,
    fileName: debFileName,
  },
  rpm: { build: buildRpm, read: readRpm, fileName: rpmFileName },
} satisfies { deb: PackageFormat<DebPackage>; rpm: PackageFormat<RpmPackage> }
