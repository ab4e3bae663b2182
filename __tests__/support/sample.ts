import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Content, bytesOf } from '../../src/content.ts'
import { temporaryDirectory } from './programs.ts'

/** 2026-11-21 09:15:44 UTC */
export const SAMPLE_TIME = 1_795_252_544

/** What the samples of both formats say. */
export const SAMPLE = {
  name: 'hello',
  version: '1.2.3',
  maintainer: 'Jane Doe <jane@example.org>',
  description: 'Greets whoever asks\n\nIt says hello to the world, and to nobody else.',
  homepage: 'https://example.org/hello',
  license: 'MIT',
  depends: [],
  timeSeconds: SAMPLE_TIME,
} as const

export function bytes(content: Content): Promise<Buffer> {
  return bytesOf(content, 2 ** 30, 'the package')
}

/** The package as a file, for the programs that read it. */
export async function onDisk(package_: Uint8Array, name = 'package.deb'): Promise<string> {
  const path = join(await temporaryDirectory(), name)
  await writeFile(path, package_)
  return path
}
