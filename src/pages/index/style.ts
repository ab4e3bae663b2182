/**
 * How the page looks: one column, text first, two colour schemes. Contrasts are those of WCAG 2.2 AA or better, which a
 * test computes.
 */
const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2023; --soft: #565d66; --line: #e2e2dc; --block: #f4f4ef; --edge: #83878d; --link: #0a5a8c;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e4e6e7; --soft: #a3abb3; --line: #2c3237; --block: #1d2226; --edge: #77818a; --link: #86c5ea;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 var(--sans); overflow-wrap: break-word;
}
header, main, footer { max-width: 47rem; margin-inline: auto; padding-inline: clamp(1.125rem, 5vw, 2rem); }
header { padding-block: clamp(2.5rem, 9vw, 5rem) 0; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { margin: 0; font-size: clamp(2rem, 7vw, 2.75rem); letter-spacing: -.022em; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.375rem; letter-spacing: -.012em; }
h3 { margin: 2rem 0 .625rem; font-size: 1rem; }
p { margin: 0 0 1rem; max-width: 40rem; text-wrap: pretty; }
.lead { margin: .75rem 0 0; font-size: 1.125rem; line-height: 1.55; color: var(--soft); }
.soft { color: var(--soft); }
a { color: var(--link); text-decoration-thickness: .07em; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: .14em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 3px; }
code { font-family: var(--mono); font-size: .875em; }
.skip { position: absolute; left: -100vw; top: 0; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { left: 0; }

.command { position: relative; display: flex; align-items: flex-start; gap: .75rem; margin: 0 0 1rem; padding: .8rem .8rem .8rem 1rem; background: var(--block); border: 1px solid var(--line); border-radius: 8px; }
.command pre { flex: 1; min-width: 0; margin: 0; padding: .125rem 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
.command code { display: block; font-size: .84375rem; }
.command code span { display: block; padding-left: 1.25em; text-indent: -1.25em; }
.command span + span { margin-top: .2rem; }
button { flex: none; padding: .3rem .7rem; font: 500 .8125rem/1.3 var(--sans); color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }
button:hover { border-color: var(--ink); }
button[hidden] { display: none; }
.status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.switch { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; margin: 2.25rem 0 0; padding: .85rem 0; border: solid var(--line); border-width: 1px 0; min-inline-size: 0; }
.switch legend { float: left; padding: 0; font-weight: 650; }
.switch label { max-width: 100%; overflow-wrap: anywhere; display: inline-flex; align-items: center; gap: .5rem; cursor: pointer; min-height: 1.75rem; }
h1, h2 { overflow-wrap: anywhere; }
.switch input { flex: none; width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--link); }
.panel > h2:first-child { margin-top: 3rem; }

table { width: 100%; table-layout: fixed; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding: 0 0 .5rem; }
.packages + .packages { margin-top: 2.5rem; }
th, td { padding: .6rem 1.25rem .6rem 0; text-align: left; vertical-align: baseline; font-weight: inherit; }
thead th { padding-block: .3rem; font-size: .8125rem; color: var(--soft); border-bottom: 1px solid var(--line); }
tbody tr { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
time { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
thead th:nth-child(1) { width: 33%; } thead th:nth-child(3) { width: 19%; } thead th:nth-child(4) { width: 21%; }
.older { display: block; font-size: .8125rem; color: var(--soft); }
.files { list-style: none; margin: 0; padding: 0; }
.files li { display: flex; justify-content: space-between; gap: 1rem; white-space: nowrap; }
/* Below the underscore of x86_64. */
.files a { text-underline-offset: .3em; }
.files span { color: var(--soft); font-size: .875rem; }

.fingerprint { max-width: none; margin: 0 0 .75rem; padding: .8rem 1rem; background: var(--block); border: 1px solid var(--line); border-radius: 8px; font: .9375rem/1.7 var(--mono); word-spacing: .15em; }
footer { margin-top: 4.5rem; padding-block: 1.25rem 3rem; font-size: .875rem; color: var(--soft); }
footer p { margin: 0; padding-top: 1.25rem; border-top: 1px solid var(--line); max-width: none; }

@media (max-width: 40rem) {
  .command { flex-direction: column; gap: .6rem; padding: .8rem .875rem; }
  .command pre { width: 100%; }
  button { align-self: flex-end; padding: .45rem .9rem; }
  table, tbody, tr { display: block; }
  caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .packages { position: relative; }
  tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem 1rem; padding: .8rem 0; }
  tbody tr:first-child { border-top: 1px solid var(--line); }
  th, td { padding: 0; }
  .when { text-align: right; font-size: .875rem; color: var(--soft); align-self: baseline; }
  .version { grid-column: 1; grid-row: 2; color: var(--soft); font-size: .9375rem; }
  .name { grid-column: 1; grid-row: 1; }
  .when { grid-column: 2; grid-row: 1; }
  .downloads { grid-column: 1 / -1; grid-row: 3; }
  .files { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin-top: .3rem; }
  .files li { gap: .5rem; padding: .2rem 0; }
}
@media print { .switch, button, .skip { display: none; } }
`

/** The style of a page with so many channels: where the browser can, one of them is shown at a time. */
export function styleOf(channelCount: number): string {
  if (channelCount < 2) return STYLE
  const rules = Array.from(
    { length: channelCount },
    (_, at) => `  body:has(#channel-${at}:checked) .panel:not(#panel-${at}) { display: none; }\n`,
  )
  return `${STYLE}
@supports selector(body:has(input)) {
${rules.join('')}}
@supports not selector(body:has(input)) { .switch { display: none; } }
`
}
