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
 * @param lacking architectures that clients are not to look for
 */
export function sourcesFile(
  files: ClientFiles,
  aptRoot: string,
  channel: string,
  component: string,
  lacking: readonly string[] = [],
): string {
  const fields = [
    ['Types', 'deb'],
    ['URIs', `${files.baseUrl}/${aptRoot}`.replace(/\/$/, '')],
    ['Suites', channel],
    ['Components', component],
    ...(lacking.length > 0 ? [['Architectures-Remove', lacking.join(' ')]] : []),
    ['Signed-By', keyringPath(files.repositoryName)],
  ]
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('')
}

/** What machines have as foreign architectures beside their own. */
const FOREIGN = ['amd64', 'arm64', 'armel', 'armhf', 'i386']

/**
 * Which of those a suite does not have: of each one, `apt-get update` would say every time that it is missing. Measured
 * with apt 2.2 to 3.3: `Architectures` with all that the suite does have would make every machine fetch the indexes of
 * all of them.
 */
export function lackingArchitectures(architectures: readonly string[]): readonly string[] {
  return FOREIGN.filter((arch) => !architectures.includes(arch))
}

/** The architectures that a source leaves out; undefined where it says nothing of any. */
export function removedArchitectures(sources: string): readonly string[] | undefined {
  const words = /^Architectures-Remove:(.*)$/m.exec(sources)?.[1]?.trim().split(/\s+/)
  return words?.filter((word) => FOREIGN.includes(word))
}

/** The suite that a source is for; undefined where the text has none. */
export function suiteOf(sources: string): string | undefined {
  return /^Suites:[ \t]*(\S+)[ \t]*$/m.exec(sources)?.[1]
}
