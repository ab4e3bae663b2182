import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { findArtifacts } from '../../src/artifacts/globs.ts'
import { temporaryDirectory } from '../support/programs.ts'

async function folder(files: readonly string[], name = 'work [1]'): Promise<string> {
  const cwd = join(await temporaryDirectory(), name)
  for (const file of files) {
    await mkdir(join(cwd, file, '..'), { recursive: true })
    await writeFile(join(cwd, file), file)
  }
  return cwd
}

const found = async (patterns: readonly string[], cwd: string) =>
  (await findArtifacts(patterns, cwd)).map(({ source, isLiteral }) => (isLiteral ? `=${source}` : source))

const FILES = ['dist/b.deb', 'dist/a.deb', 'dist/.hidden', 'dist/deep/c.deb', 'other/d.rpm', 'dist/[x].deb']

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['files only, sorted', ['dist/*'], ['dist/.hidden', 'dist/[x].deb', 'dist/a.deb', 'dist/b.deb']],
  ['all depths', ['dist/**/*.deb'], ['dist/[x].deb', 'dist/a.deb', 'dist/b.deb', 'dist/deep/c.deb']],
  [
    'each once, literal where one says so',
    ['dist/a*', './dist/a.deb', 'dist/?.deb'],
    ['=dist/a.deb', 'dist/b.deb'],
  ],
  ['up and down', ['../work [[]1]/other/*'], ['other/d.rpm']],
  ['what is left out again', ['dist/*.deb', '!dist/b*', '!dist/[[]*'], ['dist/a.deb']],
  ['left out and in again', ['dist/*.deb', '!dist/*.deb', 'dist/b.deb'], ['=dist/b.deb']],
  ['comments', ['# the packages', 'other/*'], ['other/d.rpm']],
])('%s', async (_, patterns, expected) => {
  // A pattern before one that takes all of its files out matches nothing, which is an error of its own.
  const cwd = await folder(FILES)
  const outcome = await found(patterns, cwd).catch((error: unknown) => String(error))
  if (patterns[1] === '!dist/*.deb') expect(outcome).toMatch(/"dist\/\*\.deb" matches no file/)
  else expect(outcome).toEqual(expected)
})

test('absolute patterns, and files outside the folder', async () => {
  const cwd = await folder(FILES, 'work')
  expect(await found([join(cwd, 'dist', 'a.deb')], cwd)).toEqual(['=dist/a.deb'])
  const outside = join(cwd, 'other', 'd.rpm')
  expect(await found([outside], join(cwd, 'dist'))).toEqual([`=${outside.replaceAll('\\', '/')}`])
})

test('symbolic links are followed', async () => {
  const cwd = await folder(FILES, 'work')
  await symlink('dist', join(cwd, 'latest'), 'dir')
  expect(await found(['latest/a.deb'], cwd)).toEqual(['=latest/a.deb'])
})

test.each<readonly [readonly string[], RegExp]>([
  [
    ['dist/a.deb', 'dist/*.rpm'],
    /^artifacts: the pattern "dist\/\*\.rpm" matches no file in .*work \[1\]\.$/,
  ],
  [['nowhere/*'], /"nowhere\/\*" matches no file/],
  [['dist'], /"dist" matches no file in .*\. It is a folder: write "dist\/\*"\./],
  [['dist/{a,b}.deb'], /Braces are not expanded/],
  [['dist/*/../a.deb'], /artifacts: "dist\/\*\/\.\.\/a\.deb" cannot be searched for: .*not allowed/],
  [['!dist/*'], /names nothing to publish/],
])('%j is an error', async (patterns, said) => {
  const cwd = await folder(FILES)
  await expect(findArtifacts(patterns, cwd)).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringMatching(said),
  })
})
