import { describe, expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import { entryOf } from '../../../src/rpm/header.ts'
import type { ListedRpm } from '../../../src/rpm/package.ts'
import { entriesOf } from '../../../src/rpm/repodata/entries.ts'
import { filelistsEntry } from '../../../src/rpm/repodata/filelists.ts'
import { otherEntry } from '../../../src/rpm/repodata/other.ts'
import { primaryEntry } from '../../../src/rpm/repodata/primary.ts'
import { TAGS } from '../../../src/rpm/tags.ts'
import { packageOf } from './repository.ts'

/** Its prose names its own path as an attribute would. */
const PKG = packageOf([entryOf(TAGS.SUMMARY, ['href="p/a&b.rpm" <location href="p/a&b.rpm"/>'])])
const HREF = 'p/a&b.rpm'

function listed(changes: Partial<ListedRpm> = {}, primary = primaryEntry(PKG, HREF)): ListedRpm {
  const { name, version, release, arch, sha256 } = PKG
  return {
    format: 'rpm',
    name,
    version,
    release,
    arch,
    sha256,
    content: contentOf(Buffer.alloc(0)),
    source: 'rpm/p/a&b.rpm',
    headerSha256: undefined,
    pkgid: sha256,
    entries: {
      primary: Buffer.from(primary),
      filelists: Buffer.from(filelistsEntry(PKG)),
      other: Buffer.from(otherEntry(PKG)),
    },
    key: `rpm/${HREF}`,
    href: HREF,
    ...changes,
  }
}

describe('a package that another repository lists', () => {
  test.each([HREF, 'q/"new" & other.rpm'])('has the same entries at %j, but for where it lies', (href) => {
    expect(entriesOf(listed(), href)).toEqual(entriesOf(PKG, href))
  })
  test('stays where it is in a form that is not ours', () => {
    const theirs = primaryEntry(PKG, HREF).replace(/href="(p[^"]*)"\/>\n/, "href='$1'/>\n")
    expect(theirs).not.toBe(primaryEntry(PKG, HREF))
    expect(entriesOf(listed({}, theirs), HREF).primary).toBe(theirs)
    expect(() => entriesOf(listed({}, theirs), 'elsewhere.rpm')).toThrow(
      expect.objectContaining({
        code: 'INTEGRITY',
        message: expect.stringMatching(/^rpm\/p\/a&b\.rpm is listed in/),
      }),
    )
  })
  test('without entries cannot be listed elsewhere', () => {
    expect(() => entriesOf(listed({ entries: undefined }), HREF)).toThrow(
      expect.objectContaining({ code: 'INTEGRITY' }),
    )
  })
})
