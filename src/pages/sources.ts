/** What a client file needs to know of the repositories. */
export interface ClientFiles {
  readonly repositoryName: string
  /** Where the root is served, without a slash at its end. */
  readonly baseUrl: string
}

/** Where the instructions put the key on a client; /etc/apt/keyrings is the administrator's folder, since apt 2.4. */
function keyringPath(repositoryName: string): string {
  return `/etc/apt/keyrings/${repositoryName}.asc`
}

/**
 * A deb822 source for apt (sources.list(5), since apt 1.1).
 *
 * @param aptRoot below the base URL; empty or ending in a slash
 */
export function sourcesFile(files: ClientFiles, aptRoot: string, channel: string, component: string): string {
  const fields = [
    ['Types', 'deb'],
    ['URIs', `${files.baseUrl}/${aptRoot}`.replace(/\/$/, '')],
    ['Suites', channel],
    ['Components', component],
    ['Signed-By', keyringPath(files.repositoryName)],
  ]
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('')
}

/** The suite that a source is for; undefined where the text has none. */
export function suiteOf(sources: string): string | undefined {
  return /^Suites:[ \t]*(\S+)[ \t]*$/m.exec(sources)?.[1]
}
