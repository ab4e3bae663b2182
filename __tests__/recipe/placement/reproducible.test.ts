import { expect, test } from '@jest/globals'
import { systemClock } from '../../../src/clock.ts'
import { gatherArtifacts } from '../../../src/artifacts/gather.ts'
import { bytesOf, contentOf, memoryScratch, sha256 } from '../../../src/content.ts'
import { buildDeb } from '../../../src/deb/build.ts'
import { buildRpm } from '../../../src/rpm/build.ts'
import type { KnownFile } from '../../../src/recipe/placement/kind.ts'
import { withPlacedFiles } from '../../../src/recipe/placement/placed.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { elfFile } from '../../artifacts/elf-file.ts'
import { temporaryDirectory } from '../../support/programs.ts'
import { describe as described, noReleases, recordingLog } from '../../support/publishing.ts'
import { CARGO_DIST_FILES, archiveOf } from './sample-release.ts'

const BUILDERS = { deb: buildDeb, rpm: buildRpm }
const FORMATS = ['deb', 'rpm'] as const

async function companions(archive: Buffer): Promise<readonly KnownFile[]> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  await writeFile(join(cwd, 'dist/a.tgz'), archive)
  const { packages } = await gatherArtifacts(
    { artifacts: ['dist/*'], releaseTag: undefined, name: 'greet', version: '1.2.3', arch: undefined },
    { cwd, scratch: memoryScratch, releases: noReleases, log: recordingLog(), clock: systemClock },
  )
  return packages[0]?.companions ?? []
}

async function digests(files: readonly KnownFile[]): Promise<readonly string[]> {
  return Promise.all(
    FORMATS.map(async (format) => {
      const description = await withPlacedFiles(described({ name: 'greet' }), files, format)
      const content = await BUILDERS[format](description, memoryScratch)
      return sha256(await bytesOf(content, 1e7, format))
    }),
  )
}

test('the order of an archive, the folder around it and the time zone make no other bytes', async () => {
  const files = { ...CARGO_DIST_FILES, greet: elfFile() }
  const backwards = Object.fromEntries(Object.entries(files).reverse())
  const zone = process.env['TZ']
  const first = await digests(await companions(archiveOf(files)))
  process.env['TZ'] = 'Pacific/Kiritimati'
  try {
    expect(await digests(await companions(archiveOf(backwards, 'greet-1.2.3/')))).toEqual(first)
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

const HOSTILE = [
  'Files: *\n\nPackage: other\nLicense: evil',
  'x\n\n\nFormat: y',
  '\u2028Package: x\u0085y\v\f\0',
  '.\n ..\n\t.\n',
  '\ud800 half',
  '',
]
test.each(HOSTILE)('no license brings fields of its own: %j', async (text) => {
  const file = { kind: 'license', name: 'LICENSE' } as const
  const license = contentOf(Buffer.from(text))
  const description = await withPlacedFiles(described(), [{ file, content: license }], 'deb')
  const tar = Buffer.from(
    await bytesOf(
      await buildDeb(
        { ...description, deb: { ...description.deb, compression: { name: 'none' } } },
        memoryScratch,
      ),
      1e7,
      'it',
    ),
  )
  const copyright = /Format: https[^\0]*/.exec(tar.toString('utf8'))?.[0] ?? ''
  const fields = copyright
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((line) => line.replace(/:.*/, ''))
  expect(fields).toEqual([
    'Format',
    'Upstream-Name',
    'Upstream-Contact',
    'Source',
    'Files',
    'Copyright',
    'License',
  ])
  expect(copyright.match(/\n\n/g)).toHaveLength(1)
})
