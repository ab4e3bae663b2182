import { afterAll, expect } from '@jest/globals'
import { NEW, OLD, type RolloverSite, STEPS, rolloverSite } from './rollover-site.ts'
import { type Release, type Root, testInRoot } from './root.ts'
import { RPM_CLIENTS, type RpmClient } from './rpm-client.ts'
import { keysOf } from './site.ts'

let made: Promise<RolloverSite> | undefined
const site = () => (made ??= rolloverSite())
afterAll(async () => (await made)?.stop())

const RPMS = 'rpm/stable/x86_64'

/** zypper before 2021 knows no key hints: it asks its user, who has to say yes once. */
const ASKS: ReadonlySet<Release> = new Set(['bullseye', 'bookworm'])

/** Does what its user does every day; nobody answers. */
async function refresh(root: Root, client: RpmClient): Promise<void> {
  if (client.program !== 'zypper') await client.refresh(root)
  else await root.run('zypper', ['--non-interactive', 'refresh'])
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  return (await root.run(program, args)).stdout.trim()
}

/** One day at one step: all is refreshed, upgraded and installed. */
async function day(root: Root, client: RpmClient, release: Release, step: number): Promise<void> {
  if (client.program === 'zypper' && ASKS.has(release) && step === 2) {
    await expect(refresh(root, client)).rejects.toThrow(/New repository or package signing key received/)
    await client.refresh(root)
  } else await refresh(root, client)
  await client.upgrade(root)
  expect(await said(root, 'hello')).toBe(`hello 1.${step}`)
}

async function through(root: Root, client: RpmClient, release: Release, it: RolloverSite): Promise<void> {
  for (const step of STEPS.keys()) {
    if (step === 0) continue
    await it.show(step)
    await day(root, client, release, step)
  }
  // Signed by the old key, which this machine knows.
  await client.install(root, ['hello-data'])
}

/** Without its makers' own packages, and with the published repositories. */
async function follow(root: Root, client: RpmClient, it: RolloverSite): Promise<void> {
  await root.write(`${client.folder}/demo.repo`, await it.download('demo.repo'))
  await client.refresh(root)
}

/** Installs the package of keys as a file, whose key nobody knows yet. */
async function begin(root: Root, client: RpmClient, it: RolloverSite): Promise<void> {
  const files = ['shell-1.0-1', 'demo-release-1-1'].map((name) => `${name}.noarch.rpm`)
  for (const file of files) await root.write(`/${file}`, await it.download(`${RPMS}/${file}`))
  const paths = files.map((file) => `/${file}`)
  if (client.program === 'zypper') {
    await root.run('mkdir', ['-p', '/etc/zypp/repos.d'])
    await root.write('/etc/zypp/systemCheck', '')
    await root.run('zypper', ['--non-interactive', '--no-gpg-checks', 'install', ...paths])
  } else await client.install(root, paths)
}

async function remove(root: Root, client: RpmClient): Promise<void> {
  const yes = client.program === 'zypper' ? '--non-interactive' : '--assumeyes'
  await root.run(client.program, [yes, 'remove', 'demo-release'])
}

for (const [release, client] of RPM_CLIENTS) {
  const { program, folder } = client
  const asks = program === 'zypper' && ASKS.has(release) ? ', which asks once' : ''
  testInRoot(release, `${program} goes through all steps with the published file${asks}`, async (root) => {
    const it = await site()
    await it.show(0)
    await follow(root, client, it)
    await client.install(root, ['hello', 'demo-release'])
    await through(root, client, release, it)
    expect(await said(root, 'cat', `${folder}/demo.repo`)).toBe(
      (await it.download('demo.repo')).toString().trim(),
    )
  })

  testInRoot(release, `${program} goes through all steps with the package of keys${asks}`, async (root) => {
    const it = await site()
    await it.show(0)
    await begin(root, client, it)
    expect(await said(root, 'cat', `${folder}/demo.repo`)).toContain(
      'gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-demo',
    )
    await client.refresh(root)
    await client.install(root, ['hello'])
    await through(root, client, release, it)
    expect(await said(root, 'cat', '/etc/pki/rpm-gpg/RPM-GPG-KEY-demo')).toBe(
      (await it.download('demo.asc')).toString().trim(),
    )
    await remove(root, client)
    expect(await said(root, 'find', '/etc', '-name', '*demo*')).toBe('')
  })

  testInRoot(release, `${program} with keys that stay takes what the first key signed`, async (root) => {
    const it = await site()
    await it.show(0)
    const held = { old: [OLD], both: [OLD, NEW], new: [NEW] }
    const accepted: Record<string, string> = {}
    for (const [holder, names] of Object.entries(held)) {
      await hold(root, client, it, (await keysOf(...names)).publicArmored)
      accepted[holder] = ''
      for (const step of STEPS.keys()) {
        await it.show(step)
        accepted[holder] += (await takes(root, client)) ? ` ${step}` : ' -'
      }
    }
    expect(accepted).toEqual({ old: ' 0 1 - - -', both: ' 0 1 2 3 4', new: ' - - 2 3 4' })
  })

  testInRoot(release, `${program} that begins late needs the old key for old packages`, async (root) => {
    const it = await site()
    await it.show(4)
    await follow(root, client, it)
    await client.install(root, ['hello'])
    const old = client.install(root, ['hello-data'])
    // zypper is content with metadata that are signed.
    if (program === 'zypper') await old
    else await expect(old).rejects.toThrow(/key/i)
    await it.show(3)
    await client.refresh(root)
    await client.install(root, ['hello-data'])
  })
}

/** A machine with these keys and no others. */
async function hold(root: Root, client: RpmClient, it: RolloverSite, keys: string): Promise<void> {
  await root.write('/held.asc', keys)
  const repositories = (await it.download('demo.repo')).toString()
  await root.write(
    `${client.folder}/demo.repo`,
    repositories.replace(/^gpgkey=.*/m, 'gpgkey=file:///held.asc'),
  )
}

/** Whether a fresh look at the repository succeeds. */
async function takes(root: Root, client: RpmClient): Promise<boolean> {
  await root.run('sh', ['-c', 'rm -rf /var/cache/dnf /var/cache/libdnf5 /var/cache/zypp /var/lib/rpm/*'])
  if (client.program === 'zypper') {
    await root.write('/etc/zypp/systemCheck', '')
    await root.run('rpm', ['--dbpath', '/var/lib/rpm', '--import', '/held.asc'])
  }
  try {
    await refresh(root, client)
    return true
  } catch (error) {
    expect(String(error)).toMatch(/signature|signing key/i)
    return false
  }
}
