import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Content, contentOf, memoryScratch } from '../src/content.ts'
import { FORMATS } from '../src/formats.ts'
import type { Architecture } from '../src/recipe/architecture.ts'
import type { PackageDescription, PackagedEntry } from '../src/recipe/description.ts'
import { type Random, randomFrom } from './random.ts'

export const SEED = 20_260_601
const TIME_SECONDS = 1_767_225_600
/** How many packages are being built at a moment. */
const BATCH = 64

const WORDS = `
  access account adapter archive backend binary branch browser buffer builder bundle cache channel client cluster
  collection command common compiler component configuration connection console container content control converter
  core counter daemon data database debug decoder default deploy desktop device digest directory display document
  driver dynamic editor encoder engine event export extension fast feature file filter flexible font format framework
  frontend gateway generator graph handler header helper hosted image import index inspector install interface
  internal kernel key language layer library lightweight linter list local log manager map media memory message meta
  metrics migration mirror model modern module monitor native network node notify object option output overlay
  package parser patch path pipeline platform player plugin policy portable printer process profile project protocol
  provider proxy query queue reader record registry release remote render replica report request resolver resource
  router runner runtime scanner scheduler schema search secure serializer server service session shell signal simple
  snapshot socket source static storage stream structured support sync system table template terminal test text theme
  thread timer token tool tracer transfer transport tree tunnel type update upload user utility validator value
  vector version viewer virtual watcher web widget window worker wrapper writer zone
`
  .trim()
  .split(/\s+/)

/** Where the n-th package of the series lies. */
export interface PackagePaths {
  readonly deb: string
  readonly rpm: string
}

/** Builds packages `from` up to `to` of the one series there is, as files in a directory. */
export async function writePackages(
  directory: string,
  from: number,
  to: number,
): Promise<readonly PackagePaths[]> {
  const paths: PackagePaths[] = []
  for (let start = from; start < to; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, to - start) }, (_, offset) => start + offset)
    const stemOf = (number: number) => join(directory, `package-${String(number).padStart(6, '0')}`)
    paths.push(
      ...(await Promise.all(numbers.map((number) => writePackage(stemOf(number), describe(number))))),
    )
  }
  return paths
}

/** Builds a package in both formats, as files of a name. */
export async function writePackage(stem: string, description: PackageDescription): Promise<PackagePaths> {
  const paths = { deb: `${stem}.deb`, rpm: `${stem}.rpm` }
  for (const format of ['deb', 'rpm'] as const)
    await writeContent(paths[format], await FORMATS[format].build(description, memoryScratch))
  return paths
}

/** Writes a content as a file. */
export async function writeContent(path: string, content: Content): Promise<void> {
  const handle = await open(path, 'w')
  try {
    for await (const chunk of content.read()) await handle.writeFile(chunk)
  } finally {
    await handle.close()
  }
}

/** What a series has in common. */
interface Kind {
  readonly seed?: number | undefined
  readonly arch?: Architecture | undefined
}

/** Of every so many packages, the first few are versions of one name. */
const [RUN, VERSIONS] = [10, 3]

/** A package as distributions have them: its stanza has about 0.9 KB. The same numbers give the same package. */
export function describe(number: number, { seed = SEED, arch = 'amd64' }: Kind = {}): PackageDescription {
  const turn = isLaterVersion(number) ? number % RUN : 0
  return describeVersion(number - turn, turn, { seed, arch })
}

/** Whether a package has the name of the one before it. */
export function isLaterVersion(number: number): boolean {
  return number % RUN > 0 && number % RUN < VERSIONS
}

/** Another version of the name that a package has. */
export function describeVersion(
  number: number,
  turn: number,
  { seed = SEED, arch = 'amd64' }: Kind = {},
): PackageDescription {
  const random = randomFrom(seed + number)
  const name = `${random.of(WORDS)}-${random.of(WORDS)}-${number}`
  return {
    name,
    version: `${random.below(9)}.${random.below(30)}.${random.below(50) + turn}`,
    release: '1',
    arch,
    maintainer: `The ${random.of(WORDS)} maintainers <${random.of(WORDS)}@example.org>`,
    description: `${sentence(random, 6)}\n\n${prose(random)}`,
    homepage: `https://${random.of(WORDS)}.example.org/${name}`,
    license: 'MIT',
    depends: Array.from({ length: 3 + random.below(6) }, () => dependency(random)),
    entries: entries(random, name),
    timeSeconds: TIME_SECONDS + number + turn,
  }
}

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => random.of(WORDS)).join(' ')
  return text[0]?.toUpperCase() + text.slice(1)
}

/** Two paragraphs in lines of at most 79 characters. */
function prose(random: Random): string {
  const paragraph = () => sentence(random, 16 + random.below(14))
  return [paragraph(), paragraph()]
    .map((text) => `${text}.`.replace(/(.{1,78})(?: |$)/g, '$1\n').trim())
    .join('\n\n')
}

function dependency(random: Random): string {
  const name = `lib${random.of(WORDS)}${random.below(9)}`
  return random.below(3) === 0
    ? name
    : `${name} (>= ${random.below(9)}.${random.below(40)}.${random.below(9)})`
}

function entries(random: Random, name: string): readonly PackagedEntry[] {
  const file = (path: string, mode: number, content: Buffer): PackagedEntry => ({
    type: 'file',
    path,
    mode,
    content: contentOf(content),
  })
  return [
    file(`/usr/bin/${name}`, 0o755, random.bytes(1024)),
    file(`/usr/share/${name}/${random.of(WORDS)}.conf`, 0o644, Buffer.from(prose(random))),
    file(`/usr/share/${name}/${name}.json`, 0o644, Buffer.from(JSON.stringify({ name }))),
    { type: 'symlink', path: `/usr/bin/${name}-tool`, target: name },
  ]
}
