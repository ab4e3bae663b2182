/** A folder whose mutants are tried, and the tests that are to notice them. */
export interface Folder {
  readonly path: string
  /** Sources that lie elsewhere, and are tried with those of the folder. */
  readonly files?: readonly string[]
  /** Folders or files of tests. */
  readonly tests: readonly string[]
  /** Programs that the tests may start; all other tests that start one are left out. */
  readonly programs?: readonly string[]
  /** Sources that are tables of data, which tests with real programs compare with their origin. */
  readonly tables?: readonly string[]
}

export const FOLDERS: readonly Folder[] = [
  {
    path: 'src/deb',
    tests: ['__tests__/deb', '__tests__/packaging', '__tests__/repository', '__tests__/commands'],
    tables: ['src/deb/libraries.ts', 'src/deb/desktop-libraries.ts'],
  },
  {
    path: 'src/rpm',
    tests: ['__tests__/rpm', '__tests__/packaging'],
    tables: ['src/rpm/tags.ts'],
  },
  { path: 'src/rpm/repodata', tests: ['__tests__/rpm', '__tests__/repository', '__tests__/commands'] },
  // Without gpg: a mutant that makes it wait costs minutes.
  { path: 'src/openpgp', tests: ['__tests__/openpgp'] },
  {
    path: 'src/compression',
    files: ['src/parts.ts', 'src/entries.ts'],
    tests: [
      '__tests__/compression',
      '__tests__/parts.test.ts',
      '__tests__/entries.test.ts',
      '__tests__/deb',
      '__tests__/rpm',
    ],
    programs: ['xz'],
  },
  { path: 'src/recipe', tests: ['__tests__/recipe'] },
  { path: 'src/recipe/placement', tests: ['__tests__/recipe'] },
  { path: 'src/recipe/config', tests: ['__tests__/recipe'] },
]
