import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { abreast } from '../abreast.ts'
import { PublishError } from '../errors.ts'
import { fileContent } from '../files.ts'
import { LIMITS } from '../limits.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { baseName } from './member.ts'

const OPTIONS = { implicitDescendants: false, matchDirectories: false }

/**
 * The files that patterns of `@actions/glob` match: `*`, `?`, `[…]` and `**`; `!` takes out what patterns before it
 * matched, `#` begins a comment. Directories do not count, and nothing below one that is named.
 *
 * @param cwd absolute: what relative patterns begin at
 * @param input that the patterns come from, for messages
 * @returns sorted by path, each once
 * @throws PublishError `INPUT` where a pattern is wrong or matches nothing, `ARTIFACT` where a file cannot be read
 */
export async function findArtifacts(
  patterns: readonly string[],
  cwd: string,
  input = 'artifacts',
): Promise<readonly FoundArtifact[]> {
  const used = patterns.filter((pattern) => !pattern.startsWith('#'))
  if (used.every(isExclusion))
    throw new PublishError(
      'INPUT',
      `${input} names nothing to publish: give it a pattern without \`!\` or \`#\``,
    )
  const literal = new Map<string, boolean>()
  for (const [position, pattern] of used.entries()) {
    if (isExclusion(pattern)) continue
    // A globber for each pattern: one for all would not tell which of them matched nothing.
    const found = await matches([pattern, ...used.slice(position + 1).filter(isExclusion)], cwd, input)
    if (found.length === 0) throw await nothingMatched(pattern, cwd, input)
    for (const { path, isLiteral } of found) literal.set(path, isLiteral || literal.get(path) === true)
  }
  const files = [...literal].sort(byPath)
  return abreast(files, LIMITS.parallelPackages, ([path, isLiteral]) => foundFile(path, isLiteral, cwd))
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!')
}

function byPath([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1
}

async function foundFile(path: string, isLiteral: boolean, cwd: string): Promise<FoundArtifact> {
  const below = relative(cwd, path)
  const shown = (below.startsWith('..') || isAbsolute(below) ? path : below).replaceAll(sep, '/')
  if (/\p{Cc}/u.test(shown)) {
    // A line break in a log could speak to the runner.
    throw new PublishError(
      'ARTIFACT',
      `The file name ${JSON.stringify(shown)} has control characters; rename it.`,
    )
  }
  return { source: shown, fileName: baseName(shown), content: await fileContent(path), isLiteral }
}

async function matches(patterns: readonly string[], cwd: string, input: string) {
  const [pattern = '', ...exclusions] = patterns
  if (exclusions.length === 0 && isPath(pattern)) return fileAt(resolve(cwd, pattern))
  try {
    const { create } = await import('@actions/glob')
    const globber = await create(patterns.map((pattern) => rooted(pattern, cwd)).join('\n'), OPTIONS)
    const literals = new Set(globber.getSearchPaths())
    const paths = await globber.glob()
    return paths.map((path) => ({ path, isLiteral: literals.has(path) }))
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PublishError(
      'INPUT',
      `${input}: ${JSON.stringify(patterns[0])} cannot be searched for: ${detail}`,
      {
        cause,
      },
    )
  }
}

/** A pattern that matches what it names, whoever reads it: the library, slow to load, is not asked. */
function isPath(pattern: string): boolean {
  return /^[^*?[\]{}!#~\\:]*[^*?[\]{}!#~\\:/]$/.test(pattern)
}

async function fileAt(path: string) {
  const stats = await stat(path).catch(() => undefined)
  return stats?.isFile() === true ? [{ path, isLiteral: true }] : []
}

/** The pattern from the root: the library begins relative ones at the folder of the process, and takes no `..`. */
function rooted(pattern: string, cwd: string): string {
  if (isExclusion(pattern)) return `!${rooted(pattern.slice(1).trim(), cwd)}`
  if (isAbsolute(pattern) || /^~(?:$|[\\/])/.test(pattern)) return pattern
  const step = STEP.exec(pattern)
  if (step === null) return join(escaped(cwd), '/') + pattern
  return rooted(pattern.slice(step[0].length), step[1] === '..' ? dirname(cwd) : cwd)
}

const IS_WINDOWS = sep === '\\'
const STEP = IS_WINDOWS ? /^(\.\.?)[\\/]+/ : /^(\.\.?)\/+/

/** A path as a pattern of nothing but itself. */
function escaped(path: string): string {
  const plain = IS_WINDOWS ? path : path.replaceAll('\\', '\\\\')
  return plain.replace(/[[?*]/g, '[$&]')
}

async function nothingMatched(pattern: string, cwd: string, input: string): Promise<PublishError> {
  const isFolder = await stat(resolve(cwd, pattern)).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  const hints = [
    ...(isFolder ? [` It is a folder: write ${JSON.stringify(`${pattern.replace(/[\\/]+$/, '')}/*`)}.`] : []),
    ...(/\{.*\}/.test(pattern) ? [' Braces are not expanded: write a pattern for each.'] : []),
  ]
  const seen = `${input}: the pattern ${JSON.stringify(pattern)} matches no file in ${cwd}.`
  return new PublishError('INPUT', `${seen}${hints.join('')}`)
}
