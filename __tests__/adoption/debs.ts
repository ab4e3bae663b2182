import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import { readDeb } from '../../src/deb/read.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

export interface DebFile {
  readonly path: string
  readonly pkg: DebPackage
}

/** A package that dpkg-deb makes, with a field that nobody knows and a program that says its name and version. */
export async function debFile(name: string, version: string, arch: string): Promise<DebFile> {
  const tree = await temporaryDirectory()
  await mkdir(join(tree, 'DEBIAN'))
  await mkdir(join(tree, 'usr/bin'), { recursive: true })
  await writeFile(join(tree, 'usr/bin', name), `#!/bin/sh\necho ${name} ${version}\n`, { mode: 0o755 })
  const control = [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${arch}`,
    'Maintainer: Jane Doe <jane@example.com>',
    'Section: utils',
    'Priority: optional',
    'Provenance-Note: kept as it is,',
    ' with its second line',
    'Description: A package of another maker',
    ' It says its name.',
    '',
  ]
  await writeFile(join(tree, 'DEBIAN/control'), control.join('\n'))
  const path = join(await temporaryDirectory(), `${name}_${version}_${arch}.deb`)
  await run('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', tree, path])
  return { path, pkg: await readDeb(contentOf(await readFile(path)), path) }
}

/** What a foreign repository holds: `old` for two architectures, `old-data` for all. */
export interface OldDebs {
  readonly amd64: DebFile
  readonly arm64: DebFile
  readonly all: DebFile
}

export async function oldDebs(version = '1.0'): Promise<OldDebs> {
  const [amd64, arm64, all] = await Promise.all([
    debFile('old', version, 'amd64'),
    debFile('old', version, 'arm64'),
    debFile('old-data', version, 'all'),
  ])
  return { amd64, arm64, all }
}
