import type { PageContent, PageRow, PageSection } from '../../src/pages/index/section.ts'

const STAMP = 1_780_000_000
const DAY = 86_400

export const SITE = {
  repositoryName: 'planets',
  baseUrl: 'https://packages.example.com',
  fingerprints: ['0123456789ABCDEF0123456789ABCDEF01234567'],
}

export function row(name: string, arch: string, changes: Partial<PageRow> = {}): PageRow {
  const version = changes.version ?? '1.4.2-1'
  const key = `pool/main/${name[0]}/${name}/${name}_${version}_${arch}`
  return { name, version, arch, key, sizeBytes: 3_400_000, older: 2, publishedSeconds: STAMP, ...changes }
}

export function section(changes: Partial<PageSection> = {}): PageSection {
  const { arch = 'amd64', format = 'deb' } = changes
  const rows = changes.rows ?? [row('planets', arch)]
  const component = format === 'deb' ? 'main' : ''
  return {
    format,
    channel: 'stable',
    component,
    arch,
    stampSeconds: STAMP,
    names: rows.length,
    rows,
    ...changes,
  }
}

export const FEW: PageContent = {
  defaults: { deb: 'stable', rpm: 'stable' },
  sections: [section(), section({ arch: 'arm64' }), section({ format: 'rpm', arch: 'x86_64' })],
}

/** Many packages with long names and versions, in several channels. */
export const MANY: PageContent = {
  defaults: { deb: 'stable', rpm: 'stable' },
  sections: ['stable', 'testing', 'nightly'].flatMap((channel) =>
    (['deb', 'rpm'] as const).flatMap((format) =>
      ['amd64', 'arm64', 'armhf'].map((arch) =>
        section({ format, channel, arch, names: 4321, rows: many(arch) }),
      ),
    ),
  ),
}

function many(arch: string): readonly PageRow[] {
  return Array.from({ length: 60 }, (_, at) =>
    row(`planet-${at}${'-of-a-rather-long-name'.repeat(at % 4)}`, arch, {
      version: at % 3 === 0 ? '2.0.0~rc.1+git20260301.0123456789abcdef-1' : `1.${at}-1`,
      publishedSeconds: STAMP - at * DAY,
      older: at,
    }),
  )
}
