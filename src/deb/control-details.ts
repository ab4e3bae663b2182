import { PublishError } from '../errors.ts'
import type { DebDetails, PackageDescription } from '../recipe/description.ts'
import { debianArchitecture, isArchitecture } from './architecture.ts'
import type { Field, Stanza } from './stanza.ts'

/** reprepro takes no package without; `utils` and `optional` are what fits what has no place in Debian's own lists. */
const SECTION = 'utils'
const PRIORITY = 'optional'
/** Debian Policy 2.4: a word, after an area where it is not main. */
const SECTION_FORM = /^(?:[a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/
/** Debian Policy 2.5; `extra` is what it had before 4.0.1. */
const PRIORITIES: ReadonlySet<string> = new Set(['required', 'important', 'standard', 'optional', 'extra'])
/** What no reader of a control file keeps. */
const BLANKS_AROUND = /^[ \t]+|[ \t\n]+$/g
const VARIANT = /^[a-z0-9][a-z0-9.+-]*$/

/** What dpkg keeps of its own beside a control file, and what an index says of a package. */
const FOREIGN_FIELDS = names(
  'status conffiles config-version triggers-pending triggers-awaited',
  'filename size md5sum sha1 sha256 sha512 description-md5',
)
/** Which come from members of the description, whether or not it has them. */
const DESCRIBED_FIELDS = names(
  'pre-depends depends recommends suggests enhances conflicts breaks replaces provides',
  'homepage architecture-variant',
)

/**
 * `Architecture`, and its variant where there is one.
 *
 * @throws PublishError `PACKAGE` for a name that is none
 */
export function architectureFields({ arch, deb = {} }: PackageDescription): Stanza {
  const { architecture = debianArchitecture(arch), architectureVariant } = deb
  if (!isArchitecture(architecture)) throw unfit('architecture', architecture, 'a name such as amd64')
  const field = { name: 'Architecture', value: architecture }
  if (architectureVariant === undefined) return [field]
  if (!VARIANT.test(architectureVariant)) {
    throw unfit('architectureVariant', architectureVariant, 'a name such as amd64v3')
  }
  return [field, { name: 'Architecture-Variant', value: architectureVariant }]
}

/**
 * Where the package belongs, and how much it is needed.
 *
 * @throws PublishError `PACKAGE` for a section that is no word, and a priority that Debian does not know
 */
export function classFields({ section = SECTION, priority = PRIORITY }: DebDetails = {}): Stanza {
  if (!SECTION_FORM.test(section)) throw unfit('section', section, 'a word such as utils or non-free/net')
  if (!PRIORITIES.has(priority)) throw unfit('priority', priority, `one of ${[...PRIORITIES].join(', ')}`)
  return [
    { name: 'Section', value: section },
    { name: 'Priority', value: priority },
  ]
}

/**
 * The description's further fields, but for those with nothing in them.
 *
 * @param own the fields that the package has already
 * @throws PublishError `PACKAGE` for a field that is not free
 */
export function furtherFields({ fields = [] }: DebDetails = {}, own: Stanza): Stanza {
  const taken = new Set(own.map(({ name }) => name.toLowerCase()))
  const given = fields.map(({ name, value }): Field => ({ name, value: value.replaceAll(BLANKS_AROUND, '') }))
  for (const { name } of given) {
    const key = name.toLowerCase()
    if (taken.has(key) || DESCRIBED_FIELDS.has(key)) {
      throw unfit('fields', name, 'another name: this field has a place of its own in the description')
    }
    if (FOREIGN_FIELDS.has(key))
      throw unfit('fields', name, 'another name: dpkg or apt write this one themselves')
  }
  return given.filter(({ value }) => value !== '')
}

function names(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')))
}

function unfit(member: string, text: string, wanted: string): PublishError {
  return new PublishError(
    'PACKAGE',
    `${member}: ${JSON.stringify(text)} is none that a .deb can have; write ${wanted}`,
  )
}
