import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FORMATS } from '../formats.ts'
import type { AnyPackage } from '../package.ts'
import type { ReadyPackages } from '../packaging/ready.ts'

/** Where the packages of a run lie on disk, for the steps that follow. */
export interface MadeFiles {
  /** Absolute. */
  readonly packagePaths: readonly string[]
  /** A file of lines `SHA256  NAME`, as sha256sum prints them and actions/attest takes them. */
  readonly checksumsPath: string
}

/** Writes the packages that lie in no file yet, and the checksums of all of its packages, into a folder. */
export async function writeMadeFiles(
  packages: ReadyPackages,
  cwd: string,
  directory: string,
): Promise<MadeFiles> {
  const folder = resolve(cwd, directory)
  await mkdir(folder, { recursive: true })
  const files = [...packages.debs, ...packages.rpms].map((pkg) => ({
    pkg,
    path: packages.made.has(pkg) ? join(folder, fileName(pkg)) : resolve(cwd, pkg.source),
  }))
  for (const { pkg, path } of files) {
    if (packages.made.has(pkg)) await pipeline(Readable.from(pkg.content.read()), createWriteStream(path))
  }
  const checksumsPath = join(folder, 'SHA256SUMS')
  await writeFile(checksumsPath, files.map(({ pkg, path }) => `${pkg.sha256}  ${basename(path)}\n`).join(''))
  return { packagePaths: files.map(({ path }) => path), checksumsPath }
}

function fileName(pkg: AnyPackage): string {
  return pkg.format === 'deb' ? FORMATS.deb.fileName(pkg) : FORMATS.rpm.fileName(pkg)
}
