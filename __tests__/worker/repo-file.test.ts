import { expect, test } from '@jest/globals'
import { repoFile, repoSections } from '../../src/pages/repo-file.ts'
import { throughMirrorlists } from '../../src/worker/repo-file.ts'

const published = (baseUrl: string, rpmPath = 'rpm/{channel}/{arch}') =>
  repoFile('', { repositoryName: 'demo', baseUrl }, repoSections(rpmPath, ['stable', 'testing']))
const urls = (text: string) => text.match(/^(?:baseurl|mirrorlist|gpgkey)=.*/gm)

const HERE = 'http://localhost:8787'
const THROUGH = [
  `baseurl=${HERE}/rpm/stable/$basearch`,
  `mirrorlist=${HERE}/rpm/stable/$basearch/mirrorlist`,
  `gpgkey=${HERE}/demo.asc`,
  `baseurl=${HERE}/rpm/testing/$basearch`,
  `mirrorlist=${HERE}/rpm/testing/$basearch/mirrorlist`,
  `gpgkey=${HERE}/demo.asc`,
]

test.each([HERE, 'https://packages.example.com', 'https://example.com/some/where'])(
  'a file that was published at %s leads to where it is read',
  (baseUrl) => {
    const text = throughMirrorlists(published(baseUrl), 'demo.repo', HERE)
    expect(urls(text)).toEqual(THROUGH)
    const others = (it: string) => it.replace(/^(?:baseurl|mirrorlist|gpgkey)=.*\n/gm, '')
    expect(others(text)).toBe(others(published(baseUrl)))
  },
)

test('a file below the root leads to what is below the same folder', () => {
  const text = throughMirrorlists(published('https://example.com/x'), 'linux/demo.repo', HERE)
  expect(urls(text)).toEqual(THROUGH.map((url) => url.replace(HERE, `${HERE}/linux`)))
})

test('a repository at the root itself', () => {
  const text = throughMirrorlists(
    'baseurl=https://a.example\ngpgkey=https://a.example/demo.asc\n',
    'demo.repo',
    HERE,
  )
  expect(text).toBe(`baseurl=${HERE}/\nmirrorlist=${HERE}/mirrorlist\ngpgkey=${HERE}/demo.asc\n`)
})

test.each([
  'mirrorlist=https://a.example/rpm/mirrorlist',
  'metalink=https://a.example/rpm/metalink',
  'baseurl=https://b.example/rpm/',
  'baseurl=https://a.example.evil/rpm/',
  'baseurl=file:///srv/rpm',
  '# baseurl=https://a.example/rpm/',
  'baseurl=https://a.example/rpm/ https://b.example/rpm/',
  'gpgkey=file:///etc/pki/rpm-gpg/demo',
  'name=baseurl=https://a.example/',
])('%s stays', (line) => {
  const text = `[demo]\n${line}\ngpgkey=https://a.example/demo.asc\n`
  expect(throughMirrorlists(text, 'demo.repo', HERE).split('\n')[1]).toBe(line)
})

test('a list of several lines stays one', () => {
  const text =
    '[demo]\nbaseurl=https://a.example/rpm\n  https://b.example/rpm\ngpgkey=https://a.example/demo.asc\n'
  expect(throughMirrorlists(text, 'demo.repo', 'https://a.example')).toBe(text)
})

test('a file whose key lies elsewhere, as a package brings it, is known by its own URL', () => {
  const text = `baseurl = ${HERE}/rpm/\nbaseurl=https://b.example/rpm\ngpgkey=file:///etc/pki/rpm-gpg/demo\n`
  expect(throughMirrorlists(text, 'demo.repo', HERE)).toBe(
    `baseurl=${HERE}/rpm/\nmirrorlist=${HERE}/rpm/mirrorlist\nbaseurl=https://b.example/rpm\ngpgkey=file:///etc/pki/rpm-gpg/demo\n`,
  )
})
