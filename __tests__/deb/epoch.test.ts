import { expect } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { debFileName, poolKey } from '../../src/deb/pool.ts'
import { readDeb } from '../../src/deb/read.ts'
import { run, testWith } from '../support/programs.ts'
import { DPKG_ENV, build, dpkgRoot, onDisk } from './sample.ts'

testWith(['dpkg-deb', 'dpkg'], 'an epoch is in the version, not in names, and is an upgrade', async () => {
  const [older, newer] = await Promise.all([
    build({ version: '9.9' }),
    build({ version: '1.2.3-4-gabc1234', epoch: 1, release: '2' }),
  ])
  const path = await onDisk(newer)
  const { stdout } = await run('dpkg-deb', ['--field', path, 'Version'])
  expect(stdout).toBe('1:1.2.3+4.gabc1234-2\n')
  const deb = await readDeb(contentOf(newer), 'it')
  expect(debFileName(deb)).toBe('hello_1.2.3+4.gabc1234-2_all.deb')
  expect(poolKey(deb, 'main')).toBe('pool/main/h/hello/hello_1.2.3.4.gabc1234-2_all.deb')

  const { root, options } = await dpkgRoot()
  const install = (file: string) =>
    run('dpkg', [...options, '--refuse-downgrade', '--install', file], { env: DPKG_ENV })
  await install(await onDisk(older))
  await install(path)
  const query = ['--admindir', `${root}/var/lib/dpkg`, '-W', '-f', '${Version}', 'hello']
  expect((await run('dpkg-query', query)).stdout).toBe('1:1.2.3+4.gabc1234-2')
})
