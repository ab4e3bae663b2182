import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FORMATS } from '../formats.ts'
import type { AnyPackage } from '../package.ts'
import type { ReadyPackages } from '../packaging/ready.ts'

/** Where the packages of a run lie on disk, for the steps that follow. */
export interface MadeFiles {
  /** Absolute. */
  readonly packagePaths: readonly string[]
  /**
   * A file of lines `SHA256  NAME`, as sha256sum prints them and actions/attest takes them (`subject-checksums`). Each
   * name is there once: the subjects of an attestation are told apart by it.
   */
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
  const names = distinctNames(
    files.map(({ path }) => path),
    cwd,
  )
  const lines = files.map(({ pkg }, at) => `${pkg.sha256}  ${names[at]}\n`)
  await writeFile(checksumsPath, lines.join(''))
  return { packagePaths: files.map(({ path }) => path), checksumsPath }
}

/** The names of files; where two in other folders share one, their paths from the folder of the run. */
function distinctNames(paths: readonly string[], cwd: string): readonly string[] {
  const names = paths.map((path) => basename(path))
  return paths.map((path, at) => {
    const name = names[at] ?? ''
    const isShared = names.indexOf(name) !== names.lastIndexOf(name)
    return isShared ? relative(cwd, path).replaceAll(sep, '/') : name
  })
}

function fileName(pkg: AnyPackage): string {
  return pkg.format === 'deb' ? FORMATS.deb.fileName(pkg) : FORMATS.rpm.fileName(pkg)
}
