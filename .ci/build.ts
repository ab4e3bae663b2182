import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { leftOut } from './left-out.ts'
import { wholeBuiltins } from './whole-builtins.ts'
import { WORKER_FILE, workerBundle } from './worker-bundle.ts'

/** Bundled CommonJS dependencies call `require`, which a module does not have. */
const BANNER = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`

const FOLDER = 'dist'

await rm(FOLDER, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Where a package has modules beside CommonJS, what of them is not used can be told.
  mainFields: ['module', 'main'],
  plugins: [leftOut, wholeBuiltins],
  // Names stay: a trace of the stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  banner: { js: BANNER },
  chunkNames: 'chunks/[name]-[hash]',
})
await writeFile(WORKER_FILE, await workerBundle())
// The Worker has nothing of others in it.
await writeFile(join(FOLDER, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)))

/** The notices of everything that is in the bundle, as their licences ask for. */
async function licences(inputs: readonly string[]): Promise<string> {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const notices = await Promise.all([...new Set(folders)].sort().map(notice))
  return notices.join(`\n${'-'.repeat(80)}\n\n`)
}

async function notice(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Record<string, string>
  const file = (await readdir(folder)).find((it) => /^licen[cs]e/i.test(it))
  const text = file === undefined ? '' : `\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`
  return `${name} ${version} (${license})\n${text}`
}
