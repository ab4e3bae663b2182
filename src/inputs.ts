import { PublishError } from './errors.ts'
import { suggestion } from './suggestion.ts'

/** How an input is given. `env`: a variable that is read where the input is not set. */
interface InputSpec {
  readonly description: string
  readonly default?: string
  readonly env?: string
  /** What action.yml says instead, where a workflow knows more. */
  readonly inWorkflow?: string
  /** Comes from the environment only, never from the command line, and is masked in logs. */
  readonly secret?: true
  readonly values?: readonly string[]
}

/** Every input, in the order in which a user meets them. action.yml says the same, and a test compares. */
export const INPUTS = {
  command: {
    description: 'What to do: publish, republish, promote, remove, rollback or verify.',
    default: 'publish',
    values: ['publish', 'republish', 'promote', 'remove', 'rollback', 'verify'],
  },
  artifacts: {
    description:
      'Globs, one a line, of .deb and .rpm packages, ELF executables, and .tar, .tar.gz, .tgz, .tar.xz, .tar.zst and .zip archives that hold executables. Each pattern must match something.',
  },
  'release-tag': {
    description:
      'Take the assets of the GitHub release of this tag instead of files; artifacts then holds patterns of their names.',
  },
  config: {
    description:
      'nFPM configurations (nfpm.yaml), paths or globs: packages are built from these, and not from artifacts.',
  },
  repository: {
    description: 'Where the repositories live: r2://BUCKET[/PREFIX], s3://BUCKET[/PREFIX], or a directory.',
  },
  'account-id': { description: 'Cloudflare account of the R2 bucket.', env: 'CLOUDFLARE_ACCOUNT_ID' },
  'access-key-id': {
    description: 'Access key ID of an R2 or S3 token that may read and write objects.',
    env: 'AWS_ACCESS_KEY_ID',
    secret: true,
  },
  'secret-access-key': {
    description: 'Secret access key of that token.',
    env: 'AWS_SECRET_ACCESS_KEY',
    secret: true,
  },
  'session-token': {
    description: 'Session token of temporary credentials.',
    env: 'AWS_SESSION_TOKEN',
    secret: true,
  },
  endpoint: { description: 'Another S3-compatible endpoint, or that of an R2 jurisdiction.' },
  region: { description: 'Region of the endpoint; auto for R2, AWS_REGION for S3.' },
  'public-url': {
    description:
      'Where clients find what is stored; used in the files that are generated for them, and to read back what was published.',
  },
  'repository-name': {
    description:
      'Names the generated files, and is the default Origin and Label; the name of the GitHub repository by default. The same in all workflows that publish here.',
  },
  'gpg-private-key': {
    description:
      'Armored OpenPGP private key, or several; all sign InRelease and Release.gpg, the first one signs rpms and repomd.xml.',
    env: 'GPG_PRIVATE_KEY',
    secret: true,
  },
  'gpg-passphrase': { description: 'Passphrase of the private keys.', env: 'GPG_PASSPHRASE', secret: true },
  'trusted-keys': {
    description:
      'Armored public keys besides our own that may have signed what is published already, or prebuilt rpms.',
  },
  'adopt-unsigned': {
    description: 'Take over, once, a repository that is not signed.',
    default: 'false',
    values: ['true', 'false'],
  },
  channels: {
    description: 'Each is an apt suite and an rpm repository: stable, testing, bookworm, el9.',
    default: 'stable',
  },
  name: { description: 'Name of the packages that are built; the name of the GitHub repository by default.' },
  version: {
    description:
      'Version of the packages that are built, a leading v is dropped; release-tag, else the tag of the event by default.',
  },
  release: { description: 'Revision of debs (none by default) and release of rpms (1 by default).' },
  arch: {
    description:
      'Architecture of the executables, instead of what their ELF headers say: amd64, arm64, 386, arm7. With config, all to build for.',
  },
  formats: {
    description:
      'What to build from executables or config; prebuilt packages of either kind are always published.',
    default: 'deb, rpm',
  },
  maintainer: {
    description:
      'Maintainer of the packages that are built, as Name <address>; the owner of the GitHub repository, at users.noreply.github.com, by default.',
  },
  description: {
    description:
      'Description of the packages that are built, its first line is the summary; that of the GitHub repository by default.',
  },
  homepage: {
    description:
      'Homepage of the packages that are built; that of the GitHub repository, else its page by default.',
  },
  license: {
    description:
      'Licence of the packages that are built, an SPDX expression; that of the GitHub repository by default.',
  },
  depends: {
    description: 'What the packages that are built depend on, for both formats, such as libc6 (>= 2.36).',
  },
  component: { description: 'Component of the apt suites.', default: 'main' },
  origin: { description: 'Origin of a new apt suite; repository-name by default.' },
  label: { description: 'Label of a new apt suite; repository-name by default.' },
  'apt-path': { description: 'Where dists/ and pool/ live; a dot for the root.', default: 'apt' },
  'rpm-path': {
    description: 'Where each repodata/ lives; {arch} is $basearch of dnf and may be left out.',
    default: 'rpm/{channel}/{arch}',
  },
  'if-exists': {
    description:
      'When a published package has the same name, version and architecture but other content: fail, skip, or replace.',
    default: 'fail',
    values: ['fail', 'skip', 'replace'],
  },
  'keep-versions': {
    description:
      'How many versions to keep of each package that a run publishes, for each architecture and channel; 0 keeps all.',
    default: '0',
  },
  packages: {
    description:
      'For promote, remove and republish: which packages, as NAME or NAME=VERSION, where * stands for anything.',
  },
  'from-channel': { description: 'For promote: the channel that the packages are in.' },
  to: {
    description: 'For rollback: previous, or IDs of earlier heads as verify lists them.',
    default: 'previous',
  },
  'grace-days': {
    description: 'How many days what was superseded stays readable; at least 1.',
    default: '7',
  },
  deep: {
    description: 'For verify: read every byte of every package.',
    default: 'false',
    values: ['true', 'false'],
  },
  'sign-packages': {
    description: 'Sign the rpms that are built, and prebuilt ones that are unsigned.',
    default: 'true',
    values: ['true', 'false'],
  },
  'keyring-package': {
    description:
      'Also publish REPOSITORY-NAME-archive-keyring (deb) and REPOSITORY-NAME-release (rpm), which bring keys and sources to clients.',
    default: 'false',
    values: ['true', 'false'],
  },
  'output-directory': {
    description: 'Keep the built packages here, for example to attach them to the release.',
  },
  pages: {
    description:
      'Write the index page, .sources, .repo, install.sh and the badge beside the repositories; the keys are written always.',
    default: 'true',
    values: ['true', 'false'],
  },
  'check-install': {
    description:
      'Container images, such as debian:13 and fedora:44, in which the published packages are really installed from public-url.',
  },
  'cloudflare-zone-id': {
    description: 'Zone of the host of public-url, to purge from its cache what a run replaced.',
  },
  'cloudflare-api-token': {
    description: 'Token that may purge the cache of that zone.',
    secret: true,
  },
  'job-summary': {
    description: 'Write a summary of the run for its page on GitHub.',
    default: 'true',
    values: ['true', 'false'],
  },
  'dry-run': {
    description: 'Do all but write, and print what would be written.',
    default: 'false',
    values: ['true', 'false'],
  },
  'github-token': {
    description:
      'Token that may read the GitHub repository: the release of release-tag, and its description, homepage and licence.',
    env: 'GITHUB_TOKEN',
    inWorkflow: '${{ github.token }}',
    secret: true,
  },
} as const satisfies Record<string, InputSpec>

export type InputName = keyof typeof INPUTS

export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[]

const specOf = (name: InputName): InputSpec => INPUTS[name]

/** The value of every input as a text; empty where it is not set. */
export type InputTexts = Readonly<Record<InputName, string>>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the inputs: flags first, then INPUT_NAME as the runner (or a person, with `_` for `-`) sets it, then the
 * variable that belongs to the input, then its default.
 *
 * @throws PublishError `INPUT` that names the flag or the input
 */
export function readInputs(args: readonly string[], env: Environment): InputTexts {
  const flags = parseFlags(args)
  const texts = Object.fromEntries(
    INPUT_NAMES.map((name) => [name, flags.get(name) ?? fromEnvironment(name, env)]),
  )
  for (const name of INPUT_NAMES) assertAllowed(name, texts[name] ?? '')
  return texts as InputTexts
}

function fromEnvironment(name: InputName, env: Environment): string {
  const { env: variable, default: value = '' } = specOf(name)
  const upper = name.toUpperCase()
  const candidates = [
    env[`INPUT_${upper}`],
    env[`INPUT_${upper.replaceAll('-', '_')}`],
    variable && env[variable],
  ]
  return candidates.find((text) => text !== undefined && text.trim() !== '')?.trim() ?? value
}

function parseFlags(args: readonly string[]): Map<InputName, string> {
  const flags = new Map<InputName, string>()
  for (let position = 0; position < args.length; position += 1) {
    const [flag, inline] = split(args[position] ?? '')
    const name = INPUT_NAMES.find((it) => flag === `--${it}`)
    if (name === undefined) throw unknownFlag(flag)
    if (specOf(name).secret) {
      throw new PublishError(
        'INPUT',
        `${flag} would show a secret to every process of this machine; set ${secretVariable(name)} instead`,
      )
    }
    const value = inline ?? args[(position += 1)]
    if (value === undefined)
      throw new PublishError('INPUT', `${flag} needs a value: ${flag} VALUE, or ${flag}=VALUE`)
    if (flags.has(name))
      throw new PublishError('INPUT', `${flag} is given twice; separate several values by commas or newlines`)
    flags.set(name, value.trim())
  }
  return flags
}

function split(arg: string): [string, string?] {
  const cut = arg.indexOf('=')
  return cut < 0 ? [arg] : [arg.slice(0, cut), arg.slice(cut + 1)]
}

function unknownFlag(flag: string): PublishError {
  const known = INPUT_NAMES.filter((name) => !specOf(name).secret).map((name) => `--${name}`)
  return new PublishError(
    'INPUT',
    `unknown argument ${JSON.stringify(flag)}${suggestion(flag, known)} (--help lists all of them)`,
  )
}

function secretVariable(name: InputName): string {
  return specOf(name).env ?? `INPUT_${name.toUpperCase().replaceAll('-', '_')}`
}

function assertAllowed(name: InputName, text: string): void {
  const { values } = specOf(name)
  if (values !== undefined && !values.includes(text)) {
    throw new PublishError('INPUT', `${name} is ${JSON.stringify(text)}; it can be ${values.join(', ')}`)
  }
}

/** Splits a list: at newlines only where there is one, else at commas. Blank items and surrounding spaces are dropped. */
export function listOf(text: string): readonly string[] {
  const items = text.split(/\r\n|\r|\n/).length > 1 ? text.split(/\r\n|\r|\n/) : text.split(',')
  return items.map((item) => item.trim()).filter((item) => item !== '')
}

/** Whether a variable of the environment is where a secret comes from. */
export function isSecretVariable(variable: string): boolean {
  return INPUT_NAMES.filter((name) => specOf(name).secret).some((name) => {
    const upper = name.toUpperCase()
    return [specOf(name).env, `INPUT_${upper}`, `INPUT_${upper.replaceAll('-', '_')}`].includes(variable)
  })
}

/** The values that must not be shown, each line of them apart, because the runner masks line by line. */
export function secretLines(texts: InputTexts): readonly string[] {
  const secrets = INPUT_NAMES.filter((name) => specOf(name).secret).flatMap((name) => {
    const text = texts[name]
    return [text, ...text.split(/\r\n|\r|\n|\\n/)]
  })
  return [
    ...new Set(
      secrets.map((line) => line.trim()).filter((line) => line.length > 3 && !/^-+(BEGIN|END) /.test(line)),
    ),
  ]
}
