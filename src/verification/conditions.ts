import { PublishError } from '../errors.ts'
import type { Finding } from './finding.ts'

/** Whether the store keeps conditions, where the credentials may write: those of a reader cannot try it. */
export async function conditionFindings(
  storeName: string,
  checkStore: () => Promise<void>,
): Promise<readonly Finding[]> {
  try {
    await checkStore()
    return []
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    if (error.code === 'DENIED') return []
    if (error.code !== 'STORE') throw error
    const remedy = 'No command can: move the repository to a store that keeps conditions.'
    return [{ severity: 'error', repository: '', key: storeName, seen: error.message, remedy }]
  }
}
