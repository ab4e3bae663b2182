import { afterEach, expect } from '@jest/globals'
import { aptInstructions } from '../../src/pages/index/instructions.ts'
import { installations } from '../../src/report/installation.ts'
import { deb } from '../support/publishing.ts'
import { PATHS, prepared } from './minimal-machine.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { closeSites, directorySite, keysOf } from './site.ts'

afterEach(closeSites)

/** What a person pastes, who says yes. */
async function pasted(root: Root, lines: readonly string[]): Promise<string> {
  await root.write('/etc/apt/apt.conf.d/90yes', 'APT::Get::Assume-Yes "true";\n')
  await root.run('env', [`PATH=${PATHS}`, 'sh', '-ec', lines.join('\n')])
  return (await root.run('hello')).stdout.trim()
}

for (const release of RELEASES) {
  testInRoot(release, 'what the page says installs from the channel, as it is pasted', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    await site.publish([await deb()], { channels: 'stable, testing' })
    await site.publish([await deb({ version: '2.0' })], { channels: 'testing' })
    const said = { repositoryName: 'demo', baseUrl: site.url, packageName: 'hello' }
    await prepared(root)
    const stable = aptInstructions({ ...said, channel: 'stable', isDefault: true })
    expect(await pasted(root, stable.lines)).toBe('hello 1.0')
    const testing = aptInstructions({ ...said, channel: 'testing', isDefault: false })
    expect(await pasted(root, testing.lines)).toBe('hello 2.0')
  })

  testInRoot(release, 'what the job summary says installs, as it is pasted', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    const { entries } = await site.publish([await deb()])
    await prepared(root)
    const forDebs = installations(site.url, 'demo', entries)[0]
    expect(await pasted(root, forDebs?.commands ?? [])).toBe('hello 1.0')
  })
}
