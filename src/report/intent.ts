import type { PackagePattern } from '../request/selection.ts'
import type { PublishRequest, Request } from '../request/request.ts'
import { counted, some, theChannels } from '../words.ts'

/** What a run is about to do, and where, as its first line. */
export function intentOf(request: Request, storeName: string): string {
  const where = `${theChannels(request.channels)} of ${storeName}`
  const action = `${actionOf(request, where)}.`
  return request.dryRun
    ? `Dry run, nothing is written: ${action}`
    : `${action.charAt(0).toUpperCase()}${action.slice(1)}`
}

function actionOf(request: Request, where: string): string {
  switch (request.command) {
    case 'publish':
      return `publish ${artifactsOf(request)} in ${where}${keptOf(request)}`
    case 'republish':
      return `write every index of ${where} anew${additionsOf(request)}`
    case 'promote': {
      const { fromChannel, packages } = request
      const what = packages.length === 0 ? 'the newest version of each package' : textOf(packages)
      return `promote ${what} from ${theChannels([fromChannel])} to ${where}`
    }
    case 'remove':
      return `remove ${textOf(request.packages)} from ${where}`
    case 'rollback':
      return `roll back ${where} to ${request.to === undefined ? 'the heads before those in force' : some(request.to)}`
    case 'verify':
      return `verify ${where}${request.deep ? ', with every byte of the packages' : ''}`
  }
}

type Sources = Pick<PublishRequest, 'artifacts' | 'config' | 'releaseTag'>

function artifactsOf({ artifacts, config, releaseTag }: Sources): string {
  if (config !== undefined) return `what ${some(config.files)} describes`
  if (releaseTag === undefined) return some(artifacts)
  const which = artifacts.length === 0 ? 'the assets' : `the assets ${some(artifacts)}`
  return `${which} of the GitHub release ${releaseTag}`
}

function keptOf({ keepVersions }: PublishRequest): string {
  return keepVersions === 0 ? '' : `, and keep ${counted(keepVersions, 'version')} of each package`
}

function additionsOf({ packages, release }: Extract<Request, { command: 'republish' }>): string {
  const vouched = packages.length === 0 ? '' : `, with ${textOf(packages)} as it lies there`
  return `${vouched}${release === undefined ? '' : `, and publish ${artifactsOf(release)}`}`
}

function textOf(patterns: readonly PackagePattern[]): string {
  return some(patterns.map(({ text }) => text))
}
