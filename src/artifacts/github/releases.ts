import type { Releases } from '../release-assets.ts'
import { commitSeconds } from './commit-time.ts'
import { type GitHubAccess, type GitHubRepository, openRepository } from './client.ts'
import { downloaded } from './download.ts'
import { findRelease, listAssets } from './release.ts'

/** The releases of the repository that a run is for. Nothing is loaded, asked or checked before one is needed. */
export function githubReleases(access: GitHubAccess): Releases {
  let opened: Promise<GitHubRepository> | undefined
  const open = () => (opened ??= openRepository(access))
  return {
    assets: async (tag) => {
      const github = await open()
      const release = await findRelease(tag, github)
      const records = await listAssets(release, tag, github)
      access.log.info(`release ${tag}${release.isDraft ? ', a draft' : ''}: ${records.length} assets`)
      return records.map((record) => ({
        name: record.name,
        sizeBytes: record.sizeBytes,
        download: (scratch) => scratch(downloaded(record, tag, github)),
      }))
    },
    commitSeconds: async (tag) => commitSeconds(tag, await open()),
  }
}
