import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { abreast } from '../../src/abreast.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { dateTree, layTree } from '../support/file-tree.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

/** A control file, as it lies in a folder DEBIAN. */
export interface ControlFile {
  readonly text: string
  readonly mode: number
}

/** What dpkg-deb builds from a tree of files and what belongs into its DEBIAN folder: the path of a package. */
export async function dpkgDeb(
  entries: readonly PackagedEntry[],
  control: Readonly<Record<string, ControlFile>>,
  timeSeconds: number,
  options: readonly string[],
): Promise<string> {
  const top = await temporaryDirectory()
  const tree = join(top, 'tree')
  await layTree(tree, entries, { owners: true })
  await mkdir(join(tree, 'DEBIAN'), { mode: 0o755 })
  const paths = entries.filter(({ type }) => type === 'file').map(({ path }) => path)
  const sums = await abreast(paths, 32, (path) => md5Line(tree, path))
  const files = { md5sums: { text: sums.join(''), mode: 0o644 }, ...control }
  for (const [name, { text, mode }] of Object.entries(files)) {
    await writeFile(join(tree, 'DEBIAN', name), text)
    await chmod(join(tree, 'DEBIAN', name), mode)
  }
  await dateTree(tree, entries, timeSeconds)
  const isRoots = entries.every(({ owner, group }) => owner === undefined && group === undefined)
  const path = join(top, 'reference.deb')
  await run('dpkg-deb', [...(isRoots ? ['--root-owner-group'] : []), ...options, '--build', tree, path], {
    env: { SOURCE_DATE_EPOCH: String(timeSeconds) },
  })
  return path
}

async function md5Line(tree: string, path: string): Promise<string> {
  const digest = createHash('md5').update(await readFile(join(tree, path)))
  return `${digest.digest('hex')}  ${path.slice(1)}\n`
}

/** All that dpkg-deb and tar say of a package, in an order that is not theirs. */
export async function dpkgView(path: string) {
  const listed = (member: '--fsys-tarfile' | '--ctrl-tarfile') => {
    const input = execFileSync('dpkg-deb', [member, path], { maxBuffer: 1 << 28 })
    const options = ['tvf', '-', '--full-time', '--utc', '--quoting-style=c']
    const lines = execFileSync('tar', options, { input, maxBuffer: 1 << 28 }).toString()
    return lines.replaceAll(/ +/g, ' ').trim().split('\n').sort()
  }
  const fields = (await run('dpkg-deb', ['--field', path])).stdout
  const folder = await temporaryDirectory()
  await run('dpkg-deb', ['--raw-extract', path, folder])
  return {
    fields: [...fields.matchAll(/^\S.*\n(?: .*\n)*/gm)].map(([text]) => text).sort(),
    control: listed('--ctrl-tarfile').map((line) => line.replace(/ [0-9]+ (?=[0-9]{4}-.*\/control"$)/, ' ')),
    data: listed('--fsys-tarfile'),
    controlFiles: await controlFiles(join(folder, 'DEBIAN')),
    digests: await treeDigests(folder),
  }
}

async function controlFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => name !== 'control').sort()
  const text = async (name: string) => {
    const content = await readFile(join(folder, name), 'utf8')
    return name === 'md5sums' ? content.split('\n').sort().join('\n') : content
  }
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await text(name)] as const)))
}

async function treeDigests(folder: string): Promise<string> {
  const list = `find . -path ./DEBIAN -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum`
  return (await run('sh', ['-c', list], { cwd: folder })).stdout
}
