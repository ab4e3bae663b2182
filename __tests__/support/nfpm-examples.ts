/** What the example configurations of the fixtures take from the environment. */
export const EXAMPLE_ENVIRONMENT: Readonly<Record<string, string>> = {
  NAME: 'planets',
  GOARCH: 'amd64',
  GOOS: 'linux',
  SEMVER: 'v1.2.3',
  VERSION_RELEASE: '4',
  PRERELEASE: 'rc.1',
  GIT_COMMITTER_NAME: 'Ada Lovelace',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  TARGET: 'planets',
  VENDOR: 'The Observatory',
  CI_PROJECT_URL: 'https://example.com/planets',
  DEPENDS_NGINX: 'nginx',
}
