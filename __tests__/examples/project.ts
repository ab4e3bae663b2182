import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rpmbuild } from '../rpm/sample.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

const PACKAGES = join(process.env['CLIENT_ROOTS'] ?? '/var/cache/r2-package-repository', 'packages')

/** The architectures for which there are executables, by Go's and by Debian's words. */
const ARCHITECTURES = { amd64: 'amd64', arm64: 'arm64', arm: 'armhf', riscv64: 'riscv64' } as const

/** What is missing to have executables of several architectures; roots.sh fetches them. */
export function missingExecutables(): readonly string[] {
  const found = Object.values(ARCHITECTURES).filter((arch) => packageOf('hello', arch) !== undefined)
  return found.length === Object.keys(ARCHITECTURES).length ? [] : [`packages in ${PACKAGES}, of roots.sh`]
}

function packageOf(name: string, arch: string): string | undefined {
  try {
    return readdirSync(PACKAGES).find((it) => it.startsWith(`${name}_`) && it.endsWith(`_${arch}.deb`))
  } catch {
    return undefined
  }
}

/** A folder with a dynamic executable `hello` and a static one `static` for each architecture. */
export async function executables(): Promise<string> {
  const folder = await temporaryDirectory()
  for (const [goArch, arch] of Object.entries(ARCHITECTURES)) {
    await mkdir(join(folder, goArch))
    for (const [name, path, target] of [
      ['hello', 'usr/bin/hello', 'hello'],
      ['busybox-static', 'usr/bin/busybox', 'static'],
    ] as const) {
      const root = await temporaryDirectory()
      await run('dpkg-deb', ['-x', join(PACKAGES, packageOf(name, arch) ?? ''), root])
      const from = [path, path.replace(/^usr\//, '')]
      for (const place of from)
        await copyFile(join(root, place), join(folder, goArch, target)).catch(() => undefined)
      await chmod(join(folder, goArch, target), 0o755)
    }
  }
  return folder
}

const MAKEFILE = `hello-c:
	$(CC) -o hello-c hello.c
.PHONY: dist
dist:
	mkdir -p dist
	for arch in amd64 arm64; do cp "$$EXECUTABLES/$$arch/hello" "dist/hello-linux-$$arch"; done
dist/%:
	mkdir -p $@
	cp "$$EXECUTABLES/amd64/hello" $@/hello
`

/** A clone of a project whose tag v1.2.3 has one commit behind it. */
export async function gitProject(): Promise<string> {
  const folder = await temporaryDirectory()
  await writeFile(join(folder, 'Makefile'), MAKEFILE)
  await git(folder, 'init', '--quiet', '--initial-branch=main')
  await commit(folder, 'First')
  await git(folder, 'tag', 'v1.2.3')
  await commit(folder, 'Second')
  return folder
}

export async function commit(folder: string, message: string): Promise<void> {
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '--allow-empty', '--message', message)
}

export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com']
  const { stdout } = await run('git', [...identity, ...args], { cwd: folder })
  return stdout.trim()
}

/** What stands in for compilers and for programs that reach beyond this machine: each copies or notes. */
const PROGRAMS: Readonly<Record<string, string>> = {
  cargo: `test "$*" = 'build --release --locked'
    case "$RUNNER_ARCH" in X64) arch=amd64 ;; ARM64) arch=arm64 ;; esac
    mkdir -p target/release
    cp "$EXECUTABLES/$arch/hello" target/release/hello-rust`,
  go: `test "$1 $2 $3 $5" = 'build -trimpath -o .' && test "$CGO_ENABLED $GOOS" = '0 linux'
    mkdir -p "$(dirname "$4")"
    cp "$EXECUTABLES/$GOARCH/static" "$4"`,
  'x86_64-linux-gnu-gcc': 'test "$1" = -o && cp "$EXECUTABLES/amd64/hello" "$2"',
  'aarch64-linux-gnu-gcc': 'test "$1" = -o && cp "$EXECUTABLES/arm64/hello" "$2"',
  'arm-linux-gnueabihf-gcc': 'test "$1" = -o && cp "$EXECUTABLES/arm/hello" "$2"',
  sudo: 'echo "sudo $*" >>"$NOTES"',
  docker: `test "$1" = run || exit 0
    echo "docker run" >>"$NOTES"
    cat >/dev/null
    case "$*" in *"$REFUSED_IMAGE"*) exit 100 ;; esac`,
  gh: `echo "gh $*" >>"$NOTES"
    test -n "$GH_TOKEN"
    case "$2" in view) exit 1 ;; upload) shift 5; ls "$@" >/dev/null ;; esac`,
}

/** A folder of these programs, to be looked into first. */
export async function programs(): Promise<string> {
  const folder = await temporaryDirectory()
  for (const [name, script] of Object.entries(PROGRAMS))
    await writeFile(join(folder, name), `#!/bin/sh\nset -e\n${script}\n`, { mode: 0o755 })
  return folder
}

const SPEC = `Name: hello
Version: 1.2.3
Release: 1
Summary: Greets
License: MIT
BuildArch: x86_64
AutoReqProv: no
%description
It greets.
%install
mkdir -p %{buildroot}/usr/bin
cp %{executable} %{buildroot}/usr/bin/hello
%files
/usr/bin/hello
`

const CONTROL = `Package: hello
Version: 1.2.3
Architecture: amd64
Maintainer: Jane Doe <jane@example.com>
Description: Greets
`

/** A deb and an rpm of dpkg-deb and rpmbuild in `dist/`, under the names that GoReleaser gives them. */
export async function prebuiltPackages(workspace: string, executable: string): Promise<void> {
  const dist = join(workspace, 'dist')
  const tree = await temporaryDirectory()
  for (const folder of [dist, join(tree, 'DEBIAN'), join(tree, 'usr/bin')])
    await mkdir(folder, { recursive: true })
  await writeFile(join(tree, 'DEBIAN/control'), CONTROL)
  await copyFile(executable, join(tree, 'usr/bin/hello'))
  const deb = join(dist, 'hello_1.2.3_linux_amd64.deb')
  await run('dpkg-deb', ['--build', '--root-owner-group', tree, deb])
  const { binary } = await rpmbuild(SPEC, { executable })
  await copyFile(binary, join(dist, 'hello_1.2.3_linux_amd64.rpm'))
}

/** An archive of an executable, as projects attach it to a release. */
export async function archive(folder: string, executable: string, name: string): Promise<string> {
  const inside = await temporaryDirectory()
  await copyFile(executable, join(inside, name))
  const path = join(folder, `${name}.tar.gz`)
  await run('tar', ['-czf', path, '-C', inside, name])
  return path
}
