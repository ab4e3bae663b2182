import { matchesWildcards } from '../wildcards.ts'

/**
 * Whether a pattern is of the name of an asset, as it was uploaded or as GitHub has it. GitHub writes one dot for a run
 * of dots, spaces, `~` and other special characters; a `+` stays where the uploader encoded it, and is a space where
 * not. See "Upload a release asset" of its REST API, softprops/action-gh-release#159, travis-ci/dpl#821 and
 * microsoft/azure-pipelines-tasks#14275.
 */
export function matchesAsset(pattern: string, name: string): boolean {
  return spellings(pattern).some((spelling) => matchesWildcards(spelling, name))
}

/** Whether a pattern is the name of an asset itself. */
export function isAssetName(pattern: string, name: string): boolean {
  return spellings(pattern).includes(name)
}

function spellings(pattern: string): readonly string[] {
  return [pattern, pattern.replaceAll(/[^\w*?+-]+/g, '.'), pattern.replaceAll(/[^\w*?-]+/g, '.')]
}
