import type { getOctokit } from '@actions/github'
import { sha256 } from '../../src/content.ts'
import type { ServedAsset, ServedRelease } from './github-server.ts'

type Repositories = ReturnType<typeof getOctokit>['rest']['repos']
/** What GitHub answers, by the types that it publishes. */
type Answered<Method extends 'get' | 'getCommit' | 'getReleaseByTag' | 'getReleaseAsset'> = Awaited<
  ReturnType<Repositories[Method]>
>['data']

type Release = Answered<'getReleaseByTag'>
type Asset = Answered<'getReleaseAsset'>
type Repository = Answered<'get'>

const API = 'https://api.github.com/repos/jane/hello'
const PAGE = 'https://github.com/jane/hello'
const TIME = '2024-02-03T04:05:06Z'

const AUTHOR: Release['author'] = {
  login: 'jane',
  id: 1,
  node_id: 'MDQ6VXNlcjE=',
  avatar_url: 'https://avatars.githubusercontent.com/u/1',
  gravatar_id: '',
  url: 'https://api.github.com/users/jane',
  html_url: 'https://github.com/jane',
  followers_url: 'https://api.github.com/users/jane/followers',
  following_url: 'https://api.github.com/users/jane/following{/other_user}',
  gists_url: 'https://api.github.com/users/jane/gists{/gist_id}',
  starred_url: 'https://api.github.com/users/jane/starred{/owner}{/repo}',
  subscriptions_url: 'https://api.github.com/users/jane/subscriptions',
  organizations_url: 'https://api.github.com/users/jane/orgs',
  repos_url: 'https://api.github.com/users/jane/repos',
  events_url: 'https://api.github.com/users/jane/events{/privacy}',
  received_events_url: 'https://api.github.com/users/jane/received_events',
  type: 'User',
  site_admin: false,
}

export function releaseRecord({ tag, isDraft = false }: ServedRelease, id: number): Release {
  return {
    id,
    node_id: `R_${id}`,
    url: `${API}/releases/${id}`,
    assets_url: `${API}/releases/${id}/assets`,
    upload_url: `https://uploads.github.com/repos/jane/hello/releases/${id}/assets{?name,label}`,
    html_url: `${PAGE}/releases/tag/${tag}`,
    tarball_url: isDraft ? null : `${API}/tarball/${tag}`,
    zipball_url: isDraft ? null : `${API}/zipball/${tag}`,
    tag_name: tag,
    target_commitish: 'main',
    name: tag,
    body: '',
    draft: isDraft,
    prerelease: false,
    created_at: TIME,
    published_at: isDraft ? null : TIME,
    author: AUTHOR,
    // All of them are in the list of assets alone.
    assets: [],
  }
}

export function assetRecordOf(
  { name, bytes, state = 'uploaded', size = bytes.length, digest }: ServedAsset,
  id: number,
): Asset {
  return {
    id,
    node_id: `RA_${id}`,
    url: `${API}/releases/assets/${id}`,
    browser_download_url: `${PAGE}/releases/download/v1/${name}`,
    name,
    label: null,
    // The documentation has `starter` for what the published types call `open`.
    state: state as Asset['state'],
    content_type: 'application/octet-stream',
    size,
    digest: digest === undefined ? `sha256:${sha256(bytes)}` : digest,
    download_count: 0,
    created_at: TIME,
    updated_at: TIME,
    uploader: AUTHOR,
  }
}

/** The fields of a repository in which this project or its API's users could be interested. */
export type RepositoryAnswer = Pick<
  Repository,
  | 'id'
  | 'name'
  | 'full_name'
  | 'private'
  | 'html_url'
  | 'url'
  | 'description'
  | 'homepage'
  | 'license'
  | 'default_branch'
  | 'visibility'
>

export function repositoryRecordOf(changes: Partial<RepositoryAnswer> = {}): RepositoryAnswer {
  return {
    id: 1,
    name: 'hello',
    full_name: 'jane/hello',
    private: true,
    html_url: PAGE,
    url: API,
    description: null,
    homepage: null,
    license: null,
    default_branch: 'main',
    visibility: 'private',
    ...changes,
  }
}

/** GitHub's word for a licence, as it tells it. */
export function licenseOf(spdxId: string | null): RepositoryAnswer['license'] {
  const key = spdxId === null || spdxId === 'NOASSERTION' ? 'other' : spdxId.toLowerCase()
  const url = key === 'other' ? null : `https://api.github.com/licenses/${key}`
  return { key, name: key, spdx_id: spdxId, url, node_id: 'MDc6TGljZW5zZTA=' }
}

type Committed = Pick<Answered<'getCommit'>, 'sha'> & {
  readonly commit: { readonly committer: Answered<'getCommit'>['commit']['committer'] }
}

export function commitRecord(date: string): Committed {
  return { sha: 'a'.repeat(40), commit: { committer: { name: 'Jane', email: 'jane@example.com', date } } }
}
