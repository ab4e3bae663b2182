import { type GitHubRepository, openRepository } from '../../../src/artifacts/github/client.ts'
import { recordingLog } from '../../support/publishing.ts'
import { type Answering, answering, impatientClock } from './answering.ts'

let opened: Promise<{ readonly server: Answering; readonly github: GitHubRepository }> | undefined

async function open(before?: typeof opened) {
  const server = (await before)?.server ?? (await answering())
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

/** Each request listens to the signal of its run, until the collector comes: a run has some dozens of them. */
const ANSWERS_A_RUN = 100
let answered = 0

/** A repository at a server that gives the same JSON to every question. */
export async function githubAnswering(json: Uint8Array): Promise<GitHubRepository> {
  if (answered % ANSWERS_A_RUN === 0) opened = open(opened)
  answered += 1
  const { server, github } = await (opened ??= open())
  server.answer(200, json, { 'content-type': 'application/json; charset=utf-8' })
  return github
}
