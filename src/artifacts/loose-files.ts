import { byteSource } from '../compression/byte-source.ts'
import { contentOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import type { Unplaced } from '../recipe/placement/kind.ts'
import { UNKNOWN_KIND } from '../recipe/placement/recognise.ts'
import { type Companion, readCandidate } from './companion.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { commonFolder } from './release-top.ts'

/** A file of its own that is neither package nor executable, and what it looks like. */
export interface LooseFile {
  readonly file: FoundArtifact
  readonly reason: string
}

/**
 * What of these files is packaged with the executables of the same publish. Their top is the folder that all artifacts
 * lie in.
 *
 * @param artifacts all that were found
 * @param pathOf where an artifact lies, `/`-separated
 */
export async function looseCompanions(
  files: readonly LooseFile[],
  artifacts: readonly FoundArtifact[],
  pathOf: (file: FoundArtifact) => string,
): Promise<{ readonly companions: readonly Companion[]; readonly others: readonly LooseFile[] }> {
  const top = commonFolder(artifacts.map(pathOf))
  const companions: Companion[] = []
  const others: LooseFile[] = []
  for (const { file, reason } of files) {
    const found = await companionOf(file, pathOf(file).slice(top.length))
    if ('reason' in found)
      others.push({ file, reason: found.reason === UNKNOWN_KIND ? reason : found.reason })
    else companions.push(found)
  }
  return { companions, others }
}

/** A file that was named itself is looked for its kind, whatever folders it lies in. */
async function companionOf(file: FoundArtifact, path: string): Promise<Companion | Unplaced> {
  const found = await companionAt(file, path)
  const slash = path.indexOf('/')
  if (!('reason' in found) || !file.isLiteral || slash < 0) return found
  const deeper = await companionOf(file, path.slice(slash + 1))
  return 'reason' in deeper ? found : deeper
}

async function companionAt({ source, content }: FoundArtifact, path: string): Promise<Companion | Unplaced> {
  const bytes = byteSource(content.read())
  const head = await bytes.upTo(LIMITS.documentHeadBytes)
  const found = await readCandidate(path, head, (limitBytes) => bytes.upTo(limitBytes))
  await bytes.close()
  const file = found.verdicts.atTop
  if (file.kind === 'unplaced') return file
  const kept = found.bytes === undefined ? content : contentOf(found.bytes)
  return { path: source, container: undefined, file, content: kept }
}
