import { type Release, type Root, freshRoot } from '../clients/fresh-root.ts'
import { type Reader, type Refresh, type RefreshOptions, type Source, versionIn } from './reader.ts'

/** The sources and keys of a root are ours alone. Its download folder is not the sandboxed user's. */
const PREPARE = 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/* && mkdir -p /download'
const FORGET = 'rm -rf /var/lib/apt/lists/*'
const DOWNLOAD = 'rm -f ./*.deb && apt-get -q -o APT::Sandbox::User=root download hello && ls'

/** Any complaint fails a refresh: apt goes on with the old state after most of them, and exits 0. */
const COMPLAINT = /^(?:[WE]:|Err:).*$/m

export async function aptReader(
  release: Release,
  folder: string,
  { url, key, aptPath }: Source,
): Promise<Reader> {
  const root = await freshRoot(release, folder)
  await root.run('sh', ['-c', PREPARE])
  await root.write('/etc/apt/keyrings/demo.asc', key)
  const source = `deb [signed-by=/etc/apt/keyrings/demo.asc] ${url}/${aptPath} stable main\n`
  await root.write('/etc/apt/sources.list.d/demo.list', source)
  return { release, row: 'apt', refresh: (options) => refresh(root, options) }
}

async function refresh(root: Root, { fromNothing, download }: RefreshOptions): Promise<Refresh> {
  if (fromNothing) await root.run('sh', ['-c', FORGET])
  const update = await root.run('apt-get', ['-q', 'update'], { allowFailure: true })
  const said = update.stdout + update.stderr
  const failure = COMPLAINT.exec(said)?.[0] ?? (update.code === 0 ? undefined : said.trim())
  if (failure !== undefined || !download) return { failure, downloadFailure: undefined, version: undefined }
  const got = await root.run('sh', ['-c', `cd /download && ${DOWNLOAD}`], { allowFailure: true })
  return {
    failure,
    downloadFailure: got.code === 0 ? undefined : `${got.stdout}${got.stderr}`.trim(),
    version: versionIn(got.stdout, /^hello_1\.(\d+)_/m),
  }
}
