import { type GitHubRepository, openRepository } from '../../../src/artifacts/github/client.ts'
import { recordingLog } from '../../support/publishing.ts'
import { type Answering, answering, impatientClock } from './answering.ts'

let opened: Promise<{ readonly server: Answering; readonly github: GitHubRepository }> | undefined

async function open() {
  const server = await answering()
  const env = { GITHUB_REPOSITORY: 'ada/engine', GITHUB_API_URL: server.endpoint }
  const signal = new AbortController().signal
  const github = await openRepository({
    token: 'token',
    env,
    clock: impatientClock,
    log: recordingLog(),
    signal,
  })
  return { server, github }
}

/** A repository at a server that gives the same JSON to every question. */
export async function githubAnswering(json: Uint8Array): Promise<GitHubRepository> {
  const { server, github } = await (opened ??= open())
  server.answer(200, json, { 'content-type': 'application/json; charset=utf-8' })
  return github
}
