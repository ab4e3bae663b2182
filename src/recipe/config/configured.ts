import { PublishError, faulty } from '../../errors.ts'
import type { Architecture } from '../architecture.ts'
import type { RequestedPackage } from '../describe.ts'
import type { PackageDescription } from '../description.ts'
import type { Project } from '../project.ts'
import { architectureOf } from './architectures.ts'
import { describeConfiguration } from './describe.ts'
import { type Node, parseDocument } from './document.ts'
import { CONFIGURATION, type Configuration } from './keys/configuration.ts'
import { overridden } from './overriding.ts'
import { type Note, readBy } from './reading.ts'
import { type WantedSignature, wantedSignature } from './signature.ts'
import type { Sources } from './sources.ts'
import { type VariableSources, variablesFor } from './variables.ts'

export interface ConfiguredBy {
  readonly formats: readonly ('deb' | 'rpm')[]
  /** Each is built; none: what the configuration says. */
  readonly architectures: readonly Architecture[]
  readonly defaults: RequestedPackage
  readonly project: Project
  readonly askedVersion: string | undefined
  readonly variables: VariableSources
  readonly timeSeconds: number
}

export interface ConfiguredPackage {
  readonly file: string
  readonly format: 'deb' | 'rpm'
  readonly description: PackageDescription
  /** The configuration itself says, for this format, what the package depends on. */
  readonly saysDepends: boolean
  readonly signature?: WantedSignature
}

export interface ConfiguredPackages {
  readonly packages: readonly ConfiguredPackage[]
  readonly notes: readonly Note[]
}

/**
 * The packages that a text of nFPM's configuration describes: one for each format and architecture.
 *
 * @param file names the text in messages
 * @throws PublishError `INPUT` with the places of what is wrong
 */
export async function configuredPackages(
  text: string,
  file: string,
  by: ConfiguredBy,
  sources: Sources,
): Promise<ConfiguredPackages> {
  const document = parseDocument(text, file)
  const packages: ConfiguredPackage[] = []
  const notes = new Map<string, Note>()
  const note = (it: Note) => {
    notes.set(JSON.stringify(it), it)
  }
  for (const build of buildsOf(document, file, by)) {
    for (const it of build.notes) note(it)
    const variables = variablesFor(by.variables, build.asked)
    for (const format of by.formats) {
      const described = { ...by, format, arch: build.arch, variables, note }
      const description = await describeConfiguration(build.configuration, described, sources)
      const signature = wantedSignature(build.configuration, format, description.maintainer)
      const saysDepends = overridden(build.configuration, format).depends !== undefined
      packages.push({
        file,
        format,
        description,
        saysDepends,
        ...(signature === undefined ? {} : { signature }),
      })
    }
  }
  return { packages, notes: [...notes.values()] }
}

interface Build {
  readonly arch: Architecture
  readonly asked: Architecture | undefined
  readonly configuration: Configuration
  readonly notes: readonly Note[]
}

/** The configuration as it reads for each architecture; one that says its own whatever is asked for is built once. */
function buildsOf(document: Node, file: string, by: ConfiguredBy): readonly Build[] {
  const asked = by.architectures.length === 0 ? [undefined] : by.architectures
  const builds = new Map<Architecture, Build>()
  const others: Note[] = []
  for (const arch of asked) {
    const build = buildFor(arch, document, file, by)
    if (build.arch === arch || !builds.has(build.arch)) builds.set(build.arch, build)
    if (arch !== undefined && build.arch !== arch && build.arch !== 'all') others.push(fixedArch(build, arch))
  }
  return [...builds.values()].map((build) => ({ ...build, notes: [...build.notes, ...others] }))
}

function fixedArch({ arch, configuration }: Build, asked: Architecture): Note {
  return {
    message: `no package is built for ${asked} here: arch is ${arch} whatever is asked for; write \${ARCH} for all`,
    place: configuration.arch?.at ?? configuration.at,
  }
}

function buildFor(asked: Architecture | undefined, document: Node, file: string, by: ConfiguredBy): Build {
  const variables = variablesFor(by.variables, asked)
  const { value, notes } = readBy(CONFIGURATION, document, variables)
  const configuration = value ?? { at: { file, line: 1, column: 1 } }
  const { arch: said } = configuration
  if (said === undefined && asked === undefined) {
    throw new PublishError(
      'INPUT',
      `${file}: arch is needed: write it there, for example amd64, or set the input arch`,
    )
  }
  const arch = said === undefined ? asked : architectureOf(said.value, variables)
  if (arch === undefined) {
    const message = `arch is ${JSON.stringify(said?.value)}; expected amd64, arm64, 386, arm5, arm6, arm7, ppc64le, s390x, riscv64, loong64, mips64le or all`
    throw faulty([{ message, place: said?.at ?? configuration.at }])
  }
  const isAsked = asked === undefined || arch === 'all' || by.architectures.includes(arch)
  if (isAsked) return { arch, asked, configuration, notes }
  const message = `arch is ${JSON.stringify(said?.value)}, and the input arch asks for ${by.architectures.join(', ')}; write \${ARCH} here`
  throw faulty([{ message, place: said?.at ?? configuration.at }])
}
