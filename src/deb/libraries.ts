import { DESKTOP_LIBRARIES } from './desktop-libraries.ts'

/**
 * Which packages of Debian 11 to sid, and of Ubuntu, have which libraries (by soname): symbols and shlibs files, and the
 * archives' indexes. Where the transition to 64-bit times renamed a package, both names stand, the newer one first;
 * each has the library in the releases that know it.
 */
const LIBRARIES: Readonly<Record<string, string>> = {
  // GNU C library, compilers
  libc6:
    'libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libresolv.so.2 libutil.so.1 libnsl.so.1 libanl.so.1 ' +
    'libmvec.so.1 libthread_db.so.1 libBrokenLocale.so.1 libnss_files.so.2 libnss_dns.so.2 libnss_compat.so.2 ' +
    'ld-linux-x86-64.so.2 ld-linux.so.2 ld-linux.so.3 ld-linux-armhf.so.3 ld-linux-aarch64.so.1 ld64.so.1 ld64.so.2 ' +
    'ld-linux-riscv64-lp64d.so.1 ld-linux-loongarch-lp64d.so.1 ld.so.1',
  libcrypt1: 'libcrypt.so.1',
  // The second is its name before Debian 11 and Ubuntu 20.04.
  'libgcc-s1 | libgcc1': 'libgcc_s.so.1',
  'libstdc++6': 'libstdc++.so.6',
  libatomic1: 'libatomic.so.1',
  libgomp1: 'libgomp.so.1',
  libitm1: 'libitm.so.1',
  libgfortran5: 'libgfortran.so.5',
  libquadmath0: 'libquadmath.so.0',
  libobjc4: 'libobjc.so.4',
  // Compression, archives
  zlib1g: 'libz.so.1',
  'libbz2-1.0': 'libbz2.so.1.0',
  liblzma5: 'liblzma.so.5',
  libzstd1: 'libzstd.so.1',
  'liblz4-1': 'liblz4.so.1',
  'liblzo2-2': 'liblzo2.so.2',
  libbrotli1: 'libbrotlicommon.so.1 libbrotlidec.so.1 libbrotlienc.so.1',
  libsnappy1v5: 'libsnappy.so.1',
  'libarchive13t64 | libarchive13': 'libarchive.so.13',
  // Cryptography
  'libssl3t64 | libssl3': 'libssl.so.3 libcrypto.so.3',
  'libssl1.1': 'libssl.so.1.1 libcrypto.so.1.1',
  'libgnutls30t64 | libgnutls30': 'libgnutls.so.30',
  libgcrypt20: 'libgcrypt.so.20',
  'libgpg-error0': 'libgpg-error.so.0',
  'libnettle8t64 | libnettle8': 'libnettle.so.8',
  'libhogweed6t64 | libhogweed6': 'libhogweed.so.6',
  libsodium23: 'libsodium.so.23',
  libsodium26: 'libsodium.so.26',
  'libtasn1-6': 'libtasn1.so.6',
  'libp11-kit0': 'libp11-kit.so.0',
  'libgpgme11t64 | libgpgme11': 'libgpgme.so.11',
  libgpgme45: 'libgpgme.so.45',
  libassuan0: 'libassuan.so.0',
  libassuan9: 'libassuan.so.9',
  'libargon2-1': 'libargon2.so.1',
  libnss3: 'libnss3.so libnssutil3.so libsmime3.so libssl3.so',
  libnspr4: 'libnspr4.so libplc4.so libplds4.so',
  libpcsclite1: 'libpcsclite.so.1',
  'libfido2-1': 'libfido2.so.1',
  libxxhash0: 'libxxhash.so.0',
  libmd0: 'libmd.so.0',
  // Kerberos, LDAP
  'libgssapi-krb5-2': 'libgssapi_krb5.so.2',
  'libkrb5-3': 'libkrb5.so.3',
  libk5crypto3: 'libk5crypto.so.3',
  libkrb5support0: 'libkrb5support.so.0',
  'libcom-err2': 'libcom_err.so.2',
  'libldap-2.4-2': 'libldap-2.4.so.2 libldap_r-2.4.so.2 liblber-2.4.so.2',
  'libldap-2.5-0': 'libldap-2.5.so.0 liblber-2.5.so.0',
  libldap2: 'libldap.so.2 liblber.so.2',
  'libsasl2-2': 'libsasl2.so.2',
  // Network
  'libcurl4t64 | libcurl4': 'libcurl.so.4',
  'libcurl4-gnutls | libcurl3t64-gnutls | libcurl3-gnutls': 'libcurl-gnutls.so.4',
  'libnghttp2-14': 'libnghttp2.so.14',
  'libssh2-1t64 | libssh2-1': 'libssh2.so.1',
  'libssh-4': 'libssh.so.4',
  'libpsl5t64 | libpsl5': 'libpsl.so.5',
  'libidn2-0': 'libidn2.so.0',
  libunistring2: 'libunistring.so.2',
  libunistring5: 'libunistring.so.5',
  'libc-ares2': 'libcares.so.2',
  'libevent-2.1-7t64 | libevent-2.1-7': 'libevent-2.1.so.7',
  'libevent-core-2.1-7t64 | libevent-core-2.1-7': 'libevent_core-2.1.so.7',
  'libevent-openssl-2.1-7t64 | libevent-openssl-2.1-7': 'libevent_openssl-2.1.so.7',
  'libevent-pthreads-2.1-7t64 | libevent-pthreads-2.1-7': 'libevent_pthreads-2.1.so.7',
  'libuv1t64 | libuv1': 'libuv.so.1',
  'libev4t64 | libev4': 'libev.so.4',
  libzmq5: 'libzmq.so.5',
  'libpcap0.8t64 | libpcap0.8': 'libpcap.so.0.8',
  'libnl-3-200': 'libnl-3.so.200',
  'libnl-genl-3-200': 'libnl-genl-3.so.200',
  'libnl-route-3-200': 'libnl-route-3.so.200',
  libmnl0: 'libmnl.so.0',
  libnftnl11: 'libnftnl.so.11',
  'libnetfilter-conntrack3': 'libnetfilter_conntrack.so.3',
  'libnetfilter-queue1': 'libnetfilter_queue.so.1',
  'libavahi-client3': 'libavahi-client.so.3',
  'libavahi-common3': 'libavahi-common.so.3',
  // Databases
  'libsqlite3-0': 'libsqlite3.so.0',
  libpq5: 'libpq.so.5',
  libmariadb3: 'libmariadb.so.3',
  'libdb5.3t64 | libdb5.3': 'libdb-5.3.so',
  'libgdbm6t64 | libgdbm6': 'libgdbm.so.6',
  liblmdb0: 'liblmdb.so.0',
  'libodbc2 | libodbc1': 'libodbc.so.2',
  // Texts, data
  libxml2: 'libxml2.so.2',
  'libxml2-16': 'libxml2.so.16',
  'libxslt1.1': 'libxslt.so.1 libexslt.so.0',
  libexpat1: 'libexpat.so.1',
  'libyaml-0-2': 'libyaml-0.so.2',
  libjansson4: 'libjansson.so.4',
  'libjson-c5': 'libjson-c.so.5',
  libyajl2: 'libyajl.so.2',
  libpcre3: 'libpcre.so.3 libpcreposix.so.3',
  'libpcre2-8-0': 'libpcre2-8.so.0',
  libonig5: 'libonig.so.5',
  'libmagic1t64 | libmagic1': 'libmagic.so.1',
  libgmp10: 'libgmp.so.10',
  libmpfr6: 'libmpfr.so.6',
  libmpc3: 'libmpc.so.3',
  // Terminal
  libtinfo6: 'libtinfo.so.6 libtic.so.6',
  libncurses6: 'libncurses.so.6 libform.so.6 libmenu.so.6 libpanel.so.6',
  libncursesw6: 'libncursesw.so.6 libformw.so.6 libmenuw.so.6 libpanelw.so.6',
  libtinfo5: 'libtinfo.so.5',
  libncurses5: 'libncurses.so.5',
  libncursesw5: 'libncursesw.so.5',
  'libreadline8t64 | libreadline8': 'libreadline.so.8 libhistory.so.8',
  libedit2: 'libedit.so.2',
  // System
  libsystemd0: 'libsystemd.so.0',
  libudev1: 'libudev.so.1',
  'libdbus-1-3': 'libdbus-1.so.3',
  libcap2: 'libcap.so.2 libpsx.so.2',
  'libcap-ng0': 'libcap-ng.so.0',
  libseccomp2: 'libseccomp.so.2',
  libselinux1: 'libselinux.so.1',
  libapparmor1: 'libapparmor.so.1',
  libaudit1: 'libaudit.so.1',
  libacl1: 'libacl.so.1',
  libattr1: 'libattr.so.1',
  libpam0g: 'libpam.so.0 libpam_misc.so.0 libpamc.so.0',
  libkeyutils1: 'libkeyutils.so.1',
  libblkid1: 'libblkid.so.1',
  libmount1: 'libmount.so.1',
  libuuid1: 'libuuid.so.1',
  libfdisk1: 'libfdisk.so.1',
  libsmartcols1: 'libsmartcols.so.1',
  libkmod2: 'libkmod.so.2',
  'libdevmapper1.02.1': 'libdevmapper.so.1.02.1',
  libcryptsetup12: 'libcryptsetup.so.12',
  'libext2fs2t64 | libext2fs2': 'libext2fs.so.2 libe2p.so.2',
  'libfuse2t64 | libfuse2': 'libfuse.so.2',
  'libfuse3-3': 'libfuse3.so.3',
  'libfuse3-4': 'libfuse3.so.4',
  'libtirpc3t64 | libtirpc3': 'libtirpc.so.3',
  libnsl2: 'libnsl.so.2',
  libnuma1: 'libnuma.so.1',
  libhwloc15: 'libhwloc.so.15',
  libpci3: 'libpci.so.3',
  'libusb-1.0-0': 'libusb-1.0.so.0',
  'libhidapi-hidraw0': 'libhidapi-hidraw.so.0',
  'libhidapi-libusb0': 'libhidapi-libusb.so.0',
  libbluetooth3: 'libbluetooth.so.3',
  'libelf1t64 | libelf1': 'libelf.so.1',
  'libdw1t64 | libdw1': 'libdw.so.1',
  libunwind8: 'libunwind.so.8',
  libbpf0: 'libbpf.so.0',
  libbpf1: 'libbpf.so.1',
  libbsd0: 'libbsd.so.0',
  libpopt0: 'libpopt.so.0',
  libvirt0: 'libvirt.so.0',
  libjemalloc2: 'libjemalloc.so.2',
  'libgoogle-perftools4t64 | libgoogle-perftools4': 'libtcmalloc.so.4 libprofiler.so.0',
  'libtcmalloc-minimal4t64 | libtcmalloc-minimal4': 'libtcmalloc_minimal.so.4',
  'libtcl8.6': 'libtcl8.6.so',
  'libluajit-5.1-2': 'libluajit-5.1.so.2',
  libffi7: 'libffi.so.7',
  libffi8: 'libffi.so.8',
  'libglib2.0-0t64 | libglib2.0-0':
    'libglib-2.0.so.0 libgobject-2.0.so.0 libgio-2.0.so.0 libgmodule-2.0.so.0 libgthread-2.0.so.0',
  'libpolkit-gobject-1-0': 'libpolkit-gobject-1.so.0',
}

/** Libraries whose every release is another library, with a package of its own. */
const FAMILIES: readonly (readonly [soname: RegExp, packages: string])[] = [
  [/^libicu(?:data|uc|i18n|io|tu)\.so\.(?<v>[0-9]{2})$/, 'libicu{v}'],
  [/^libpython(?<v>3\.[0-9]{1,2})\.so\.1\.0$/, 'libpython{v}t64 | libpython{v}'],
  [/^libperl\.so\.(?<v>5\.[0-9]{2})$/, 'libperl{v}t64 | libperl{v}'],
  [/^liblua(?<v>5\.[0-9])\.so\.0$/, 'liblua{v}-0'],
  [/^libLLVM(?:-|\.so\.)(?<v>[0-9]{2})(?:\.so\.1|\.1)$/, 'libllvm{v}'],
  [/^libprotobuf\.so\.(?<v>[0-9]{2})$/, 'libprotobuf{v}t64 | libprotobuf{v}'],
]

const PACKAGES = new Map(
  Object.entries({ ...LIBRARIES, ...DESKTOP_LIBRARIES }).flatMap(([packages, sonames]) =>
    sonames.split(' ').map((soname) => [soname, packages.split(' | ')] as const),
  ),
)

/** The Debian packages that have a library, of which one is enough; undefined where it is not known here. */
export function packagesOf(soname: string): readonly string[] | undefined {
  const known = PACKAGES.get(soname)
  if (known !== undefined) return known
  for (const [pattern, packages] of FAMILIES) {
    const version = pattern.exec(soname)?.groups?.['v']
    if (version !== undefined) return packages.replaceAll('{v}', version).split(' | ')
  }
  return undefined
}

/** Every soname that is known by itself. */
export const KNOWN_LIBRARIES: readonly string[] = [...PACKAGES.keys()]
