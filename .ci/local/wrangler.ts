import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What is used here of wrangler.jsonc (Workers documentation, Configuration). */
export interface WranglerConfiguration {
  readonly main: string
  readonly compatibility_date: string
  readonly r2_buckets: readonly [{ readonly binding: string; readonly bucket_name: string }]
  readonly vars: Readonly<Record<string, string>>
}

/** The configuration that is deployed. Its comments are lines of their own. */
export async function wranglerConfiguration(): Promise<WranglerConfiguration> {
  const text = await readFile(join(import.meta.dirname, '../../wrangler.jsonc'), 'utf8')
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as WranglerConfiguration
}
