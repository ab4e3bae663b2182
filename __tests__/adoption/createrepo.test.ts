import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect } from '@jest/globals'
import { type Root, testInRoot } from '../clients/root.ts'
import { RPM_CLIENTS } from '../clients/rpm-client.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { rpm } from '../support/publishing.ts'
import { recordsOf, rpmStory } from './rpm-story.ts'
import { type OldRpms, oldRpms, writeRpms } from './rpms.ts'
import { type Signer, signerOf } from './signer.ts'
import { snapshot } from './snapshot.ts'

afterEach(closeSites)

const clientOf = (release: string, program: string) => {
  const found = RPM_CLIENTS.find((entry) => entry[0] === release && entry[1].program === program)
  if (found === undefined) throw new Error(`no ${program} in ${release}`)
  return found[1]
}

const GROUPS = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">
<comps>
  <group>
    <id>oldies</id>
    <name>Oldies</name>
    <description>What was there before</description>
    <default>false</default>
    <uservisible>true</uservisible>
    <packagelist><packagereq type="mandatory">old</packagereq></packagelist>
  </group>
</comps>
`

const ADVISORY = `<?xml version="1.0" encoding="UTF-8"?>
<updates>
  <update from="jane@example.com" status="final" type="security" version="1">
    <id>OLD-2026:1</id>
    <title>A safer old</title>
    <issued date="2026-01-01 00:00:00"/>
    <severity>Important</severity>
    <description>Old is safer</description>
    <references/>
    <pkglist>
      <collection short="old">
        <name>Old</name>
        <package name="old" version="1.0" release="1" epoch="0" arch="x86_64" src="old-1.0-1.src.rpm">
          <filename>old-1.0-1.x86_64.rpm</filename>
        </package>
      </collection>
    </pkglist>
  </update>
</updates>
`

interface Made {
  readonly site: DirectorySite
  readonly folder: string
  readonly rpms: OldRpms
  readonly signer: Signer
}

async function withRpms(): Promise<Made> {
  const site = await directorySite(await keysOf('rsa4096'))
  const folder = join(site.path, 'rpm')
  const rpms = await oldRpms('rsa3072-other')
  await writeRpms(folder, rpms)
  return { site, folder, rpms, signer: await signerOf('rsa3072-other') }
}

const createrepo = (folder: string, ...options: readonly string[]) =>
  run('createrepo_c', ['--quiet', ...options, folder])

/** With groups, an advisory, a record that nobody knows, tags and databases. */
async function distribution({ folder }: Made): Promise<void> {
  const source = await temporaryDirectory()
  await writeFile(join(source, 'comps.xml'), GROUPS)
  await writeFile(join(source, 'updateinfo.xml'), ADVISORY)
  await writeFile(join(source, 'productid'), 'what only its maker reads\n')
  const tags = ['--distro', 'cpe:/o:old,Old 7', '--content', 'binary', '--repo', 'old']
  await createrepo(folder, '--database', '--groupfile', join(source, 'comps.xml'), ...tags)
  for (const name of ['updateinfo.xml', 'productid'])
    await run('modifyrepo_c', [join(source, name), join(folder, 'repodata')])
}

for (const [release, program] of [
  ['bullseye', 'zypper'],
  ['bookworm', 'dnf'],
] as const) {
  testInRoot(
    release,
    `${program} with a repository of createrepo_c that has all that it can have`,
    async (root) => {
      const made = await withRpms()
      await distribution(made)
      await made.signer.detach(join(made.folder, 'repodata/repomd.xml'))
      await rpmStory(root, clientOf(release, program), {
        site: made.site,
        inputs: { 'trusted-keys': made.signer.publicKey },
        publicKey: made.signer.publicKey,
        known: made.rpms.old,
        kept: [
          ...(await recordsOf(made.folder, ['group', 'group_gz', 'updateinfo', 'productid'])),
          '<distro cpeid="cpe:/o:old">Old 7</distro>',
          '<repo>old</repo>',
        ],
        dropped: ['primary_db', 'filelists_db', 'other_db'],
        also: (place) => seesAdvisory(place, program),
      })
    },
  )
}

async function seesAdvisory(root: Root, program: 'dnf' | 'zypper'): Promise<void> {
  if (program === 'zypper') {
    expect((await root.run('zypper', ['--non-interactive', 'patches'])).stdout).toContain('OLD-2026:1')
    return
  }
  expect((await root.run('dnf', ['updateinfo', 'list', '--all'])).stdout).toContain('OLD-2026:1')
  expect((await root.run('dnf', ['group', 'list', '--available'])).stdout).toContain('Oldies')
}

testInRoot('bullseye', 'dnf with a repository in xz and plain names that is not signed', async (root) => {
  const made = await withRpms()
  const options = ['--general-compress-type=xz', '--simple-md-filenames', '--revision', 'release seven']
  await createrepo(made.folder, '--no-database', ...options)
  expect(await readdir(join(made.folder, 'repodata'))).toContain('primary.xml.xz')
  await rpmStory(root, clientOf('bullseye', 'dnf'), {
    site: made.site,
    inputs: { 'adopt-unsigned': 'true' },
    publicKey: undefined,
    known: made.rpms.data,
    kept: [],
  })
})

testInRoot('trixie', 'dnf with sha512, an xml:base and a revision far ahead', async (root) => {
  const made = await withRpms()
  const options = ['--checksum=sha512', '--revision=2099010112', `--baseurl=${made.site.url}/rpm`]
  await createrepo(made.folder, '--no-database', ...options)
  await made.signer.detach(join(made.folder, 'repodata/repomd.xml'))
  await rpmStory(root, clientOf('trixie', 'dnf'), {
    site: made.site,
    inputs: { 'trusted-keys': made.signer.publicKey },
    publicKey: made.signer.publicKey,
    known: made.rpms.old,
    kept: [],
  })
})

/** createrepo_c 1.2 writes zstd, and lives there. */
async function createrepoOfSid(root: Root, { folder, rpms }: Made): Promise<void> {
  for (const path of await writeRpms(folder, rpms)) {
    const { stdout } = await run('base64', [path])
    await root.write(`/srv/${path.slice(folder.length + 1)}`, Buffer.from(stdout, 'base64'))
  }
  await root.run('createrepo_c', ['--quiet', '/srv'])
  const archive = await root.run('sh', ['-c', 'tar -C /srv -c repodata | base64'])
  await mkdir(folder, { recursive: true })
  await run('tar', ['-x', '-C', folder], { input: Buffer.from(archive.stdout, 'base64') })
}

for (const program of ['dnf5', 'zypper'] as const) {
  testInRoot('sid', `${program} with a repository of createrepo_c 1.2, in zstd`, async (root) => {
    const made = await withRpms()
    await createrepoOfSid(root, made)
    expect((await readdir(join(made.folder, 'repodata'))).join()).toMatch(/primary\.xml\.zst/)
    await made.signer.detach(join(made.folder, 'repodata/repomd.xml'))
    await rpmStory(root, clientOf('sid', program), {
      site: made.site,
      inputs: { 'trusted-keys': made.signer.publicKey },
      publicKey: made.signer.publicKey,
      known: made.rpms.data,
      kept: [],
    })
  })
}

testWith(['createrepo_c'], 'indexes in bzip2 are an error that says what to do', async () => {
  const { site, folder, signer } = await withRpms()
  await createrepo(folder, '--no-database', '--general-compress-type=bz2')
  await signer.detach(join(folder, 'repodata/repomd.xml'))
  const inputs = { 'rpm-path': 'rpm', 'trusted-keys': signer.publicKey }
  const before = await snapshot(site.path)
  await expect(site.publish([await rpm(site.keys)], inputs)).rejects.toMatchObject({
    code: 'INTEGRITY',
    message: expect.stringMatching(/xml\.bz2.*--general-compress-type=gz/),
  })
  expect(await snapshot(site.path)).toEqual(before)
})
