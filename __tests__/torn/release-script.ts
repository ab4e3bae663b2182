import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeContent } from '../../bench/packages.ts'
import { theirRepository } from '../../bench/theirs.ts'
import { memoryScratch } from '../../src/content.ts'
import { FORMATS } from '../../src/formats.ts'
import { describe } from '../support/publishing.ts'
import { type SyncOptions, folderSync } from './folder-sync.ts'
import { type Pace, type Writer, repeated } from './writer.ts'

interface Script extends Pick<SyncOptions, 'atOnce' | 'deletes'> {
  readonly armoredKey: string
  readonly publicKey: string
  /** Where it works. */
  readonly scratch: string
}

/** What reprepro keeps for itself. */
const OWN = /^(?:conf|db)\//

/**
 * What release scripts do: reprepro, createrepo_c and gpg in a folder, and an upload of what changed. Each time with a
 * version of `hello` more, as deb and rpm.
 */
export async function releaseScript(pace: Pace, script: Script): Promise<Writer> {
  const { r2, everyMs, objectMs } = pace
  const { armoredKey, publicKey, scratch, atOnce, deletes } = script
  const folder = join(scratch, 'repository')
  await mkdir(folder)
  const theirs = await theirRepository({ armoredKey }, scratch, folder)
  const upload = folderSync(folder, r2, { atOnce, deletes, objectMs, except: OWN })
  let [version, objects, uploadMs] = [0, 0, 0]

  async function publish(): Promise<void> {
    await theirs.add(await packageFiles(scratch, version + 1))
    const start = performance.now()
    objects += await upload()
    uploadMs += performance.now() - start
    version += 1
  }

  await publish()
  const stop = repeated(everyMs, publish)
  return {
    source: { url: r2.workerUrl.replace(/\/$/, ''), key: publicKey, aptPath: '', rpmPath: 'rpm' },
    acknowledged: () => version,
    written: () => ({ changes: version, objects, uploadMs }),
    stop: async () => {
      try {
        await stop()
      } finally {
        await theirs.close()
      }
    },
  }
}

async function packageFiles(scratch: string, version: number) {
  const description = describe({ version: `1.${version}` })
  const stem = join(scratch, `hello-1.${version}-1.x86_64`)
  const paths = { deb: `${stem}.deb`, rpm: `${stem}.rpm` }
  for (const format of ['deb', 'rpm'] as const)
    await writeContent(paths[format], await FORMATS[format].build(description, memoryScratch))
  return paths
}
