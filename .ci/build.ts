import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

/** Bundled CommonJS dependencies call `require`, which a module does not have. */
const BANNER = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'eof',
  banner: { js: BANNER },
  chunkNames: 'chunks/[name]-[hash]',
})
