import { posix } from 'node:path'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { alternatives, isPattern, matcher } from './pattern.ts'
import type { Sources } from './sources.ts'

/**
 * All files below a folder, at any depth, folders themselves left out.
 *
 * @returns paths, sorted
 * @throws PublishError `LIMIT` where they are too many
 */
export async function filesBelow(folder: string, sources: Sources): Promise<readonly string[]> {
  const files: string[] = []
  const open = [folder]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { name, isDirectory } of await sources.list(next)) {
      const path = posix.join(next, name)
      if (isDirectory) open.push(path)
      else files.push(path)
      if (files.length + open.length > LIMITS.configuredFiles) throw tooMany(folder)
    }
  }
  return files.sort()
}

/**
 * The files that a pattern matches; a folder that it matches stands for all files below it.
 *
 * @returns paths, sorted, each once
 */
export async function filesMatching(pattern: string, sources: Sources): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const one of alternatives(pattern)) {
    const path = posix.normalize(one)
    const [start, rest] = split(path)
    for (const file of await search(start, rest, sources)) found.add(file)
  }
  return [...found].sort()
}

/** The folder that a pattern begins in, and what is left of it. */
function split(pattern: string): readonly [string, readonly string[]] {
  const segments = pattern.split('/')
  const first = segments.findIndex(isPattern)
  const cut = first < 0 ? segments.length - 1 : first
  return [segments.slice(0, cut).join('/') || (pattern.startsWith('/') ? '/' : '.'), segments.slice(cut)]
}

async function search(
  folder: string,
  segments: readonly string[],
  sources: Sources,
): Promise<readonly string[]> {
  const [segment = '', ...rest] = segments
  if (segment.includes('**')) {
    const matches = matcher(posix.join(folder, ...segments))
    return (await filesBelow(folder, sources)).filter((path) => isUnder(path, folder, matches))
  }
  const matches = matcher(segment)
  const named = (await sources.list(folder)).filter(({ name }) => matches(name))
  const found: (readonly string[])[] = []
  for (const { name, isDirectory } of named) {
    const path = posix.join(folder, name)
    if (rest.length === 0) found.push(isDirectory ? await filesBelow(path, sources) : [path])
    else if (isDirectory) found.push(await search(path, rest, sources))
  }
  return found.flat()
}

/** Whether the path, or a folder that it is in, is matched. */
function isUnder(path: string, folder: string, matches: (path: string) => boolean): boolean {
  for (let at = path; at !== folder; at = posix.dirname(at)) if (matches(at)) return true
  return false
}

function tooMany(folder: string): PublishError {
  return new PublishError('LIMIT', `${folder} holds more than ${LIMITS.configuredFiles} files; name fewer`)
}
