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

/**
 * The parts of GitHub's webhook payloads that are read here. Any of them may be missing, or be something else: senders of
 * `repository_dispatch`, other makers of runners, and files of events that people write decide.
 */
interface Payload {
  readonly repository?: unknown
  readonly release?: unknown
  readonly pull_request?: unknown
  /** The run that this one follows: it may have been for a pull request, whose artifacts this one takes. */
  readonly workflow_run?: unknown
}

/** Reads the environment of a runner and the payload of its event. */
export function projectEvent(env: Environment, payload: unknown): ProjectEvent {
  const {
    repository,
    release,
    pull_request: pullRequest,
    workflow_run: followed,
  }: Payload = recordOf(payload)
  const base = env['GITHUB_REPOSITORY']
  const [owner, name] = (base ?? '').split('/')
  const { tag_name: released } = recordOf(release)
  const pushed = env['GITHUB_REF_TYPE'] === 'tag' ? env['GITHUB_REF_NAME'] : undefined
  const tag = typeof released === 'string' ? released : pushed
  const page = name ? `${env['GITHUB_SERVER_URL'] || 'https://github.com'}/${owner}/${name}` : undefined
  return {
    ...(owner ? { owner } : {}),
    ...(name ? { repository: name } : {}),
    ...(isRecord(repository) ? { told: repositoryRecord(repository) } : {}),
    ...(page ? { page } : {}),
    ...(tag ? { tag } : {}),
    isPullRequestFromFork:
      (pullRequest !== undefined && isFork(recordOf(recordOf(pullRequest)['head'])['repo'], base)) ||
      (followed !== undefined && isFork(recordOf(followed)['head_repository'], base)),
    ...(pullRequest !== undefined && env['GITHUB_ACTOR'] === DEPENDABOT
      ? { isPullRequestOfDependabot: true }
      : {}),
  }
}

const DEPENDABOT = 'dependabot[bot]'

/** A head repository that is gone was a fork too, and so is whatever is not said to be none. */
function isFork(head: unknown, base: string | undefined): boolean {
  const { full_name: name } = recordOf(head)
  return base === undefined || typeof name !== 'string' || name.toLowerCase() !== base.toLowerCase()
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
