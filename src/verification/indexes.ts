import type { NamedFile } from '../repository/heads/inspection.ts'
import type { FileFault } from './files.ts'
import { faultyFiles } from './files.ts'
import type { Finding, Severity } from './finding.ts'
import { rebuilt } from './head.ts'
import type { StoredObjects } from './stored-objects.ts'

/** What is wrong with the files that a head names. */
export async function indexFindings(
  repository: string,
  files: readonly NamedFile[],
  objects: StoredObjects,
  copies: Parameters<typeof rebuilt>[0],
): Promise<readonly Finding[]> {
  const faults = await faultyFiles(files, objects)
  return faults.map(({ key, kind, seen }) => {
    return { severity: severityOf(kind), repository, key, seen, remedy: remedyOf(kind, copies) }
  })
}

function severityOf(kind: FileFault['kind']): Severity {
  return kind === 'plain' ? 'warning' : 'error'
}

function remedyOf(kind: FileFault['kind'], copies: Parameters<typeof rebuilt>[0]): string {
  switch (kind) {
    case 'plain':
      return '`republish` writes the index anew.'
    case 'missing':
    case 'other':
      return `Put the right file back; or, where it is an index of packages, ${rebuilt(copies)}`
  }
}
