import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, memoryScratch } from '../../src/content.ts'
import { expect, test } from '@jest/globals'
import { buildDeb } from '../../src/deb/build.ts'
import { readDeb } from '../../src/deb/read.ts'
import { signConfiguredDeb } from '../../src/packaging/deb-signing.ts'
import type { MemberSignature } from '../../src/recipe/member-signature.ts'
import { memorySources } from '../recipe/config/memory-sources.ts'
import { temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { describe as described, fixtureKeys } from '../support/publishing.ts'
import { type Root, freshRoot, missingFor } from './fresh-root.ts'

const SIGNERS = join(process.env['CLIENT_ROOTS'] ?? '/var/cache/r2-package-repository', 'signers')
const KEY = 'rsa4096'
const at = { file: 'nfpm.yaml', line: 1, column: 1 }

/** A test on a machine of Debian 11, the last one that has dpkg-sig. */
function testOnBullseye(title: string, body: (root: Root) => Promise<void>): void {
  const fetched = existsSync(join(SIGNERS, '.complete'))
  const missing = [...missingFor('bullseye'), ...(fetched ? [] : ['dpkg-sig, which roots.sh fetches'])]
  testUnlessMissing(missing, title, async () => {
    const root = await freshRoot('bullseye', await temporaryDirectory())
    const names = (await readdir(SIGNERS)).filter((name) => name.endsWith('.deb'))
    for (const name of names) await root.write(`/signers/${name}`, await readFile(join(SIGNERS, name)))
    await root.run('dpkg', ['--force-depends', '-i', ...names.map((name) => `/signers/${name}`)])
    await root.write('/key.asc', await readFile(`__tests__/fixtures/keys/${KEY}.pub.asc`))
    await root.run('gpg', ['--batch', '--import', '/key.asc'])
    await body(root)
  })
}

async function signed(signature: MemberSignature, keyId?: string): Promise<Buffer> {
  const text = await readFile(`__tests__/fixtures/keys/${KEY}.asc`, 'utf8')
  const description = described()
  const deb = await signConfiguredDeb(
    await buildDeb(description, memoryScratch),
    {
      format: 'deb',
      signature,
      keyFile: { value: 'key.asc', at },
      keyId: keyId === undefined ? undefined : { value: keyId, at },
    },
    description.timeSeconds,
    { env: {}, sources: memorySources({ 'key.asc': text }), now: new Date() },
  )
  return bytesOf(deb, 2 ** 30, 'the package')
}

function damaged(deb: Buffer): Buffer {
  const copy = Buffer.from(deb)
  const at = deb.indexOf('data.tar') + 200
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

testOnBullseye('dpkg-sig verifies what we signed its way, and not what was changed since', async (root) => {
  const deb = await signed({ method: 'dpkg-sig', role: 'builder', signer: 'Ada <ada@example.com>' })
  await root.write('/good.deb', deb)
  await root.write('/bad.deb', damaged(deb))
  const good = await root.run('dpkg-sig', ['--verify', '/good.deb'])
  expect(good.stdout).toMatch(/^GOODSIG _gpgbuilder [0-9A-F]{40} \d+$/m)
  const bad = await root.run('dpkg-sig', ['--verify', '/bad.deb'], { allowFailure: true })
  expect(bad.stdout).toMatch(/^BADSIG _gpgbuilder$/m)
  await root.run('dpkg', ['--force-depends', '-i', '/good.deb'])
})

testOnBullseye('debsig-verify verifies what we signed as debsigs does, by its policy', async (root) => {
  const { fingerprint } = await fixtureKeys(KEY)
  const id = fingerprint.slice(-16)
  await root.write(
    `/etc/debsig/policies/${id}/ours.pol`,
    `<?xml version="1.0"?>
<!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
<Policy xmlns="https://www.debian.org/debsig/1.0/">
  <Origin Name="Ours" id="${id}" Description="Ours"/>
  <Selection><Required Type="origin" File="ours.gpg" id="${id}"/></Selection>
  <Verification MinOptional="0"><Required Type="origin" File="ours.gpg" id="${id}"/></Verification>
</Policy>
`,
  )
  await root.run('sh', [
    '-c',
    `mkdir -p /usr/share/debsig/keyrings/${id} && gpg --export >/usr/share/debsig/keyrings/${id}/ours.gpg`,
  ])
  const deb = await signed({ method: 'debsign', role: 'origin' })
  await root.write('/good.deb', deb)
  await root.write('/bad.deb', damaged(deb))
  const good = await root.run('debsig-verify', ['/good.deb'], { allowFailure: true })
  expect(`${good.stdout}${good.stderr}`).toMatch(/Verified package from/)
  const bad = await root.run('debsig-verify', ['/bad.deb'], { allowFailure: true })
  expect(bad.code).not.toBe(0)
})

test('the signature is a member that readers pass over, and the same each time', async () => {
  const [one, two] = [
    await signed({ method: 'debsign', role: 'maint' }),
    await signed({ method: 'debsign', role: 'maint' }),
  ]
  expect(one.equals(two)).toBe(true)
  expect(one.includes('_gpgmaint')).toBe(true)
  const content = {
    sizeBytes: one.length,
    read: async function* (start = 0, end = one.length) {
      yield one.subarray(start, end)
    },
  }
  expect((await readDeb(content, 'it')).name).toBe('hello')
})

test('a key is chosen by the end of its fingerprint', async () => {
  const { fingerprint } = await fixtureKeys(KEY)
  await expect(
    signed({ method: 'debsign', role: 'origin' }, `0x${fingerprint.slice(-16).toLowerCase()}`),
  ).resolves.toBeDefined()
  await expect(signed({ method: 'debsign', role: 'origin' }, 'ABCDEF0123456789')).rejects.toThrow(
    /^nfpm\.yaml:1:1: deb\.signature\.key_id is ABCDEF0123456789; the keys that can sign are [0-9A-F]{40}/,
  )
})
