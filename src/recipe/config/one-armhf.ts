import { PublishError } from '../../errors.ts'
import type { Architecture } from '../architecture.ts'
import type { ConfiguredPackage } from './configured.ts'

/**
 * Two packages of one name and version for arm6 and arm7 would both be for armhf to dpkg, the one in place of the other.
 *
 * @throws PublishError `INPUT` that names both
 */
export function assertOneArmhf(debs: readonly ConfiguredPackage[]): void {
  const seen = new Map<string, Architecture>()
  for (const { file, description } of debs) {
    const { name, version, arch, deb } = description
    if ((arch !== 'arm6' && arch !== 'arm7') || deb?.architecture !== undefined) continue
    const id = JSON.stringify([name, version])
    const other = seen.get(id) ?? arch
    seen.set(id, other)
    if (other === arch) continue
    throw new PublishError(
      'INPUT',
      `${file}: ${name} ${version} for ${other} and for ${arch} would both be the armhf deb. Build one of them (what is ` +
        'built for arm6 runs on arm7 too), or give one another deb.arch.',
    )
  }
}
