import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SigningKeys, readSigningKeys } from '../src/openpgp/signing-keys.ts'
import { SEED, describe, writePackage } from './packages.ts'
import { writeRepository } from './repository.ts'
import { say } from './table.ts'

const KEY_FILE = '__tests__/fixtures/keys/rsa4096.asc'

const HELP = `Usage: npm run generate -- --packages 100000 --into DIRECTORY [--seed 20260601] [--arm] [--pool]

Writes a repository of so many debs and as many rpms, as a first publish of ours would leave it, signed by
${KEY_FILE}; and DIRECTORY/../more-ARCH-N.deb and .rpm, which it does not have yet. The
files of the packages that it lists are not written, or, with --pool, as holes of their size: enough for verify.`

const { values } = parseArgs({
  options: {
    packages: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(SEED) },
    arm: { type: 'boolean', default: false },
    into: { type: 'string' },
    pool: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function generate(directory: string): Promise<void> {
  const [packages, seed] = [Number(values.packages), Number(values.seed)]
  const keys: SigningKeys = await readSigningKeys(await readFile(KEY_FILE, 'utf8'), undefined, new Date())
  const { pool } = values
  const arch = values.arm ? 'arm64' : 'amd64'
  await mkdir(directory, { recursive: true })
  await writeRepository({ directory, name: 'bench', packages, seed, arch, keys, pool })
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
