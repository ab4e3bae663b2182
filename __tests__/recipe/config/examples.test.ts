import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { bytesOf, memoryScratch } from '../../../src/content.ts'
import { FORMATS } from '../../../src/formats.ts'
import { configurationSchema } from '../../../src/recipe/config/json-schema.ts'
import { type ConfiguredPackages, configuredPackages } from '../../../src/recipe/config/configured.ts'
import { type Node, parseDocument } from '../../../src/recipe/config/document.ts'
import { CONFIGURATION } from '../../../src/recipe/config/keys/configuration.ts'
import type { Shape } from '../../../src/recipe/config/shape.ts'
import { fileSources } from '../../../src/packaging/source-files.ts'
import { onDisk } from '../../deb/sample.ts'
import { EXAMPLE_ENVIRONMENT } from '../../support/nfpm-examples.ts'
import { silentProject } from '../../support/publishing.ts'
import { run, testWith } from '../../support/programs.ts'
import { NOTHING_REQUESTED } from '../nothing-requested.ts'

const FOLDER = '__tests__/fixtures/nfpm'
const EXAMPLES = ['minimal', 'environment', 'overrides', 'complete'] as const
const textOf = (name: string) => readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')

function described(name: string): Promise<ConfiguredPackages> {
  const by = {
    formats: ['deb', 'rpm'] as const,
    architectures: [],
    defaults: NOTHING_REQUESTED,
    project: silentProject,
    askedVersion: undefined,
    variables: { asked: {}, environment: (name: string) => EXAMPLE_ENVIRONMENT[name], known: {} },
    timeSeconds: 1_750_000_000,
  }
  return configuredPackages(textOf(name), `${name}.yaml`, by, fileSources(FOLDER))
}

test.each(EXAMPLES)('%s is built in both formats, twice the same', async (name) => {
  const built = async () => {
    const { packages } = await described(name)
    return Promise.all(
      packages.map(async ({ format, description }) =>
        bytesOf(await FORMATS[format].build(description, memoryScratch), 2 ** 20, format),
      ),
    )
  }
  const [one, two] = [await built(), await built()]
  expect(one).toHaveLength(2)
  expect(one).toEqual(two)
})

test('the environment is where it was asked for', async () => {
  const { packages, notes } = await described('environment')
  expect(notes).toEqual([])
  expect(packages[0]?.description).toMatchObject({
    name: 'planets',
    arch: 'amd64',
    version: '1.2.3-rc.1',
    release: '4',
    maintainer: 'Ada Lovelace <ada@example.com>',
    description: 'Planets, for planets',
    homepage: 'https://example.com/planets',
    depends: ['nginx'],
    deb: { fields: [{ name: 'Vcs-Browser', value: 'https://example.com/planets' }] },
  })
  expect(packages[1]?.description.rpm).toEqual({ vendor: 'The Observatory', packager: 'Ada Lovelace' })
})

test('what the complete one holds, for each format', async () => {
  const { packages } = await described('complete')
  const [deb = [], rpm = []] = packages.map(({ description }) => description.entries.map(({ path }) => path))
  const shared = [
    '/etc/planets/conf.d/mars.conf',
    '/etc/planets/conf.d/venus.conf',
    '/etc/planets/local.conf',
    '/etc/planets/planets.conf',
    ...['a', 'b', 'c'].flatMap((tree) =>
      ['', '/mars.conf', '/venus.conf'].map((it) => `/etc/planets/trees/${tree}${it}`),
    ),
    '/usr/bin/orrery',
    '/usr/bin/planets',
    '/usr/share/doc/planets/README.md',
    '/usr/share/doc/planets/notes.md',
    '/usr/share/licenses/planets/COPYING',
    '/usr/share/licenses/planets/LICENSE',
    '/usr/share/planets',
    '/usr/share/planets/data',
    '/usr/share/planets/textures/mars',
    '/var/lib/planets',
  ]
  expect(deb).toEqual(shared)
  expect(rpm).toEqual([...shared, '/usr/share/locale/de/LC_MESSAGES/planets.mo'].sort())
})

/** Keys that a document has, by their paths, as far as the shape goes. */
function keysIn(node: Node, shape: Shape, path = ''): readonly string[] {
  if (node.kind === 'list' && shape.kind === 'list')
    return node.items.flatMap((item) => keysIn(item, shape.items, path))
  if (node.kind !== 'map' || shape.kind !== 'map') return [path]
  return [...node.members].flatMap(([name, { value }]) => {
    const key = shape.keys[name]
    return key === undefined ? [] : keysIn(value, key.shape, `${path}/${name}`)
  })
}

function keysOf(shape: Shape, path = ''): readonly string[] {
  if (shape.kind === 'list') return keysOf(shape.items, path)
  if (shape.kind !== 'map') return [path]
  return Object.entries(shape.keys).flatMap(([name, key]) => keysOf(key.shape, `${path}/${name}`))
}

test('the complete one has every key, but for what overrides repeat', () => {
  const present = new Set(keysIn(parseDocument(textOf('complete'), 'complete.yaml'), CONFIGURATION))
  const missing = keysOf(CONFIGURATION).filter((key) => !present.has(key) && !key.startsWith('/overrides/'))
  expect(missing).toEqual([])
})

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly pattern?: string
}

/** What an editor would underline. */
function complaints(node: Node, schema: Schema, path = ''): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap((item) => complaints(item, schema.items ?? {}, path))
  if (node.kind === 'map') {
    const { properties } = schema
    if (properties === undefined) return []
    return [...node.members].flatMap(([name, { value }]) => {
      const inner = properties[name]
      return inner === undefined ? [`${path}/${name}`] : complaints(value, inner, `${path}/${name}`)
    })
  }
  const isListed = schema.enum === undefined || schema.enum.includes(node.text)
  const isFormed = schema.pattern === undefined || new RegExp(schema.pattern).test(node.text)
  return isListed && isFormed ? [] : [path]
}

test.each(EXAMPLES)('an editor finds nothing wrong with %s', (name) => {
  expect(complaints(parseDocument(textOf(name), name), configurationSchema())).toEqual([])
})

testWith(['dpkg-deb', 'rpm'], 'dpkg and rpm read the complete one', async () => {
  const { packages } = await described('complete')
  for (const { format, description } of packages) {
    const bytes = await bytesOf(await FORMATS[format].build(description, memoryScratch), 2 ** 20, format)
    const path = await onDisk(bytes, `planets.${format}`)
    const listed =
      format === 'deb'
        ? (await run('dpkg-deb', ['-c', path])).stdout
        : (await run('rpm', ['-qlp', '--nosignature', path])).stdout
    for (const { path } of description.entries) expect(listed).toContain(path)
  }
})
