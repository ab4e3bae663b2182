import { sha256 } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { fingerprintsIn } from '../openpgp/key-file.ts'
import { badge } from '../pages/badge.ts'
import { isOurPage, printContent, readContent } from '../pages/index/data.ts'
import { freshSections, placeOf, withSections } from '../pages/index/merge.ts'
import { indexPage } from '../pages/index/page.ts'
import type { PageContent } from '../pages/index/section.ts'
import { installScript } from '../pages/install-script.ts'
import { PAGE } from '../repository/client-files/page.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import type { Store } from '../store/store.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import type { Examined } from './repository.ts'
import { storedFile } from './stored-file.ts'

/** Whose files these are, and with which keys clients find them. */
interface Site {
  readonly repositoryName: string
  readonly baseUrl: string
  /** The published file of keys. */
  readonly keys: Buffer
  /** Of the keys in it. */
  readonly fingerprints: readonly string[]
}

/** What people read: the page, the script that they are told to run, the badge. What is wrong with keys is said of them. */
export async function pageFindings(
  { repositoryName, pages }: RepositoryRequest,
  baseUrl: string | undefined,
  ours: readonly Examined[],
  ground: Ground,
): Promise<readonly Finding[]> {
  const { store } = ground
  if (!pages || baseUrl === undefined) return []
  const keys = await storedFile(`${repositoryName}.asc`, store)
  const held = keys === undefined ? undefined : await fingerprintsIn(keys, 'armored')
  const signers = ours.flatMap((it) => it.signers.map(({ fingerprint }) => fingerprint))
  if (keys === undefined || held === undefined || !signers.some((it) => held.includes(it))) return []
  const site = { repositoryName, baseUrl, keys, fingerprints: [...new Set(held)] }
  const found = await Promise.all([scriptFindings(site, store), indexFindings(site, ours, ground)])
  return found.flat()
}

function warning(key: string, seen: string): Finding {
  const remedy = '`publish` and `republish` write it again.'
  return { severity: 'warning', repository: '', key, seen: `${key} ${seen}.`, remedy }
}

const OTHERWISE = 'is not what a publish with these inputs writes'

/** The script trusts the published keys, whichever those are. */
async function scriptFindings(
  { repositoryName, baseUrl, keys, fingerprints }: Site,
  store: Store,
): Promise<readonly Finding[]> {
  const key = 'install.sh'
  const bytes = await storedFile(key, store)
  if (bytes === undefined) return [warning(key, 'is missing')]
  const wanted = installScript({ repositoryName, baseUrl }, { fingerprints, sha256: sha256(keys) })
  return bytes.equals(Buffer.from(wanted)) ? [] : [warning(key, `${OTHERWISE}, for the published keys`)]
}

/** A page that is not ours is somebody's own; what the badge should say is known from ours alone. */
async function indexFindings(
  { repositoryName, baseUrl, fingerprints }: Site,
  ours: readonly Examined[],
  { store, clock }: Ground,
): Promise<readonly Finding[]> {
  const bytes = await storedFile(PAGE, store, LIMITS.pageBytes)
  if (bytes === undefined) return [warning(PAGE, 'is missing')]
  const page = bytes.toString('utf8')
  if (!isOurPage(page)) {
    const seen = `${PAGE} was not made by a publish: it stays as it is.`
    return [
      {
        severity: 'notice',
        repository: '',
        key: PAGE,
        seen,
        remedy: 'Delete it for one that publishes write.',
      },
    ]
  }
  const content = readContent(page)
  const odd = [
    ...(indexPage({ repositoryName, baseUrl, fingerprints }, content) === page ? [] : [OTHERWISE]),
    ...ours.flatMap((it) => oddities(it, content, Math.floor(clock.now() / 1000))),
  ]
  return [
    ...(odd.length === 0 ? [] : [warning(PAGE, odd.join(', and '))]),
    ...(await badgeFindings(repositoryName, content, store)),
  ]
}

async function badgeFindings(
  repositoryName: string,
  content: PageContent,
  store: Store,
): Promise<readonly Finding[]> {
  const wanted = badge(repositoryName, content)
  if (wanted === undefined) return []
  const key = `${repositoryName}.json`
  const bytes = await storedFile(key, store)
  if (bytes?.equals(Buffer.from(wanted)) === true) return []
  return [warning(key, bytes === undefined ? 'is missing' : `does not say what ${PAGE} says`)]
}

/** What the page says of a repository that is not so; an index of which it never said anything is none of its. */
function oddities(
  { repository, listed, state }: Examined,
  content: PageContent,
  nowSeconds: number,
): string[] {
  const { format, channel, title } = repository
  const { stampSeconds } = state ?? {}
  if (state === undefined || stampSeconds === undefined) return []
  const fresh = freshSections({ format, channel }, stampSeconds, state.contents().indexes, false)
  const shown = fresh.filter((it) => content.sections.some((section) => placeOf(section) === placeOf(it)))
  if (shown.length === 0) return listed.length === 0 ? [] : [`says nothing of the ${title}`]
  const right = withSections(content, shown, {}, nowSeconds)
  return printContent(right) === printContent(content) ? [] : [`does not show what the ${title} has`]
}
