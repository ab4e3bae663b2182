import { type RepositoryRecord, repositoryRecord } from './artifacts/github/repository-record.ts'

/** What the workflow run tells about the project; empty on a laptop. */
export interface ProjectEvent {
  readonly owner?: string
  readonly repository?: string
  /** What the event says of the repository. */
  readonly told?: RepositoryRecord
  /** Of the repository. */
  readonly page?: string
  /** The tag that the run is for. */
  readonly tag?: string
  /** Such a run gets no secrets, and publishes nothing. */
  readonly isPullRequestFromFork: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** The parts of GitHub's webhook payloads that are read here; any of them may be missing. */
interface Payload {
  readonly repository?: object
  readonly release?: { readonly tag_name?: string }
  readonly pull_request?: { readonly head?: { readonly repo?: { readonly full_name?: string } | null } }
}

/** Reads the environment of a runner and the payload of its event. */
export function projectEvent(env: Environment, payload: object): ProjectEvent {
  const { repository, release, pull_request: pullRequest } = payload as Payload
  const [owner, name] = (env['GITHUB_REPOSITORY'] ?? '').split('/')
  const tag = release?.tag_name ?? (env['GITHUB_REF_TYPE'] === 'tag' ? env['GITHUB_REF_NAME'] : undefined)
  const page = name ? `${env['GITHUB_SERVER_URL'] || 'https://github.com'}/${owner}/${name}` : undefined
  return {
    ...(owner ? { owner } : {}),
    ...(name ? { repository: name } : {}),
    ...(repository ? { told: repositoryRecord(repository) } : {}),
    ...(page ? { page } : {}),
    ...(tag ? { tag } : {}),
    isPullRequestFromFork: pullRequest !== undefined && isFork(pullRequest, env['GITHUB_REPOSITORY']),
  }
}

/** A head repository that is gone was a fork too. */
function isFork(pullRequest: NonNullable<Payload['pull_request']>, base: string | undefined): boolean {
  return pullRequest.head?.repo?.full_name !== base
}
