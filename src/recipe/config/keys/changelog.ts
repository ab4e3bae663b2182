import { ANY, TEXT, TIME, listOf, mapOf } from '../shape.ts'

/** A changelog in the form of chglog (github.com/goreleaser/chglog): what no package shows is passed over. */
export const CHANGELOG = listOf(
  mapOf({
    semver: { about: 'Version.', shape: TEXT },
    date: { about: 'When it was released.', shape: TIME },
    packager: { about: 'Who released it, as Name <address>.', shape: TEXT },
    changes: {
      about: 'What changed.',
      shape: listOf(
        mapOf({
          note: { about: 'One change.', shape: TEXT },
          commit: { about: 'Its commit.', shape: ANY },
          author: { about: 'Who wrote it.', shape: ANY },
          committer: { about: 'Who committed it.', shape: ANY },
          conventional_commit: { about: 'Its message, parsed.', shape: ANY },
        }),
      ),
    },
    deb: {
      about: 'For the changelog of Debian.',
      shape: mapOf({
        urgency: { about: 'Urgency; medium by default.', shape: TEXT },
        distributions: { about: 'Distributions; unstable by default.', shape: listOf(TEXT) },
      }),
    },
    notes: { about: 'Head and foot in other formats.', shape: ANY },
  }),
)
