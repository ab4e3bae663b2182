import { rpmFolder } from '../rpm/layout.ts'
import type { ClientFiles } from './sources.ts'

/** A channel, and the folder of its repository, where `{arch}` may be in it. */
export interface RepoSection {
  readonly channel: string
  readonly folder: string
}

/** The repositories of these channels. */
export function repoSections(rpmPath: string, channels: readonly string[]): readonly RepoSection[] {
  return channels.map((channel) => ({
    channel,
    folder: rpmFolder(rpmPath, channel, '{arch}').replace(/\/$/, ''),
  }))
}

/** A section of a .repo file for dnf, yum and zypper (dnf.conf(5)). */
function repoSection(
  files: ClientFiles,
  { folder, channel }: RepoSection,
  keyUrl: string,
  enabled: boolean,
): string {
  const { repositoryName, baseUrl } = files
  return [
    `[${sectionId(repositoryName, channel)}]`,
    `name=${repositoryName} ${channel}`,
    `baseurl=${baseUrl}/${folder.replace('{arch}', '$basearch')}`,
    `enabled=${enabled ? 1 : 0}`,
    'type=rpm-md',
    'autorefresh=1',
    'gpgcheck=1',
    'repo_gpgcheck=1',
    `gpgkey=${keyUrl}`,
    '',
  ].join('\n')
}

function sectionId(repositoryName: string, channel: string): string {
  return `${repositoryName}-${channel}`
}

/**
 * A .repo file with these sections: in the place of those of the same channel, the others of a file that is published
 * already stay as they are. The first section is the one that is enabled.
 *
 * @param keyUrl of the keys; those that are published, by default
 */
export function repoFile(
  existing: string,
  files: ClientFiles,
  channels: readonly RepoSection[],
  keyUrl = `${files.baseUrl}/${files.repositoryName}.asc`,
): string {
  const sections = existing.split(/^(?=\[)/m).filter((section) => section.startsWith('['))
  for (const wanted of channels) {
    const head = `[${sectionId(files.repositoryName, wanted.channel)}]`
    const position = sections.findIndex((section) => section.startsWith(head))
    const section = repoSection(files, wanted, keyUrl, position === 0 || sections.length === 0)
    if (position < 0) sections.push(section)
    else sections[position] = section
  }
  return sections.map((section) => section.trimEnd()).join('\n\n') + '\n'
}

/** The channel that the first section of a .repo file, the one that is enabled, is for; undefined where it has none. */
export function firstChannelOf(repo: string, repositoryName: string): string | undefined {
  const [, id = ''] = /^\[(.+)\]$/m.exec(repo) ?? []
  const start = sectionId(repositoryName, '')
  return id.startsWith(start) ? id.slice(start.length) : undefined
}
