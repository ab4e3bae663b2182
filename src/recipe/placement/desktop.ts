import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import { iconSize } from './icon-size.ts'
import type { ReleaseFile } from './release-file.ts'

const DESKTOP = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.desktop$/
const METAINFO = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:metainfo|appdata)\.xml$/
const ICON = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:png|svg)$/
const ICON_FOLDER = /^icons?$/i
/** Icon Theme Specification, "Directory Layout": what the theme hicolor has. */
const THEME_FOLDER = /^(?:[0-9]{1,4}x[0-9]{1,4}(?:@[2-4])?|scalable|symbolic)$/
const CONTEXT = /^(?:actions|apps|categories|devices|emblems|mimetypes|places|status)$/
/** The sizes that hicolor-icon-theme has folders of. */
const SIZES: ReadonlySet<number> = new Set([16, 20, 22, 24, 32, 36, 40, 48, 64, 72, 96, 128, 192, 256, 512])

/** Desktop entries, what software centres show of them, and icons. */
export function recogniseDesktop(file: ReleaseFile): FileKind | Unplaced | undefined {
  const { name } = file
  if (DESKTOP.test(name)) {
    const isEntry = /^\[Desktop Entry\][ \t]*$/m.test(file.text ?? '')
    return isEntry
      ? desktop(`applications/${name}`)
      : unplaced('no desktop entry, as it has no [Desktop Entry]')
  }
  if (METAINFO.test(name)) {
    const isComponent = /<(?:component|application)[\s>]/.test(file.text ?? '')
    return isComponent
      ? desktop(`metainfo/${name}`)
      : unplaced('no AppStream metainfo, as it has no <component>')
  }
  return ICON.test(name) ? recogniseIcon(file) : undefined
}

function recogniseIcon(file: ReleaseFile): FileKind | Unplaced | undefined {
  const { folders, name, head } = file
  const theme = folders.indexOf('hicolor')
  if (theme >= 0) {
    const below = folders.slice(theme + 1)
    const [size = '', context = ''] = below
    const isPlaced = below.length === 2 && THEME_FOLDER.test(size) && CONTEXT.test(context)
    return isPlaced ? desktop(`icons/hicolor/${size}/${context}/${name}`) : undefined
  }
  if (!folders.some((folder) => ICON_FOLDER.test(folder))) return undefined
  if (name.endsWith('.svg'))
    return file.text?.includes('<svg') === true ? desktop(`icons/hicolor/scalable/apps/${name}`) : undefined
  const size = iconSize(head)
  if (size === undefined || !SIZES.has(size))
    return unplaced('an icon of a size for which the theme hicolor has no folder')
  return desktop(`icons/hicolor/${size}x${size}/apps/${name}`)
}

function desktop(path: string): FileKind {
  return { kind: 'desktop', path }
}
