import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { indexPage } from '../../src/pages/index/page.ts'
import type { PageContent } from '../../src/pages/index/section.ts'
import { isInstalled, temporaryDirectory, testWith } from '../support/programs.ts'
import { type WebServer, serveDirectory } from '../support/web-server.ts'
import { type Browser, startBrowser } from './browser.ts'
import { FEW, MANY, SITE, row, section } from './sample.ts'

const PAGES: Readonly<Record<string, PageContent>> = {
  few: FEW,
  many: MANY,
  empty: { defaults: {}, sections: [] },
  long: {
    defaults: {},
    sections: [
      section({
        channel: 'c'.repeat(100),
        rows: [row('n'.repeat(128), 'amd64', { version: '1'.repeat(128) })],
      }),
      section({ channel: 'other' }),
    ],
  },
}

let server: WebServer
let browser: Browser

beforeAll(async () => {
  if (!isInstalled('chromium')) return
  const root = await temporaryDirectory()
  for (const [name, content] of Object.entries(PAGES)) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'index.html'), indexPage(SITE, content))
  }
  const planted = indexPage(SITE, FEW).replace(
    '</main>',
    '<script>document.title = "planted"</script><img src="https://elsewhere.example/"></main>',
  )
  mkdirSync(join(root, 'planted'))
  writeFileSync(join(root, 'planted', 'index.html'), planted)
  server = await serveDirectory(root)
  browser = await startBrowser(await temporaryDirectory())
}, 60_000)

afterAll(async () => {
  if (!isInstalled('chromium')) return
  await browser.close()
  await server.stop()
})

const urlOf = (name: string) => `${server.url}/${name}/index.html`

async function look(width: number, scheme: 'light' | 'dark'): Promise<void> {
  const size = { width, height: 844, deviceScaleFactor: 1, mobile: width < 500 }
  await browser.send('Emulation.setDeviceMetricsOverride', size)
  const features = [{ name: 'prefers-color-scheme', value: scheme }]
  await browser.send('Emulation.setEmulatedMedia', { features })
}

/** Of every text that is seen: the ratio of WCAG 2.2, 1.4.3, to what is behind it; the lowest, and whose it is. */
const LOWEST_CONTRAST = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number)
  const luminance = (color) => {
    const [r, g, b] = parse(color).map((it) => it / 255).map((it) => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor
    return parse(color)[3] === 0 ? behind(element.parentElement) : color
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() === '' || element.getClientRects().length === 0 || element.closest('script')) continue
    const [a, b] = [getComputedStyle(element).color, behind(element)].map(luminance)
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.outerHTML.slice(0, 80)])
  }
  return found.sort((a, b) => a[0] - b[0])[0]
})()`

for (const name of Object.keys(PAGES)) {
  testWith(['chromium'], `the page of ${name} fits, is read easily, and complains of nothing`, async () => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [320, 390, 1000]) {
        await look(width, scheme)
        await browser.open(urlOf(name))
        const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        expect([name, scheme, width, await browser.evaluate(over)]).toEqual([name, scheme, width, 0])
        const [contrast, text] = await browser.evaluate<[number, string]>(LOWEST_CONTRAST)
        expect([scheme, contrast >= 4.5 ? 'enough' : contrast, text]).toEqual([scheme, 'enough', text])
      }
    }
    expect(browser.complaints).toEqual([])
  })
}

testWith(['chromium'], 'the two schemes differ', async () => {
  const paper = async (scheme: 'light' | 'dark') => {
    await look(390, scheme)
    await browser.open(urlOf('few'))
    return browser.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  }
  expect(await paper('light')).not.toBe(await paper('dark'))
})

testWith(['chromium'], 'every button copies the commands beside it', async () => {
  await look(1000, 'light')
  await browser.send('Browser.grantPermissions', {
    permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
  })
  await browser.open(urlOf('few'))
  const count = await browser.evaluate<number>('document.querySelectorAll("button:not([hidden])").length')
  expect(count).toBe(4)
  const copied: string[] = []
  for (let at = 0; at < count; at += 1) {
    const click = `(async () => {
      const button = document.querySelectorAll('button')[${at}]
      button.click()
      while (button.textContent === 'Copy') await new Promise((resolve) => setTimeout(resolve, 10))
      return button.textContent + '\\n' + (await navigator.clipboard.readText())
    })()`
    copied.push(await browser.evaluate<string>(click))
  }
  expect(copied[0]).toBe('Copied\ncurl -fsSL https://packages.example.com/install.sh | sh -s -- planets')
  expect(copied[2]).toBe(
    'Copied\nsudo curl -fsSL -o /etc/yum.repos.d/planets.repo https://packages.example.com/planets.repo\n' +
      'sudo dnf install planets',
  )
})

const SEEN_PANELS = `Array.from(document.querySelectorAll('.panel')).filter((it) => it.getClientRects().length > 0).map((it) => it.id)`

testWith(['chromium'], 'without a script all can be read, and the channel still switches', async () => {
  await look(390, 'light')
  await browser.send('Emulation.setScriptExecutionDisabled', { value: true })
  await browser.open(urlOf('many'))
  await browser.send('Emulation.setScriptExecutionDisabled', { value: false })
  expect(await browser.evaluate('document.querySelectorAll("button:not([hidden])").length')).toBe(0)
  expect(await browser.evaluate(SEEN_PANELS)).toEqual(['panel-0'])
  await browser.evaluate('document.querySelector("#channel-1").click()')
  expect(await browser.evaluate(SEEN_PANELS)).toEqual(['panel-1'])
  const seen = await browser.evaluate<string>('document.querySelector("#panel-1").innerText')
  expect(seen).toContain('sh -s -- --channel testing planet-0')
})

testWith(['chromium'], 'is a page for those who hear it, and who use the keyboard', async () => {
  await look(390, 'light')
  await browser.open(urlOf('many'))
  const { nodes } = (await browser.send('Accessibility.getFullAXTree')) as {
    nodes: { role?: { value: string }; name?: { value: string }; ignored: boolean }[]
  }
  const named = (role: string) =>
    nodes.filter((it) => !it.ignored && it.role?.value === role).map((it) => it.name?.value ?? '')
  expect(await browser.evaluate('document.documentElement.lang')).toBe('en')
  expect([named('banner'), named('main'), named('contentinfo')].map((it) => it.length)).toEqual([1, 1, 1])
  expect(named('radio')).toEqual(['stable', 'testing', 'nightly'])
  expect(named('table')).toEqual([
    'For Debian, Ubuntu and their derivatives (.deb)',
    'For Fedora, RHEL, SUSE and their relatives (.rpm)',
  ])
  // Also on a phone, where rows are laid out as blocks.
  expect(named('rowheader')).toHaveLength(120)
  for (const name of [...named('button'), ...named('link'), ...named('region')]) expect(name).not.toBe('')
  const outline = await browser.evaluate<string>(
    `(() => { const link = document.querySelector('main a'); link.focus({ focusVisible: true }); return getComputedStyle(link).outlineStyle })()`,
  )
  expect(outline).toBe('solid')
})

testWith(['chromium'], 'what is planted into it neither runs nor loads', async () => {
  const before = browser.complaints.length
  await browser.open(urlOf('planted'))
  expect(await browser.evaluate('document.title')).toBe('planets: packages for Linux')
  const complaints = browser.complaints.slice(before).join('\n')
  expect(complaints).toMatch(/inline script/)
  expect(complaints).toMatch(/elsewhere\.example/)
})
