import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SigningKeys, readSigningKeys } from '../src/openpgp/signing-keys.ts'
import type { GeneratedDeb, GeneratedPackage } from './generated.ts'
import { SEED, describe, writePackage } from './packages.ts'
import { peerFiles, writeHoles } from './peer-files.ts'
import { writeRepository } from './repository.ts'
import { say } from './table.ts'

const KEY_FILE = '__tests__/fixtures/keys/rsa4096.asc'

const HELP = `Usage: npm run generate -- --packages 100000 --into DIRECTORY [--seed 20260601] [--arm] [--holes] [--peers DIRECTORY]

Writes a repository of so many debs and as many rpms, as a first publish of ours would leave it, signed by
${KEY_FILE}; and DIRECTORY/../more-ARCH-N.deb and .rpm, which it does not have yet. The
files of the packages that it lists are not written, or, with --holes, as holes of their size: enough for verify. --peers
writes what other tools need to have the same packages: real debs, and files of the rpms' names.`

const { values } = parseArgs({
  options: {
    packages: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(SEED) },
    arm: { type: 'boolean', default: false },
    into: { type: 'string' },
    holes: { type: 'boolean', default: false },
    peers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function generate(directory: string): Promise<void> {
  const [packages, seed] = [Number(values.packages), Number(values.seed)]
  const keys: SigningKeys = await readSigningKeys(await readFile(KEY_FILE, 'utf8'), undefined, new Date())
  const arch = values.arm ? 'arm64' : 'amd64'
  const series = { packages, seed, arch } as const
  const peers = values.peers === undefined ? undefined : peerFiles(values.peers, series)
  const each = async (number: number, package_: GeneratedPackage & GeneratedDeb) => {
    await peers?.add(number, package_)
    if (values.holes) writeHoles(directory, package_)
  }
  await mkdir(directory, { recursive: true })
  await writeRepository({ ...series, directory, name: 'bench', keys, each })
  const more = join(directory, '..', `more-${arch}-${packages}`)
  await writePackage(more, describe(packages, { seed, arch }))
  say(`${packages} debs and rpms into ${directory}. One more of each:`)
  say(
    `GPG_PRIVATE_KEY="$(cat ${KEY_FILE})" node dist/main.js --repository ${directory} --repository-name bench ` +
      `--artifacts '${more}.*'`,
  )
}

if (values.help || values.into === undefined) say(HELP)
else await generate(values.into)
