import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { freshKey, publicOf, secretOf } from '../openpgp/gnupg.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { runIn } from '../support/running.ts'

const keyText = (name: string) => readFileSync(`__tests__/fixtures/keys/${name}.asc`, 'utf8')
const OTHER = 'rsa3072-other'
const CONFIG = `name: hello
arch: amd64
version: 1.2.3
maintainer: Ada <ada@example.com>
rpm:
  signature:
    key_file: \${KEY_FILE}
`
const PUBLISHED = 'repository/rpm/stable/x86_64/hello-1.2.3-1.x86_64.rpm'
const INPUTS = { config: 'nfpm.yaml', formats: 'rpm', 'repository-name': 'demo' }

async function folder(key: string, config = CONFIG): Promise<string> {
  const cwd = await temporaryDirectory()
  await writeFile(join(cwd, 'nfpm.yaml'), config)
  await writeFile(join(cwd, 'key.asc'), key)
  return cwd
}

const runWith = (cwd: string, inputs: object, env: Readonly<Record<string, string>> = {}) =>
  runIn(cwd, { ...INPUTS, ...inputs }, { KEY_FILE: 'key.asc', ...env })

/** What rpm says of the signatures of the published rpm, where it knows one key alone. */
async function verdict(cwd: string, publicKey: string): Promise<string> {
  const [database, key] = [await temporaryDirectory(), join(await temporaryDirectory(), 'key.asc')]
  await writeFile(key, publicKey)
  await run('rpmkeys', ['--dbpath', database, '--import', key])
  const path = join(cwd, PUBLISHED)
  const all = ['--define', '_pkgverify_level all']
  const { stdout } = await run('rpmkeys', ['--dbpath', database, ...all, '-K', path], { allowFailure: true })
  return stdout.trim().replace(path, 'it')
}

describe('an rpm whose configuration names a key', () => {
  testWith(['rpmkeys'], 'is signed by that, where clients get its public key', async () => {
    const cwd = await folder(keyText(OTHER))
    const report = await runWith(cwd, { 'trusted-keys': keyText(`${OTHER}.pub`) })
    expect(report.entries.map(({ status }) => status)).toEqual(['added'])
    expect(await verdict(cwd, keyText(`${OTHER}.pub`))).toBe('it: digests signatures OK')
    expect(await verdict(cwd, keyText('rsa4096.pub'))).toBe('it: digests SIGNATURES NOT OK')
    const served = readFileSync(join(cwd, 'repository/demo.asc'), 'utf8')
    expect(served).toContain(keyText(`${OTHER}.pub`).split('\n')[4])
    // sign-packages is of gpg-private-key alone.
    const again = await runWith(cwd, {
      'trusted-keys': keyText(`${OTHER}.pub`),
      'sign-packages': 'false',
    })
    expect(again.warnings).toEqual([])
    expect(again.entries.map(({ status }) => status)).toEqual(['unchanged'])
  })

  testWith(['rpmkeys'], 'may name one of several of gpg-private-key, and not the first', async () => {
    const both = `${keyText('rsa4096')}\n${keyText('ed25519')}`
    const { fingerprint } = await fixtureKeys('ed25519')
    const cwd = await folder(both, `${CONFIG}    key_id: ${fingerprint.slice(-16)}\n`)
    await runWith(cwd, { 'gpg-private-key': both })
    expect(await verdict(cwd, keyText('ed25519.pub'))).toBe('it: digests signatures OK')
  })

  testWith(['gpg', 'rpm'], 'signs with its primary key or a subkey, as key_id says', async () => {
    const { gpg, fingerprint } = await freshKey('rsa3072', 'cert,sign')
    await gpg(['--quick-add-key', fingerprint, 'rsa3072', 'sign'])
    await gpg(['--quick-add-key', fingerprint, 'rsa3072', 'sign'], { at: '20260602T120000' })
    const [key, known] = [await secretOf(gpg), await publicOf(gpg)]
    const listed = await gpg(['--list-keys', '--with-colons', '--with-subkey-fingerprint'])
    const all = [...listed.matchAll(/^fpr:*([0-9A-F]{40}):/gm)].map(([, it = '']) => it)
    expect(all).toHaveLength(3)
    const signer = async (line: string) => {
      const cwd = await folder(key, `${CONFIG}${line}`)
      await runWith(cwd, { 'trusted-keys': known })
      const query = ['-qp', '--nosignature', '--qf', '%{RSAHEADER:pgpsig}']
      const { stdout } = await run('rpm', [...query, join(cwd, PUBLISHED)])
      return all.findIndex((it) => it.toLowerCase().endsWith(/Key ID (\S+)$/.exec(stdout)?.[1] ?? '?'))
    }
    expect(await signer('')).toBe(2)
    expect(await signer(`    key_id: ${all[0]?.slice(-16)}\n`)).toBe(0)
    expect(await signer(`    key_id: '0x${all[1]?.slice(-16).toLowerCase()}'\n`)).toBe(1)
  })

  testWith(['gpg', 'rpmkeys'], 'has its passphrase in a variable, as in nFPM', async () => {
    const locked = ['--passphrase', 'correct horse']
    const { gpg } = await freshKey('rsa3072', 'sign', 'never', locked)
    const cwd = await folder(await secretOf(gpg, locked))
    const known = await publicOf(gpg)
    const passphrases = {
      NFPM_PASSPHRASE: 'no',
      NFPM_DEB_PASSPHRASE: 'no',
      NFPM_RPM_PASSPHRASE: 'correct horse',
    }
    await expect(runWith(cwd, { 'trusted-keys': known })).rejects.toThrow(
      /^nfpm\.yaml:7:15: The key [0-9A-F]{40} of key\.asc is protected by a passphrase: set NFPM_RPM_PASSPHRASE\.$/,
    )
    await runWith(cwd, { 'trusted-keys': known }, passphrases)
    expect(await verdict(cwd, known)).toBe('it: digests signatures OK')
  })

  test('that clients do not get stops the step before it writes anything', async () => {
    const cwd = await folder(keyText(OTHER))
    const { fingerprint } = await fixtureKeys(OTHER)
    await expect(runWith(cwd, {})).rejects.toThrow(
      `nfpm.yaml:7:15: rpm.signature: the key ${fingerprint} of key.asc is neither in gpg-private-key nor in ` +
        'trusted-keys, and dnf would refuse what it signs: add its public key ' +
        `(gpg --armor --export ${fingerprint}) to trusted-keys`,
    )
    expect(existsSync(join(cwd, 'repository'))).toBe(false)
  })

  test.each([
    [
      'no file',
      '',
      { KEY_FILE: 'none.asc' },
      'nfpm.yaml:7:15: rpm.signature.key_file: there is no file none.asc',
    ],
    ['no private key', keyText('rsa4096.pub'), {}, /^nfpm\.yaml:7:15: The text of key\.asc cannot be used: /],
  ])('that is %s is refused', async (_, key, env, message) => {
    const cwd = await folder(key)
    await expect(runWith(cwd, {}, env)).rejects.toThrow(message)
  })

  test('that the key file does not hold is refused, with those that it holds', async () => {
    const { fingerprint } = await fixtureKeys('rsa4096')
    const cwd = await folder(keyText('rsa4096'), `${CONFIG}    key_id: ABCDEF0123456789\n`)
    await expect(runWith(cwd, {})).rejects.toThrow(
      `nfpm.yaml:8:13: rpm.signature.key_id is ABCDEF0123456789; the keys that can sign are ${fingerprint}`,
    )
  })

  test('is built without it where a run has no keys at all', async () => {
    const cwd = await folder('no key')
    const report = await runWith(cwd, { 'gpg-private-key': '', 'dry-run': 'true' })
    expect(report.packages?.rpms.map(({ name }) => name)).toEqual(['hello'])
  })
})
