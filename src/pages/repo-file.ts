import type { ClientFiles } from './sources.ts'

/** A section of a .repo file for dnf, yum and zypper (dnf.conf(5)). */
function repoSection(files: ClientFiles, folder: string, channel: string, enabled: boolean): string {
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
    `gpgkey=${baseUrl}/${repositoryName}.asc`,
    '',
  ].join('\n')
}

function sectionId(repositoryName: string, channel: string): string {
  return `${repositoryName}-${channel}`
}

/**
 * A .repo file with these sections: in the place of those of the same channel, the others of a file that is published
 * already stay as they are. The first section is the one that is enabled.
 */
export function repoFile(
  existing: string,
  files: ClientFiles,
  channels: readonly { readonly channel: string; readonly folder: string }[],
): string {
  const sections = existing.split(/^(?=\[)/m).filter((section) => section.startsWith('['))
  for (const { channel, folder } of channels) {
    const head = `[${sectionId(files.repositoryName, channel)}]`
    const position = sections.findIndex((section) => section.startsWith(head))
    const section = repoSection(files, folder, channel, position === 0 || sections.length === 0)
    if (position < 0) sections.push(section)
    else sections[position] = section
  }
  return sections.map((section) => section.trimEnd()).join('\n\n') + '\n'
}
