import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { badge } from '../../pages/badge.ts'
import { isOurPage, readContent } from '../../pages/index/data.ts'
import { type FreshSection, freshSections, withSections } from '../../pages/index/merge.ts'
import { indexPage } from '../../pages/index/page.ts'
import type { PageSite } from '../../pages/index/site.ts'
import { NO_CONTENT, type PageContent } from '../../pages/index/section.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import type { Committed } from '../commit/commit.ts'
import type { ClientFilesGround } from './client-files.ts'
import { type ReplacedFile, replaceFile } from './replaced-file.ts'

/** The page beside the repositories. */
export const PAGE = 'index.html'

/** Looks again so often whether another run has changed the page from which the badge was made. */
const MOST_BADGES = 4

type PageGround = Pick<ClientFilesGround, 'store' | 'clock' | 'log' | 'trust' | 'baseUrl'>

/**
 * Brings the page, and the badge that is made from it, to what these repositories list now. Of the published page the
 * parts about other indexes stay, read again as data; so the cost is that of what was opened anyway.
 *
 * @param defaults the channels that the published .sources and .repo lead to, where that is known
 * @returns a warning for each that could not be written
 */
export async function publishPage(
  request: RepositoryRequest,
  ground: PageGround,
  committed: readonly Committed[],
  defaults: PageContent['defaults'] = {},
): Promise<readonly string[]> {
  const { baseUrl, trust } = ground
  if (!request.pages || baseUrl === undefined) return []
  const { repositoryName } = request
  const fingerprints = trust.map(({ fingerprint }) => fingerprint)
  const site = { repositoryName, baseUrl, fingerprints: [...new Set(fingerprints)] }
  const fresh = committed.flatMap(sectionsOf)
  const page = await replacePage(site, fresh, defaults, ground)
  const warnings = [page.warning, await publishBadge(site, page, ground)]
  return warnings.filter((warning) => warning !== undefined)
}

function sectionsOf({ repository, state, isChanged }: Committed): readonly FreshSection[] {
  const { stampSeconds } = state
  if (stampSeconds === undefined) return []
  return freshSections(repository, stampSeconds, state.contents().indexes, isChanged)
}

interface ReplacedPage extends ReplacedFile {
  /** What the page is made of; where it is not ours, what this run knows alone. */
  readonly content: PageContent
  readonly isOurs: boolean
}

async function replacePage(
  site: PageSite,
  fresh: readonly FreshSection[],
  defaults: PageContent['defaults'],
  { store, clock, log }: PageGround,
): Promise<ReplacedPage> {
  let [content, isOurs] = [NO_CONTENT, true]
  const next = (existing: Buffer | undefined, nowSeconds: number) => {
    const text = existing?.toString('utf8')
    isOurs = text === undefined || isOurPage(text)
    content = withSections(isOurs ? readContent(text ?? '') : NO_CONTENT, fresh, defaults, nowSeconds)
    return isOurs ? Buffer.from(indexPage(site, content)) : undefined
  }
  const replaced = await replaceFile(store, clock, PAGE, next, LIMITS.pageBytes).catch((error: unknown) => {
    if (!(error instanceof PublishError) || error.code !== 'LIMIT') throw error
    next(Buffer.from('not ours'), Math.floor(clock.now() / 1000))
    return { etag: undefined, isWritten: false, warning: undefined }
  })
  if (!isOurs) log.info(`${PAGE} in ${store.name} was not made by a publish; it stays as it is.`)
  return { ...replaced, content, isOurs }
}

/** A badge of an older page is not left behind a newer one: whoever wrote it looks at the page again. */
async function publishBadge(
  site: PageSite,
  page: ReplacedPage,
  { store, clock }: PageGround,
): Promise<string | undefined> {
  const key = `${site.repositoryName}.json`
  let { content, etag } = page
  for (let round = 0; round < MOST_BADGES; round += 1) {
    const text = badge(site.repositoryName, content)
    if (text === undefined) return undefined
    const { isWritten, warning } = await replaceFile(store, clock, key, () => Buffer.from(text))
    if (!isWritten || !page.isOurs || (await store.head(PAGE))?.etag === etag) return warning
    const { object } = await store.get(PAGE, LIMITS.pageBytes)
    content = readContent(object?.bytes.toString('utf8') ?? '')
    etag = object?.etag
  }
  return `${key} in ${store.name} may be older than ${PAGE}: others kept writing it. The next publish repairs it.`
}
