import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PublishError } from '../errors.ts'
import type { Request } from '../request/request.ts'

/** Makes the folder that packages are kept in, before anything else is done. */
export async function makeOutputFolder(request: Request, cwd: string): Promise<void> {
  const path = outputDirectoryOf(request)
  if (path === undefined) return
  try {
    await mkdir(resolve(cwd, path), { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PublishError('INPUT', `output-directory cannot be made: ${reason}`, { cause })
  }
}

/** Where the packages of a run are kept; only some commands make packages. */
export function outputDirectoryOf(request: Request): string | undefined {
  if (request.command === 'publish') return request.outputDirectory
  return request.command === 'republish' ? request.release?.outputDirectory : undefined
}
