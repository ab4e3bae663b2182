import type { Place } from './killed-place.ts'
import type { Root } from './root.ts'
import type { RpmClient } from './rpm-client.ts'

/** A machine that follows the repository, by what its user does. */
export interface Follower {
  /** Takes the keys and the sources. */
  follow(): Promise<void>
  /** Fetches what is new, and installs the newest package. */
  upgrade(): Promise<void>
  /** Fetches what is new, and installs what is offered now, also where that is older. */
  reinstall(): Promise<void>
  /** What the installed program says. */
  said(): Promise<string>
}

const said = async (root: Root) => (await root.run('hello')).stdout.trim()

export function aptFollower(root: Root, place: Place): Follower {
  const update = async () => {
    const { stdout, stderr } = await root.run('apt-get', ['update'])
    const complaints = (stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
  }
  const upgrade = async () => {
    await update()
    await root.run('apt-get', ['install', '--yes', 'hello'])
  }
  return {
    follow: async () => {
      await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
      await root.write('/etc/apt/keyrings/demo.asc', await place.download('demo.asc'))
      await root.write('/etc/apt/sources.list.d/demo.sources', await place.download('demo.sources'))
    },
    upgrade,
    reinstall: async () => {
      await root.run('apt-get', ['remove', '--yes', 'hello'])
      await upgrade()
    },
    said: () => said(root),
  }
}

export function rpmFollower(root: Root, place: Place, client: RpmClient): Follower {
  let isInstalled = false
  const install = async () => {
    await client.refresh(root)
    await (isInstalled ? client.upgrade(root) : client.install(root, ['hello']))
    isInstalled = true
  }
  return {
    follow: async () => root.write(`${client.folder}/demo.repo`, await place.download('demo.repo')),
    upgrade: install,
    reinstall: async () => {
      if (isInstalled) await root.run('rpm', ['--erase', 'hello'])
      isInstalled = false
      await install()
    },
    said: () => said(root),
  }
}
