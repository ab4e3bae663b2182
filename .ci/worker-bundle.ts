import { join } from 'node:path'
import { build } from 'esbuild'

/** Where wrangler.jsonc says that it is. */
export const WORKER_FILE = 'dist/worker.js'

const OPTIONS = {
  absWorkingDir: join(import.meta.dirname, '..'),
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
} as const

/** The Worker as one module without imports, not minified: who deploys it can read it. */
export async function workerBundle(): Promise<string> {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: ['src/worker/worker.ts'] })
  return outputFiles.map(({ text }) => text).join('')
}

/** A module that has the Worker within it, for tests: its imports are relative to the root of this project. */
export async function bundleAround(source: string): Promise<string> {
  const stdin = { contents: source, resolveDir: OPTIONS.absWorkingDir }
  const { outputFiles } = await build({ ...OPTIONS, stdin })
  return outputFiles.map(({ text }) => text).join('')
}
