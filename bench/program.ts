import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './measure.ts'

/** The program as its users run it, and the key with which everybody here signs. */
export interface Program {
  readonly path: string
  readonly armoredKey: string
}

/** Builds the program, and takes it apart from the checkout, in which others may build it anew meanwhile. */
export async function builtProgram(directory: string): Promise<Program> {
  await run(process.execPath, ['.ci/build.ts'])
  await cp('dist', join(directory, 'dist'), { recursive: true })
  await writeFile(join(directory, 'dist/package.json'), '{ "type": "module" }\n')
  const armoredKey = await readFile('__tests__/fixtures/keys/rsa4096.asc', 'utf8')
  return { path: join(directory, 'dist/main.js'), armoredKey }
}
