import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const GLOBALS = new URL('jest-globals.ts', import.meta.url).href

/**
 * Loads every file below a folder as often as its `?load=` differs, as Jest gives each test file modules of its own, and
 * the sources that are changed with their mutants.
 *
 * @param sources by path, TypeScript to take instead of what is in the file
 */
export function loadWith(sources: ReadonlyMap<string, string>, root: string): void {
  const beginning = pathToFileURL(join(root, '/')).href
  const stripped = new Map<string, string>()
  const codeOf = (path: string) => {
    const known = stripped.get(path)
    if (known !== undefined) return known
    const code = stripTypeScriptTypes(sources.get(path) ?? readFileSync(path, 'utf8'))
    stripped.set(path, code)
    return code
  }
  registerHooks({
    resolve: (specifier, context, next) => {
      const load = loadOf(context.parentURL ?? '')
      if (load === undefined) return next(specifier, context)
      if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true }
      const resolved = next(specifier, context)
      if (!isBelow(beginning, resolved.url)) return resolved
      return { ...resolved, url: `${resolved.url}?load=${load}` }
    },
    load: (url, context, next) => {
      if (!url.includes('?load=')) return next(url, context)
      return { format: 'module', source: codeOf(fileURLToPath(url)), shortCircuit: true }
    },
  })
}

/** Imports a file of the project, and all that it needs of it, anew. */
export function load(path: string, name: string): Promise<unknown> {
  return import(`${pathToFileURL(path).href}?load=${name}`)
}

/** The name of the load that a module belongs to. */
export function loadOf(url: string): string | undefined {
  return /\?load=(\w+)/.exec(url)?.[1]
}

function isBelow(beginning: string, url: string): boolean {
  return url.startsWith(beginning) && url.endsWith('.ts') && !url.includes('/node_modules/')
}
