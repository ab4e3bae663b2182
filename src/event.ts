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
  /** What somebody from outside proposes: such a run publishes nothing, whatever secrets it has. */
  readonly isPullRequestFromFork: boolean
  /** GitHub gives such a run no secrets either; its branch is one of the repository. */
  readonly isPullRequestOfDependabot?: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** The parts of GitHub's webhook payloads that are read here; any of them may be missing. */
interface Payload {
  readonly repository?: object
  readonly release?: { readonly tag_name?: string }
  readonly pull_request?: { readonly head?: { readonly repo?: NamedRepository | null } }
  /** The run that this one follows: it may have been for a pull request, whose artifacts this one takes. */
  readonly workflow_run?: { readonly head_repository?: NamedRepository | null }
}

interface NamedRepository {
  readonly full_name?: string
}

/** Reads the environment of a runner and the payload of its event. */
export function projectEvent(env: Environment, payload: object): ProjectEvent {
  const { repository, release, pull_request: pullRequest, workflow_run: followed } = payload as Payload
  const base = env['GITHUB_REPOSITORY']
  const [owner, name] = (base ?? '').split('/')
  const tag = release?.tag_name ?? (env['GITHUB_REF_TYPE'] === 'tag' ? env['GITHUB_REF_NAME'] : undefined)
  const page = name ? `${env['GITHUB_SERVER_URL'] || 'https://github.com'}/${owner}/${name}` : undefined
  return {
    ...(owner ? { owner } : {}),
    ...(name ? { repository: name } : {}),
    ...(repository ? { told: repositoryRecord(repository) } : {}),
    ...(page ? { page } : {}),
    ...(tag ? { tag } : {}),
    isPullRequestFromFork:
      (pullRequest !== undefined && isFork(pullRequest.head?.repo, base)) ||
      (followed !== undefined && isFork(followed.head_repository, base)),
    ...(pullRequest !== undefined && env['GITHUB_ACTOR'] === DEPENDABOT
      ? { isPullRequestOfDependabot: true }
      : {}),
  }
}

const DEPENDABOT = 'dependabot[bot]'

/** A head repository that is gone was a fork too. */
function isFork(head: NamedRepository | null | undefined, base: string | undefined): boolean {
  return base === undefined || head?.full_name?.toLowerCase() !== base.toLowerCase()
}
