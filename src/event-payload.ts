import { readFile } from 'node:fs/promises'
import { PublishError } from './errors.ts'

/**
 * What the webhook of the run's event said, which the runner keeps in a file; nothing where there is no such file.
 *
 * @throws PublishError `INPUT` where it is not readable: whether the run is for a stranger's pull request stands there
 */
export async function eventPayload(path: string | undefined): Promise<object> {
  const text = path ? await textOf(path) : undefined
  if (path === undefined || text === undefined) return {}
  const payload = parsed(text, path)
  if (typeof payload === 'object' && payload !== null) return payload
  throw unreadable(path, 'it is no JSON object')
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, error)
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): PublishError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new PublishError(
    'INPUT',
    `GITHUB_EVENT_PATH is ${path}, which cannot be read as an event: ${reason}`,
    {
      cause,
    },
  )
}
