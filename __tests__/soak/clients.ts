import type { Chance } from '../simulation/chance.ts'
import { type Root, freshRoot } from '../clients/fresh-root.ts'
import { CHANNELS, type Model, aptHead, partsOf, rpmHead } from './model.ts'

/** A machine that follows all channels, with a real program. */
export interface FollowingClient {
  readonly name: string
  /**
   * Fetches what is new, compares what it is offered with what is promised, and downloads one package of it.
   *
   * @throws Error that says what it met
   */
  look(model: Model, chance: Chance): Promise<void>
}

const RELEASE = 'trixie'
const NAMES = ['hello', 'tool', 'data', 'hello-nightly']

/** A package that a client is offered, and where. */
interface Offer {
  readonly channel: string
  readonly name: string
  readonly version: string
  readonly sha256: string
}

/** @param folder for its root */
export async function followingApt(url: string, key: string, folder: string): Promise<FollowingClient> {
  const root = await freshRoot(RELEASE, folder)
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/* && mkdir -p /download'])
  await root.write('/etc/apt/keyrings/demo.asc', key)
  const sources = CHANNELS.map(
    (channel) => `deb [signed-by=/etc/apt/keyrings/demo.asc] ${url}/apt ${channel} main\n`,
  )
  await root.write('/etc/apt/sources.list.d/demo.list', sources.join(''))
  return {
    name: 'apt',
    async look(model, chance) {
      const update = await root.run('apt-get', ['-q', 'update'], { allowFailure: true })
      const said = update.stdout + update.stderr
      if (update.code !== 0 || /^(?:[WE]:|Err:)/m.test(said)) throw new Error(`apt-get update: ${said}`)
      const offers = offersOf(model, aptHead, ['amd64', 'all'])
      const { stdout } = await root.run('apt-cache', ['madison', ...NAMES])
      const form = /^ *(\S+) \| +(\S+) \| \S+ (\w+)\/main amd64 Packages$/gm
      const met = [...stdout.matchAll(form)].map(
        ([, name, version, channel]) => `${channel} ${name} ${version}`,
      )
      assertOffered('apt', met, offers)
      const { name, version, sha256 } = chance.pick(offers)
      const get = `apt-get -q -o APT::Sandbox::User=root download '${name}=${version}'`
      await assertDownloaded(root, get, 'deb', sha256)
    },
  }
}

/** @param folder for its root */
export async function followingDnf(url: string, key: string, folder: string): Promise<FollowingClient> {
  const root = await freshRoot(RELEASE, folder)
  await root.run('sh', ['-c', 'rm -f /etc/yum.repos.d/* && mkdir -p /download'])
  await root.write('/etc/demo.asc', key)
  const repositories = CHANNELS.map((channel) =>
    [
      `[${channel}]`,
      `name=${channel}`,
      `baseurl=${url}/rpm/${channel}/x86_64`,
      'gpgcheck=1',
      'repo_gpgcheck=1',
      'gpgkey=file:///etc/demo.asc\n',
    ].join('\n'),
  )
  await root.write('/etc/yum.repos.d/demo.repo', repositories.join('\n'))
  const dnf = ['--quiet', '--assumeyes', '--setopt=skip_if_unavailable=0']
  return {
    name: 'dnf',
    async look(model, chance) {
      await root.run('dnf', [...dnf, '--refresh', 'makecache'])
      const offers = offersOf(model, (channel) => rpmHead(channel, 'x86_64'), ['x86_64', 'noarch'])
      const format = '%{repoid} %{name} %{version}\\n'
      const query = [...dnf, 'repoquery', '--available', '--showduplicates', '--queryformat', format]
      const { stdout } = await root.run('dnf', query)
      const lines = stdout.split('\n').filter((line) => line.trim() !== '')
      assertOffered('dnf', lines, offers)
      const { channel, name, version, sha256 } = chance.pick(offers)
      const install = `install --downloadonly --destdir=/download --repo=${channel} '${name}-${version}'`
      await assertDownloaded(root, `dnf ${dnf.join(' ')} ${install}`, 'rpm', sha256)
    },
  }
}

function offersOf(model: Model, head: (channel: string) => string, architectures: readonly string[]) {
  return CHANNELS.flatMap((channel): readonly Offer[] =>
    [...(model.get(head(channel)) ?? [])].flatMap(([identity, sha256]) => {
      const { name, version, arch } = partsOf(identity)
      return architectures.includes(arch) ? [{ channel, name, version, sha256 }] : []
    }),
  )
}

function assertOffered(client: string, met: readonly string[], offers: readonly Offer[]): void {
  const wanted = offers.map(({ channel, name, version }) => `${channel} ${name} ${version}`)
  const missing = wanted.filter((it) => !met.includes(it))
  const odd = met.filter((it) => !wanted.includes(it))
  if (missing.length + odd.length === 0) return
  throw new Error(
    `${client} is not offered ${missing.join(', ') || 'nothing'}; and is offered ${odd.join(', ') || 'nothing'} besides`,
  )
}

async function assertDownloaded(root: Root, get: string, format: string, sha256: string): Promise<void> {
  const script = `cd /download && rm -f ./*.${format} && ${get} >&2 && sha256sum ./*.${format}`
  const { stdout } = await root.run('sh', ['-c', script])
  if (stdout.slice(0, 64) !== sha256 || stdout.trim().includes('\n'))
    throw new Error(`${get} gives ${stdout.trim()}, and not ${sha256}`)
}
