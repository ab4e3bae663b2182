import type { PackageDescription, PackagedFile } from '../recipe/description.ts'
import type { DynamicLinks } from '../recipe/dynamic-links.ts'

/** FHS 3.0 and the ABIs of all architectures: where the dynamic linkers of distributions lie. */
const LOADER_FOLDERS = /^\/(?:usr\/)?lib(?:32|64|x32)?\//
/** Whose dynamic linkers lie elsewhere, by where that is. */
const MAKERS: readonly (readonly [folder: string, name: string, remedy: string])[] = [
  ['/nix/store/', 'Nix', 'Link it statically (pkgsStatic)'],
  ['/gnu/store/', 'Guix', 'Link it statically'],
  ['/home/linuxbrew/', 'Homebrew', 'Link it statically'],
]

/** Programs that no distribution can start, as their dynamic linker is one of another world: those of Nix, say. */
export function foreignLoaders(
  { name, arch, entries }: PackageDescription,
  files: readonly (PackagedFile & { readonly links: DynamicLinks })[],
): readonly string[] {
  const own = new Set(entries.map(({ path }) => path))
  return files.flatMap(({ path, links: { interpreter } }) => {
    if (interpreter === undefined || LOADER_FOLDERS.test(interpreter) || own.has(interpreter)) return []
    const maker = MAKERS.find(([folder]) => interpreter.startsWith(folder))
    const [made, absent] =
      maker === undefined
        ? ['', 'which no distribution has']
        : [` was built with ${maker[1]}, and`, `which no machine without ${maker[1]} has`]
    return [
      `${name} for ${arch}: ${path}${made} needs ${JSON.stringify(interpreter)}, ${absent}: it does not start there. ` +
        `${maker?.[2] ?? 'Link it statically'}, or set its interpreter and its rpath with patchelf.`,
    ]
  })
}
