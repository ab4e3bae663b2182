import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import { testInRoot } from '../clients/root.ts'
import { closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { aptStory } from './apt-story.ts'
import { oldDebs } from './debs.ts'
import { signerOf } from './signer.ts'

afterEach(closeSites)

/** What many projects have in a workflow: dpkg-scanpackages, a Release of echo and sha256sum, `gpg -abs`. */
const SCRIPT = `set -eu
mkdir -p pool dists/stable/main/binary-amd64 dists/stable/main/binary-arm64
cp "$@" pool
for arch in amd64 arm64; do
  dpkg-scanpackages --multiversion --arch "$arch" pool 2>/dev/null |
    sed 's,^Filename: ,&./,' >"dists/stable/main/binary-$arch/Packages"
done
cd dists/stable
{
  printf 'Origin:  Old Makers\\r\\n'
  printf 'Suite: stable\\r\\nCodename: stable\\r\\nVersion: 7\\r\\nNotAutomatic: no\\r\\n'
  printf 'Provenance-Note: kept,\\r\\n with its second line\\r\\n'
  printf 'Signed-By: %s\\r\\n' "$FINGERPRINT"
  printf 'Date: %s\\r\\nValid-Until: %s\\r\\n' "$(date -R)" "$(date -uR -d 'next week')"
  printf 'Architectures: amd64 arm64\\r\\nComponents: main\\r\\nAcquire-By-Hash: no\\r\\n'
  printf 'SHA256:\\r\\n'
  find main -type f | while read -r file; do
    printf ' %s %s %s\\r\\n' "$(sha256sum "$file" | cut -d' ' -f1)" "$(wc -c <"$file")" "$file"
  done
} >Release
`

testInRoot(
  'bullseye',
  'a suite made by hand, with Release and Release.gpg alone, signed by our key',
  async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    const [debs, signer] = [await oldDebs(), await signerOf('rsa4096')]
    const folder = join(site.path, 'apt')
    await mkdir(folder)
    const paths = Object.values(debs).map(({ path }) => path)
    await run('sh', ['-c', SCRIPT, 'sh', ...paths], { cwd: folder, env: { FINGERPRINT: signer.fingerprint } })
    await signer.detach(join(folder, 'dists/stable/Release'), join(folder, 'dists/stable/Release.gpg'))
    await aptStory(root, {
      site,
      root: 'apt',
      channel: 'stable',
      inputs: {},
      components: 'main',
      publicKey: signer.publicKey,
      known: debs.arm64.pkg,
      lines: [
        'Origin:  Old Makers',
        'Version: 7',
        'NotAutomatic: no',
        'Provenance-Note: kept,',
        ' with its second line',
        `Signed-By: ${signer.fingerprint}`,
      ],
    })
  },
)
