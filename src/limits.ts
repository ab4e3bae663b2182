const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB

/** Every bound of this program, with its unit in the name. */
export const LIMITS = {
  /** One PutObject of R2 takes no more. */
  packageBytes: Math.floor(4.995 * GIB),
  /** A control.tar, unpacked; dpkg's own are some KiB. */
  controlTarBytes: 16 * MIB,
  /** Members of a .deb: three, and what signers and others add. */
  arMembers: 32,
  /** A name in a tar, or a PAX header. */
  tarExtensionBytes: 1 * MIB,
  /** A control file of a .deb. */
  controlFileBytes: 4 * MIB,
  /** rpm's own bound for the data of a main header, and of a signature header. */
  rpmHeaderBytes: 256 * MIB,
  rpmSignatureHeaderBytes: 64 * MIB,
  rpmHeaderEntries: 65_535,
  rpmSignatureHeaderEntries: 32,
  rpmArrayEntries: 1_048_575,
  /** A head: InRelease, Release, repomd.xml. */
  headBytes: 16 * MIB,
  signatureBytes: 1 * MIB,
  /** An index as stored, and unpacked. */
  storedIndexBytes: 512 * MIB,
  indexBytes: 2 * GIB - 1,
  /** An armored key, or several. */
  keyBytes: 1 * MIB,
  /** Signatures of one object; each may cost a verification. */
  signatures: 64,
  /** A line of an error's message, and what stays of its end where it is longer: what it quotes may be anybody's. */
  messageLineChars: 8_000,
  messageLineEndChars: 1_000,
  /** Entries in one archive of artifacts, and the bytes that they unpack to. */
  archiveEntries: 100_000,
  archiveBytes: 64 * GIB,
  /** Links in an archive that lead to one another: MAXSYMLINKS of Linux. */
  linkSteps: 40,
  /** A document, completion, unit or file of configuration in a release; what its kind is told by. */
  documentBytes: 16 * MIB,
  documentHeadBytes: 256 * KIB,
  /** A zip, and its directory, which is read into memory. */
  zipBytes: 2 * GIB - 1,
  zipDirectoryBytes: 64 * MIB,
  /** R2: keys up to this many bytes of UTF-8. */
  objectKeyBytes: 1_024,
  /** Of one listing, with 1,000 keys each: what has more would not fit into memory. */
  listingPages: 5_000,
  /** Parts of an ELF file that are read: a section, the interpreter's path, dynamic tags, notes. */
  elfSectionBytes: 4 * MIB,
  elfInterpreterBytes: 4 * KIB,
  elfDynamicBytes: 256 * KIB,
  elfNoteBytes: 64 * KIB,
  /** The name of a library or of a version of symbols; the table of versions; how many there are. */
  elfNameBytes: 1 * KIB,
  elfVersionBytes: 1 * MIB,
  elfVersions: 16_384,
  elfNeededLibraries: 4_096,
  /** A package name; file names on common file systems hold 255 bytes. */
  packageNameBytes: 128,
  packageVersionBytes: 128,
  /** A path in a package: rpm's cpio reader takes 4,096 bytes with the leading `.` and the NUL. */
  pathBytes: 4_094,
  pathSegmentBytes: 255,
  /** rpm unpacks a file beside its place, under its name and nine bytes more. */
  rpmBasenameBytes: 246,

  /** A configuration of packages, and a changelog; nodes with what aliases repeat, and how deep they lie. */
  configurationBytes: 256 * KIB,
  changelogBytes: 4 * MIB,
  configurationNodes: 500_000,
  configurationDepth: 32,
  /** What aliases of a configuration may repeat of its texts: each may be long, and have variables in it. */
  configurationAliasCharacters: 1 * MIB,
  configurationFaults: 20,
  /** A script of a package; the whole of rpm's header has to fit 256 MiB. */
  scriptBytes: 1 * MIB,
  /** What one pattern of `src` may mean once its braces are written out. */
  globAlternatives: 1_000,
  /** Files and folders that the contents of one configuration may name. */
  configuredFiles: 200_000,

  /** How long one publish tries to win a swap. */
  contentionMs: 15 * 60 * 1_000,
  /** How long a collector works after its mark, which stays for the grace time. */
  collectionMs: 10 * 60 * 1_000,
  /** A list of keys that a collector is going to delete. */
  markBytes: 256 * MIB,
  /** From opening a head to the last swap over it: far less than half of the shortest grace time. */
  commitMs: 6 * 60 * 60 * 1_000,
  /** R2 takes one write a second and key. */
  retryFloorMs: 1_000,
  retryCeilingMs: 20_000,
  /** What chance adds at most to the wait after a lost swap: with more, the store's one write a second goes unused as soon as few are left. */
  swapPauseMs: 4_000,
  /** A head's stamp may be this far ahead of the store's clock; longer is an error. */
  stampAheadMs: 10_000,
  /** The least of grace-days. */
  leastGraceDays: 1,
  /** A key that expires sooner than this is a warning. */
  keyExpiryWarningDays: 90,
  /** A key may be this much newer than our clock. */
  keyAheadMs: 10_000,
  /** Requests in flight at once. */
  parallelRequests: 8,
  /** The published page, as far as it is read; what one index shows there; how many indexes. */
  pageBytes: 32 * MIB,
  pageNames: 100,
  pageRows: 400,
  pageSections: 96,
  pageKeyBytes: 512,
  /** How often a log says how far something long has come, and after how long first; and a screen, where one line changes. */
  progressFirstMs: 5_000,
  progressEveryMs: 10_000,
  screenProgressFirstMs: 500,
  screenProgressEveryMs: 200,
  /** The summary of a step: GitHub takes 1 MiB, and here is room for what closes it. */
  summaryBytes: 1 * MIB - 4 * KIB,
  /** Findings in an output: all outputs of a job have 1 MiB together, in UTF-16. */
  verifyReportBytes: 256 * KIB,
  /** Each of the outputs `packages` and `package-paths`; UTF-16 units, of the same 1 MiB. */
  outputLength: 128 * 1_024,
  /** Packages that are read or built at once: each holds files open, of which a process may have few. */
  parallelPackages: 8,

  /** Bodies up to this size are sent from memory, with their SHA-256 in the signature; larger ones are streamed. */
  memoryUploadBytes: 8 * MIB,
  /** How often a request is sent before the store counts as failed, and after how long no new try begins. */
  requestTries: 6,
  requestMs: 30 * 60 * 1_000,
  /** A connection that is not made, or on which nothing moves, for so long is given up. */
  connectTimeoutMs: 15_000,
  idleTimeoutMs: 90_000,
  /** How long one request to GitHub waits for its rate limits, in all. */
  githubWaitMs: 10 * 60 * 1_000,
  /** From an asset's place in the API to where it is stored: one, two where a repository was renamed. */
  assetRedirects: 5,
  /**
   * Reading back through public-url: one request; how long a cache or a new domain is waited for in all; and after how
   * long no other object is read, because a server may be slow.
   */
  readBackRequestMs: 60_000,
  readBackMs: 60_000,
  readBackAllMs: 3 * 60_000,
  readBackFloorMs: 2_000,
  /** Of a new package, its beginning is read; of an index as much as this is read whole. */
  readBackRangeBytes: 1_024,
  readBackIndexBytes: 64 * MIB,
  /** Packages and indexes of one run that are read back. */
  readBackObjects: 500,
  /** One request to purge a cache. */
  purgeRequestMs: 30_000,
  /** Containers that install at once, how long each may take, and how much of its log is kept. */
  parallelInstalls: 4,
  installMs: 15 * 60 * 1_000,
  installLogBytes: 256 * KIB,
  /** What the Worker reads into memory to answer from: a head for a mirrorlist, a .repo file. */
  workerTextBytes: 1 * MIB,

  /** A directory as store: how long to wait for another process between its check and its rename. */
  directoryLockMs: 60_000,
  /** A temporary file of a directory that nobody has written to for so long is a crash's. */
  staleTemporaryMs: 60 * 60 * 1_000,
} as const
