import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { repositoryRecordOf } from '../artifacts/github-records.ts'
import { type GitHubServer, TOKEN, serveGitHub } from '../artifacts/github-server.ts'
import { type FaultProxy, faultProxy } from '../support/fault-proxy.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { RSA_KEY } from '../support/running.ts'
import { archive, executables, git, gitProject, prebuiltPackages, programs } from './project.ts'
import { type RanStep, type Setting, runWorkflow } from './runner.ts'
import { readExample } from './workflow.ts'

const PUBLIC_KEY = '__tests__/fixtures/keys/rsa4096.pub.asc'

/** The event that starts a workflow. */
interface Started {
  /** What is checked out, and whether it is a tag. */
  readonly ref?: 'v1.2.3' | 'main'
  readonly inputs?: Readonly<Record<string, string | boolean>>
  readonly event?: object
  /** With a token that may only read the bucket. */
  readonly isReader?: boolean
  /** The image of containers in which nothing can be installed. */
  readonly refusedImage?: string
}

/** A project on GitHub with its bucket, of which everything is on this machine. */
export interface Site {
  /** Where clients find the bucket; without a slash at its end. */
  readonly url: string
  readonly r2: LocalR2
  /** The project's repository. */
  readonly project: string
  run(example: string, started?: Started): Promise<readonly RanStep[]>
  /** What was asked of programs that reach beyond this machine, a line each. */
  notes(): Promise<readonly string[]>
  stop(): Promise<void>
}

/** What is made once for all runs. */
interface Ground {
  readonly r2: LocalR2
  /** The same bucket for whoever may only read it. */
  readonly reading: FaultProxy
  readonly project: string
  /** Executables by architecture. */
  readonly built: string
  /** Stand-ins of programs. */
  readonly bin: string
  readonly github: GitHubServer
  readonly notes: string
}

export async function openSite(): Promise<Site> {
  const [r2, project, built, bin] = await Promise.all([startR2(), gitProject(), executables(), programs()])
  const reading = await faultProxy(r2.endpoint, {
    decide: ({ method }) =>
      /^(?:GET|HEAD)$/.test(method) ? undefined : { kind: 'answer', status: 403, code: 'AccessDenied' },
  })
  const github = await serveRelease(built)
  const notes = join(await temporaryDirectory(), 'notes')
  await writeFile(notes, '')
  const url = r2.workerUrl.replace(/\/$/, '')
  const own = { 'r2://my-packages': `r2://${r2.bucketName}`, 'https://packages.example.com': url }
  const ground = { r2, reading, project, built, bin, github, notes }
  return {
    url,
    r2,
    project,
    run: async (example, started = {}) =>
      runWorkflow(readExample(example, own), await settingOf(ground, started)),
    notes: async () => (await readFile(notes, 'utf8')).split('\n').filter((line) => line !== ''),
    stop: async () => {
      await reading.stop()
      await r2.stop()
    },
  }
}

async function settingOf(
  ground: Ground,
  { ref = 'v1.2.3', inputs = {}, event = {}, isReader = false, refusedImage = 'none' }: Started,
): Promise<Setting> {
  const { r2, reading, built, bin, github, notes } = ground
  const payload = { repository: repositoryRecordOf(), inputs, ...event }
  return {
    contexts: {
      github: { token: TOKEN, ref_name: ref, event: payload },
      secrets: secretsOf(r2),
      vars: {
        CLOUDFLARE_ACCOUNT_ID: '0123456789abcdef0123456789abcdef',
        GPG_PUBLIC_KEY: await readFile(PUBLIC_KEY, 'utf8'),
      },
      inputs,
    },
    inputs: { endpoint: isReader ? reading.endpoint : r2.endpoint },
    env: (runsOn) => ({
      ...github.env,
      PATH: `${bin}:${process.env['PATH']}`,
      EXECUTABLES: built,
      NOTES: notes,
      REFUSED_IMAGE: refusedImage,
      GITHUB_ACTIONS: 'true',
      GITHUB_REF_TYPE: ref === 'main' ? 'branch' : 'tag',
      GITHUB_REF_NAME: ref,
      RUNNER_ARCH: runsOn.endsWith('-arm') ? 'ARM64' : 'X64',
    }),
    actions: actionsFor(ref, ground),
  }
}

function actionsFor(ref: string, { project, built }: Ground): Setting['actions'] {
  return {
    'actions/checkout': async ({ workspace }) => {
      await git(workspace, 'clone', '--quiet', '--no-local', project, '.')
      await git(workspace, 'checkout', '--quiet', ref)
    },
    'actions/setup-go': async ({ inputs }) => expect(inputs).toEqual({ 'go-version-file': 'go.mod' }),
    'goreleaser/goreleaser-action': ({ workspace }) =>
      prebuiltPackages(workspace, join(built, 'amd64/hello')),
    'actions/attest': ({ inputs }) => assertAttestable(inputs['subject-checksums'] ?? ''),
  }
}

function secretsOf({ credentials }: LocalR2): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = credentials
  return {
    R2_ACCESS_KEY_ID: accessKeyId,
    R2_SECRET_ACCESS_KEY: secretAccessKey,
    R2_READ_ACCESS_KEY_ID: accessKeyId,
    R2_READ_SECRET_ACCESS_KEY: secretAccessKey,
    GPG_PRIVATE_KEY: RSA_KEY,
  }
}

/** The release v1.2.3, with an archive for each system. */
async function serveRelease(built: string): Promise<GitHubServer> {
  const folder = await temporaryDirectory()
  const archives = ['amd64', 'arm64'].map(async (arch) => {
    const name = `hello_1.2.3_linux_${arch}`
    const path = await archive(folder, join(built, arch, 'hello'), name)
    return { name: `${name}.tar.gz`, bytes: await readFile(path) }
  })
  const other = { name: 'hello_1.2.3_darwin_arm64.tar.gz', bytes: Buffer.from('not for here') }
  const release = { tag: 'v1.2.3', assets: [...(await Promise.all(archives)), other] }
  return serveGitHub({ releases: [release], tags: { 'v1.2.3': '2024-02-03T04:05:06Z' } })
}

/** What actions/attest reads: a digest and a name a line, as sha256sum writes them. */
async function assertAttestable(path: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) expect(line).toMatch(/^[0-9a-f]{64} {2}\S+\.(?:deb|rpm)$/)
}
