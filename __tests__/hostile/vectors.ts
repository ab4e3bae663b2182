import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = '__tests__/hostile/vectors'

/** Inputs that once were finds, by the names of their targets: `TARGET.what-was-wrong`. */
export function vectorsOf(target: string): readonly Buffer[] {
  return vectorNames()
    .filter((name) => name.startsWith(`${target}.`))
    .map((name) => readFileSync(join(FOLDER, name)))
}

export function vectorNames(): readonly string[] {
  return readdirSync(FOLDER).sort()
}
