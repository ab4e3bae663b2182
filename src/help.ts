import { INPUTS, INPUT_NAMES, type InputName } from './inputs.ts'

/** Where groups of inputs begin, in the order in which inputs are written down. */
const GROUPS: Partial<Record<InputName, string>> = {
  command: 'What to do',
  repository: 'Where to publish',
  'gpg-private-key': 'Keys',
  channels: 'Channels, and the packages that are built',
  component: 'The repositories',
  'if-exists': 'What becomes of packages',
  'sign-packages': 'The run',
}

const COLUMNS = 100
const INDENT = 6

/** What the command line takes: every input, its default, and where a secret comes from. */
export function helpLines(): readonly string[] {
  return [
    'Usage: npm start -- --INPUT VALUE …',
    '       npm start -- --help | --version',
    '',
    'Publishes packages in signed apt and rpm repositories. Without any input: a demonstration, in a new directory.',
    'Inputs come from flags (--INPUT=VALUE too), else from INPUT_NAME in the environment. Secrets come from the',
    'environment only. Several values are separated by commas or line breaks.',
    ...INPUT_NAMES.flatMap((name) => [...headingOf(name), ...linesOf(name)]),
    '',
    'Exit code: 0 where all is done, 1 where something failed, or where verify found what is not sound.',
  ]
}

function headingOf(name: InputName): readonly string[] {
  const title = GROUPS[name]
  return title === undefined ? [] : ['', `${title}:`]
}

function linesOf(name: InputName): readonly string[] {
  const spec: {
    description: string
    default?: string
    env?: string
    secret?: true
    values?: readonly string[]
  } = INPUTS[name]
  const variables = [
    ...(spec.env === undefined ? [] : [spec.env]),
    `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
  ]
  const facts = [
    spec.description,
    ...(spec.default ? [`Default: ${spec.default}.`] : []),
    ...(spec.env === undefined || spec.secret ? [] : [`Else from ${spec.env}.`]),
  ]
  const head = spec.secret
    ? `environment: ${variables.join(' or ')}`
    : `--${name} ${spec.values?.join('|') ?? 'VALUE'}`
  return [`  ${head}`, ...wrapped(facts.join(' '))]
}

/** A text in lines that fit a screen; a word that does not stands alone. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > COLUMNS - INDENT) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => ' '.repeat(INDENT) + line)
}
