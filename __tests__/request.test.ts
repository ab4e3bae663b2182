import { expect, test } from '@jest/globals'
import { readInputs } from '../src/inputs.ts'
import type { AnyPackage } from '../src/package.ts'
import { publishRequest } from '../src/request/request.ts'
import { packagePatterns, selects } from '../src/request/selection.ts'

const EVENT = { isPullRequestFromFork: false }
const request = (env: Record<string, string>, event: object = {}) =>
  publishRequest(readInputs([], { INPUT_ARTIFACTS: 'dist/*', ...env }), { ...EVENT, ...event })

test('defaults come from the event', () => {
  const event = {
    owner: 'ada',
    repository: 'engine',
    tag: 'v1.2.3',
  }
  expect(request({}, event)).toMatchObject({
    name: 'engine',
    version: '1.2.3',
    maintainer: 'ada <ada@users.noreply.github.com>',
    repositoryName: 'engine',
    origin: 'engine',
    label: 'engine',
    given: { origin: false, label: false },
    aptRoot: 'apt/',
    rpmPath: 'rpm/{channel}/{arch}',
  })
})

test('what nothing says is left open', () => {
  const open = { description: undefined, homepage: undefined, license: undefined }
  expect(request({})).toMatchObject({ ...open, name: undefined, version: undefined })
})

test('a configuration takes the place of artifacts, and may be for several architectures', () => {
  const env = {
    INPUT_ARTIFACTS: '',
    INPUT_CONFIG: 'a.yaml, b.yaml',
    INPUT_ARCH: 'amd64, arm64',
    INPUT_VERSION: 'v1',
  }
  expect(request(env)).toMatchObject({
    artifacts: [],
    arch: undefined,
    config: { files: ['a.yaml', 'b.yaml'], architectures: ['amd64', 'arm64'], askedVersion: '1' },
  })
  expect(request({}).config).toBeUndefined()
})

test('paths are folders below the prefix', () => {
  expect(request({ INPUT_APT_PATH: '.' }).aptRoot).toBe('')
  expect(request({ INPUT_APT_PATH: '/debian/' }).aptRoot).toBe('debian/')
  expect(request({ INPUT_RPM_PATH: 'yum/{channel}' }).rpmPath).toBe('yum/{channel}')
})

test.each([
  [{ INPUT_ARTIFACTS: '' }, /artifacts is required/],
  [{ INPUT_CONFIG: 'nfpm.yaml' }, /config and artifacts are both set/],
  [{ INPUT_CHANNELS: 'stable, ../x' }, /channels has "\.\.\/x"/],
  [{ INPUT_CHANNELS: 'stable, stable' }, /channels names "stable" twice/],
  [{ INPUT_FORMATS: 'deb, apk' }, /formats has "apk"; it can hold deb, rpm/],
  [{ INPUT_ARCH: 'x86_64' }, /arch has "x86_64"; it can hold amd64/],
  [{ INPUT_ARCH: 'amd64, arm64' }, /arch has several architectures/],
  [{ INPUT_PUBLIC_URL: 'packages.example.com' }, /public-url is "packages.example.com"/],
  [{ INPUT_APT_PATH: '../up' }, /apt-path is "\.\.\/up"/],
  [{ INPUT_APT_PATH: 'apt/{channel}' }, /apt-path .* takes no \{channel\}/],
  [{ INPUT_RPM_PATH: 'rpm/{release}' }, /rpm-path .* may hold \{channel\} once/],
  [{ INPUT_RPM_PATH: 'rpm/{channel}{arch}' }, /rpm-path .* put a slash/],
  [{ INPUT_RPM_PATH: 'rpm/{arch}', INPUT_CHANNELS: 'a, b' }, /rpm-path .* without \{channel\}/],
  [{ INPUT_ORIGIN: 'a\nSuite: evil' }, /origin must be one line/],
  [{ INPUT_REPOSITORY_NAME: 'a/b' }, /repository-name is "a\/b"/],
])('%j is refused by name', (env, message) => {
  expect(() => request(env)).toThrow(message)
})

test('patterns of packages are read in a time that does not grow with their stars, and of any length', () => {
  const named = (name: string) => ({ name, version: '1', arch: 'all', format: 'deb' }) as AnyPackage
  const [many] = packagePatterns(['*a'.repeat(60)])
  expect(selects(many!, named(`${'a'.repeat(127)}b`))).toBe(false)
  expect(selects(many!, named('a'.repeat(128)))).toBe(true)
  const [long] = packagePatterns([`${'9007199254740993'.repeat(4_000)}*`])
  expect(selects(long!, named('hello'))).toBe(false)
  const [dots] = packagePatterns(['a.b+c=1.*^2'])
  expect(selects(dots!, { ...named('a.b+c'), version: '1.0^2' })).toBe(true)
  expect(selects(dots!, named('axb+c'))).toBe(false)
})
