import { afterAll, expect } from '@jest/globals'
import { keysOf } from './site.ts'
import { NEW, OLD, type RolloverSite, STEPS, rolloverSite } from './rollover-site.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'

let made: Promise<RolloverSite> | undefined
const site = () => (made ??= rolloverSite())
afterAll(async () => (await made)?.stop())

const KEY = '/etc/apt/keyrings/demo.asc'
const SOURCE = '/etc/apt/sources.list.d/demo.sources'

/** Only our source, as it was published, on a machine that has these keys. */
async function follow(root: Root, it: RolloverSite, keys: string | Uint8Array): Promise<void> {
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
  await root.write(KEY, keys)
  await root.write(SOURCE, await it.download('demo.sources'))
}

async function update(root: Root): Promise<string> {
  const { stdout, stderr } = await root.run('apt-get', ['update'], { allowFailure: true })
  const complaints = (stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))
  return complaints.join('\n')
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  return (await root.run(program, args)).stdout.trim()
}

const keyringVersion = (root: Root) =>
  said(root, 'dpkg-query', '-W', '-f', '${Version}', 'demo-archive-keyring')

for (const release of RELEASES) {
  testInRoot(
    release,
    'apt goes through all steps with the packages of keys, and asks nobody',
    async (root) => {
      const it = await site()
      await it.show(0)
      await follow(root, it, await it.download('demo.asc'))
      expect(await update(root)).toBe('')
      await root.run('apt-get', ['install', '--yes', 'hello', 'demo-archive-keyring'])
      const versions: string[] = []
      for (const step of STEPS.keys()) {
        await it.show(step)
        expect({ step, said: await update(root) }).toEqual({ step, said: '' })
        await root.run('apt-get', ['upgrade', '--yes'])
        expect(await said(root, 'hello')).toBe(`hello 1.${step}`)
        expect(await said(root, 'cat', KEY)).toBe((await it.download('demo.asc')).toString().trim())
        versions.push(await keyringVersion(root))
      }
      // The keys of the last step but one are those of the step before.
      expect(versions).toEqual(['1', '2', '3', '3', '4'])
      await root.run('apt-get', ['install', '--yes', 'hello-data'])
    },
  )

  testInRoot(release, 'apt with keys that stay takes what one of them signed', async (root) => {
    const it = await site()
    await it.show(0)
    const held = {
      old: (await keysOf(OLD)).publicArmored,
      both: (await keysOf(OLD, NEW)).publicArmored,
      new: (await keysOf(NEW)).publicArmored,
    }
    const accepted: Record<string, string> = {}
    for (const [holder, keys] of Object.entries(held)) {
      await follow(root, it, keys)
      accepted[holder] = ''
      for (const step of STEPS.keys()) {
        await it.show(step)
        await root.run('sh', ['-c', 'rm -rf /var/lib/apt/lists/*'])
        const complaints = await update(root)
        if (complaints !== '') expect(complaints).toMatch(/^(W|E|Err):?.*(NO_PUBKEY|Missing key)/m)
        accepted[holder] += complaints === '' ? ` ${step}` : ' -'
      }
    }
    expect(accepted).toEqual({ old: ' 0 1 2 - -', both: ' 0 1 2 3 4', new: ' - 1 2 3 4' })
  })

  testInRoot(release, 'apt with the old key alone goes on where the new one signs first', async (root) => {
    const it = await site()
    await it.show(0)
    await follow(root, it, await it.download('demo.asc'))
    expect(await update(root)).toBe('')
    await root.run('apt-get', ['install', '--yes', 'demo-archive-keyring'])
    await it.show(2)
    expect(await update(root)).toBe('')
    await root.run('apt-get', ['upgrade', '--yes'])
    await it.show(4)
    expect(await update(root)).toBe('')
    expect(await keyringVersion(root)).toBe('3')
  })

  testInRoot(release, 'the package of keys alone is a beginning, and leaves nothing behind', async (root) => {
    const it = await site()
    await it.show(0)
    await root.run('sh', ['-c', 'rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/keyrings'])
    await root.write(
      '/keyring.deb',
      await it.download('apt/pool/main/d/demo-archive-keyring/demo-archive-keyring_1_all.deb'),
    )
    const dpkg = (...args: readonly string[]) => root.run('dpkg', args)
    // Whatever the administrator keeps to himself.
    await root.run('sh', ['-c', 'umask 077 && dpkg --install /keyring.deb'])
    expect(await said(root, 'stat', '-c', '%a', KEY, SOURCE, '/etc/apt/keyrings')).toBe('644\n644\n755')
    // It changes with the keys alone, and so says nothing of architectures.
    const published = (await it.download('demo.sources')).toString().replace(/^Architectures-.*\n/m, '')
    expect(await said(root, 'cat', SOURCE)).toBe(published.trim())
    expect(await update(root)).toBe('')
    await root.run('apt-get', ['install', '--yes', 'hello'])
    await dpkg('--remove', 'demo-archive-keyring')
    expect(await update(root)).toBe('')
    await dpkg('--purge', 'demo-archive-keyring')
    expect(await said(root, 'find', '/etc/apt', '-name', '*demo*')).toBe('')

    // A source that its user wrote is the only one, and it keeps its key.
    const own = `deb [signed-by=${KEY}] ${it.url}/apt stable main\n`
    await root.write('/etc/apt/sources.list.d/mine.list', own)
    await dpkg('--install', '/keyring.deb')
    expect(await update(root)).toBe('')
    await dpkg('--purge', 'demo-archive-keyring')
    expect(await said(root, 'find', '/etc/apt', '-name', '*demo*')).toBe(KEY)
    expect(await said(root, 'cat', '/etc/apt/sources.list.d/mine.list')).toBe(own.trim())
  })
}
