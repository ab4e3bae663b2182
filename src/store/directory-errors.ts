import { PublishError } from '../errors.ts'

/** What can be done about it, by the word of the operating system. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that there; check owner and mode.',
  EPERM: 'this user may not do that there; check owner and mode.',
  EROFS: 'the file system is read-only.',
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the quota of this user is used up.',
  ENAMETOOLONG: 'the file system takes no name of this length.',
  ENOTDIR: 'a file is where a folder should be; move it away.',
  EEXIST: 'a file is where a folder should be; move it away.',
  EXDEV:
    'a folder in it is a link to another file system; a file can be put in place at once within one only.',
}

/** The sentence for an error of the file system: directory, operation, key, what was seen, what to do. */
export function explain(error: unknown, directory: string, operation: string, key: string): PublishError {
  if (error instanceof PublishError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const advice = ADVICE[code] ?? 'the file system failed.'
  const denied = ['EACCES', 'EPERM', 'EROFS'].includes(code)
  return new PublishError(
    denied ? 'DENIED' : 'STORE',
    `${directory}: could not ${operation} ${key}: ${advice} (seen: ${message})`,
    { cause: error },
  )
}
