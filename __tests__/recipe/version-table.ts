/** What a project writes, as a version of Debian, and as one of rpm; undefined where that format refuses it. */
export interface Row {
  readonly written: string
  readonly deb: string | undefined
  readonly rpm: string | undefined
}

const row = (written: string, deb: string | undefined, rpm: string | undefined): Row => ({
  written,
  deb,
  rpm,
})
const both = (written: string, expected: string): Row => row(written, expected, expected)

export const VERSION_TABLE: readonly Row[] = [
  // Semantic versions
  both('1.2.3', '1.2.3'),
  both('1.2.3-rc.1', '1.2.3~rc.1'),
  both('1.2.3-4', '1.2.3~4'),
  both('1.2.3+build.5', '1.2.3+build.5'),
  both('1.2.3-rc.1+build.5', '1.2.3~rc.1+build.5'),
  both('1.2-beta2', '1.2~beta2'),
  both('0.0.0-20261121093000', '0.0.0~20261121093000'),
  // git describe
  row('1.2.3-4-gabc1234', '1.2.3+4.gabc1234', '1.2.3^4.gabc1234'),
  row('1.2.3-0-gabc1234', '1.2.3+0.gabc1234', '1.2.3^0.gabc1234'),
  row('1.2.3-4-gabc1234-dirty', '1.2.3+4.gabc1234.dirty', '1.2.3^4.gabc1234.dirty'),
  row('1.2.3-rc.1-4-gabc1234', '1.2.3~rc.1+4.gabc1234', '1.2.3~rc.1^4.gabc1234'),
  row('1.2.3+meta-4-gabc1234', '1.2.3+meta+4.gabc1234', '1.2.3+meta^4.gabc1234'),
  row('2026-11-21-4-gabc1234', '2026.11.21+4.gabc1234', '2026.11.21^4.gabc1234'),
  row('1.2a-4-gabc1234', '1.2a+4.gabc1234', '1.2a^4.gabc1234'),
  // Calendars
  both('2026.11.21', '2026.11.21'),
  both('2026.11', '2026.11'),
  both('26.04', '26.04'),
  both('20261121', '20261121'),
  both('2026-11-21', '2026.11.21'),
  both('2026-11-21-2', '2026.11.21.2'),
  both('2026.11.21-rc1', '2026.11.21~rc1'),
  both('2026-11', '2026~11'),
  // Pre-releases without a hyphen
  both('1.22rc1', '1.22~rc1'),
  both('3.13.0.RC2', '3.13.0~RC2'),
  both('1.2.0beta', '1.2.0~beta'),
  both('1.2.dev4', '1.2~dev4'),
  both('1.2alpha.3', '1.2~alpha.3'),
  both('1.2rc1+5', '1.2~rc1+5'),
  both('1.2_pre1', '1.2~pre1'),
  row('1.22rc1-4-gabc1234', '1.22~rc1+4.gabc1234', '1.22~rc1^4.gabc1234'),
  both('1.2rc1a', '1.2rc1a'),
  both('1.2b3', '1.2b3'),
  both('1.2.3.post1', '1.2.3.post1'),
  // Everything else
  both('7', '7'),
  both('1.2.3.4', '1.2.3.4'),
  both('9.0p1', '9.0p1'),
  both('1.1.1a', '1.1.1a'),
  both('1.2.3~rc1', '1.2.3~rc1'),
  row('1.2.3^20261121', undefined, '1.2.3^20261121'),
  row('1_0', undefined, '1_0'),
  row('main', undefined, 'main'),
  // With an epoch
  both('2:1.2.3', '2:1.2.3'),
  both('0:1.2.3', '0:1.2.3'),
  both('2:1.2.3-rc.1', '2:1.2.3~rc.1'),
  row('1:2:3', '1:2:3', undefined),
]

/** What no format or not every format has, and what is proposed: it fits all of them. */
export const PROPOSALS: readonly (readonly [string, string])[] = [
  ['release-2.0', '2.0'],
  ['v1.2.3', '1.2.3'],
  ['v1.2.3-4-gabcdef0', '1.2.3-4-gabcdef0'],
  ['release-1.2-4-gabcdef0', '1.2-4-gabcdef0'],
  ['cli/v1.2.3', '1.2.3'],
  ['@scope/tool@1.2.3-rc.1', '1.2.3-rc.1'],
  ['7zip-23.01', '23.01'],
  ['r1234', '1234'],
  ['nightly-20261121', '20261121'],
  ['1.2.3-alpha-1', '1.2.3-alpha.1'],
  ['1.2.3-rc-1+a-b', '1.2.3-rc.1+a.b'],
  ['1.2.3+a-b', '1.2.3+a.b'],
  ['1.2.3-', '1.2.3'],
  ['1.2.3/4', '1.2.3.4'],
  ['1.2.3 beta', '1.2.3.beta'],
  ['1_0', '1.0'],
  ['1.2.3^20261121', '1.2.3+20261121'],
  ['2026-1-5', '2026.1.5'],
  ['2026-11-21-rc1', '2026.11.21-rc1'],
  ['2026_11_21', '2026.11.21'],
  ['1:2:3', '1:2.3'],
  ['2:1.2.3_4', '2:1.2.3.4'],
  ['main', '0.0.0+main'],
  ['abc1234', '0.0.0+abc1234'],
  ['feature/new thing', '0.0.0+feature.new.thing'],
]
