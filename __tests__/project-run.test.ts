import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { bytesOf } from '../src/content.ts'
import { field } from '../src/deb/stanza.ts'
import type { InputName } from '../src/inputs.ts'
import { licenseOf } from './artifacts/github-records.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { TOKEN, serveGitHub } from './artifacts/github-server.ts'
import { run, temporaryDirectory, testWith } from './support/programs.ts'
import { deb } from './support/publishing.ts'
import { type FinishedRun, runIn } from './support/running.ts'

const repository = { description: 'It greets', homepage: 'https://hello.example', license: licenseOf('MIT') }
const BASE = { name: 'hello', version: '1.2.3', maintainer: 'Jane <jane@example.com>', 'github-token': TOKEN }
const CONFIG = 'name: hello\narch: amd64\nmaintainer: Jane <jane@example.com>\nversion: 1.2.3\n'

/** A run of which no event says anything, in a folder with an executable, a package and a configuration. */
async function published(inputs: Partial<Record<InputName, string>>, config = CONFIG) {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  await writeFile(join(cwd, 'dist/hello'), elfFile({ code: 'hello' }))
  await writeFile(join(cwd, 'dist/greet.deb'), await bytesOf((await deb({ name: 'greet' })).content, 1e7, ''))
  await writeFile(join(cwd, 'nfpm.yaml'), config)
  const { env, requests } = await serveGitHub({ releases: [], repository })
  return { cwd, requests, report: await runIn(cwd, { ...BASE, ...inputs }, env) }
}

function fieldsOf({ packages }: FinishedRun) {
  const [control = []] = packages?.debs.map(({ control }) => control) ?? []
  return { description: field(control, 'Description')?.split('\n')[0], homepage: field(control, 'Homepage') }
}

testWith(['rpm'], 'packages say of their project what GitHub says', async () => {
  const { cwd, report, requests } = await published({ artifacts: 'dist/hello' })
  expect(fieldsOf(report)).toEqual({ description: 'It greets', homepage: 'https://hello.example' })
  const rpm = report.entries.find(({ format }) => format === 'rpm')?.key ?? ''
  const query = ['-qp', '--qf', '%{SUMMARY}|%{LICENSE}|%{URL}', join(cwd, 'repository', rpm)]
  expect((await run('rpm', query)).stdout).toBe('It greets|MIT|https://hello.example')
  expect(requests).toHaveLength(1)
})

test('inputs go before, and GitHub is not asked where they say all', async () => {
  const some = await published({ artifacts: 'dist/hello', description: 'Ours' })
  expect(fieldsOf(some.report)).toEqual({ description: 'Ours', homepage: 'https://hello.example' })
  const all = { description: 'Ours', homepage: 'https://ours.example', license: 'MIT' }
  const { report, requests } = await published({ artifacts: 'dist/hello', ...all })
  expect(fieldsOf(report)).toEqual({ description: 'Ours', homepage: 'https://ours.example' })
  expect(requests).toEqual([])
})

test('nobody is asked for packages that are built already', async () => {
  expect((await published({ artifacts: 'dist/*.deb' })).requests).toEqual([])
})

test('a configuration goes before too', async () => {
  const { report, requests } = await published({ config: 'nfpm.yaml' }, `${CONFIG}description: Theirs\n`)
  expect(fieldsOf(report)).toEqual({ description: 'Theirs', homepage: 'https://hello.example' })
  expect(requests).toHaveLength(1)
  const said = `${CONFIG}description: Theirs\nhomepage: https://theirs.example\nlicense: MIT\n`
  const whole = await published({ config: 'nfpm.yaml' }, said)
  expect(fieldsOf(whole.report)).toEqual({ description: 'Theirs', homepage: 'https://theirs.example' })
  expect(whole.requests).toEqual([])
})
