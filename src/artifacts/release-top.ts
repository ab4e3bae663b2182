/** Whether all files lie below one folder, which then is the top of the release: `hello-1.2.3/`. */
export function isWrapped(paths: readonly string[]): boolean {
  const [first = ''] = paths
  const folder = first.slice(0, first.indexOf('/') + 1)
  return folder !== '' && paths.every((path) => path.startsWith(folder))
}

/** The longest folder that holds all of these files, with its slash; empty where there is none. */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1))
  const [first = []] = folders
  const differs = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
  const common = differs < 0 ? first : first.slice(0, differs)
  return common.map((part) => `${part}/`).join('')
}
