import { namesIn, stanzasNamed } from '../../deb/packages.ts'
import { field } from '../../deb/stanza.ts'
import { type SuiteIndex, architecturesOf, componentOf } from '../../deb/suite.ts'
import { compareVersionTexts } from '../../deb/version.ts'
import {
  type IndexContents,
  type ListedVersion,
  type RepositoryContents,
  newestVersions,
} from '../../pages/index/contents.ts'
import { fileIn } from './listing.ts'
import type { OpenedSuite } from './opened.ts'

/** What a suite lists, in its opened indexes or in these in their place. */
export function suiteContents(
  { options, suite, indexes }: OpenedSuite,
  changed: readonly SuiteIndex[] = [],
): RepositoryContents {
  const current = indexes.map((index) => changed.find(({ path }) => path === index.path) ?? index)
  const architectures = new Set([...architecturesOf(suite), ...changed.map(({ arch }) => arch)])
  return {
    architectures: [...architectures].filter((arch) => arch !== 'all'),
    indexes: current.map((index) => indexContents(index, options.root)),
  }
}

function indexContents(index: SuiteIndex, root: string): IndexContents {
  const versionsOf = (name: string): readonly ListedVersion[] =>
    stanzasNamed(index.packages, name).map(({ stanza }) => {
      const value = (of: string) => field(stanza, of)?.trim() ?? ''
      const { key, sizeBytes } = fileIn(stanza, root)
      return { name, version: value('Version'), arch: value('Architecture'), key, sizeBytes }
    })
  return {
    component: componentOf(index),
    arch: index.arch,
    ...newestVersions(namesIn(index.packages), versionsOf, compareVersionTexts),
  }
}
