import { archListing, rpmFolder } from '../../rpm/layout.ts'
import type { Store } from '../../store/store.ts'

/** The architectures that have a repository in a channel: a folder of the right form, with a head in it. */
export async function rpmArchitectures(
  store: Store,
  template: string,
  channel: string,
): Promise<readonly string[]> {
  const names = await rpmArchitectureFolders(store, template, channel)
  const heads = await Promise.all(
    names.map((arch) => store.head(`${rpmFolder(template, channel, arch)}repodata/repomd.xml`)),
  )
  return names.filter((_, position) => heads[position] !== undefined)
}

/** The same, whether they have a head or have lost it. */
export async function rpmArchitectureFolders(
  store: Store,
  template: string,
  channel: string,
): Promise<readonly string[]> {
  const { folder, prefix, suffix } = archListing(template, channel)
  return (await store.folders(folder))
    .filter(
      (name) =>
        name.startsWith(prefix) && name.endsWith(suffix) && name.length > prefix.length + suffix.length,
    )
    .map((name) => name.slice(prefix.length, name.length - suffix.length))
    .filter((arch) => /^[a-z0-9_]+$/i.test(arch))
}
