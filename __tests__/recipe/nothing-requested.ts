import type { RequestedPackage } from '../../src/recipe/describe.ts'

/** A package of which no input says anything. */
export const NOTHING_REQUESTED: RequestedPackage = {
  name: undefined,
  version: undefined,
  release: undefined,
  maintainer: undefined,
  description: undefined,
  homepage: undefined,
  license: undefined,
  depends: [],
}
