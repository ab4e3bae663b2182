import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PublishError } from './errors.ts'

/** Makes a folder below `base`, and removes it with all that is in it when the work has ended, well or not. */
export async function withTemporaryFolder<T>(base: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await newFolder(base, 'r2-package-repository-')
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @throws PublishError `INPUT` where nothing can be written below `base` */
export async function newFolder(base: string, prefix: string): Promise<string> {
  try {
    return await mkdtemp(join(base, prefix))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PublishError('INPUT', `No temporary folder can be made below ${base}: ${reason}`, { cause })
  }
}
