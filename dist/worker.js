// src/repository/object-headers.ts
var MUTABLE = "no-cache, no-transform";
var CONTENT_TYPES = [
  [/\.deb$/, "application/vnd.debian.binary-package"],
  [/\.rpm$/, "application/x-rpm"],
  [/\.gz$|\/by-hash\//, "application/gzip"],
  [/\.xml$/, "application/xml"],
  [/(Release\.gpg|\.xml\.asc)$/, "application/pgp-signature"],
  [/\.html$/, "text/html; charset=utf-8"],
  [/\.json$/, "application/json"],
  [/\.(asc|gpg|key)$/, "application/pgp-keys"]
];
var TEXT = "text/plain; charset=utf-8";
function knownContentType(key) {
  const isHead = /(^|\/)(In)?Release$/.test(key);
  return CONTENT_TYPES.find(([pattern]) => pattern.test(key))?.[1] ?? (isHead ? TEXT : void 0);
}

// src/worker/answers.ts
var RETRY_AFTER_SECONDS = 5;
var NOT_KEPT = "no-store";
function notFound() {
  return text(404, "Not found\n", { "cache-control": NOT_KEPT });
}
function methodNotAllowed() {
  return text(405, "Only GET and HEAD are allowed\n", { allow: "GET, HEAD", "cache-control": NOT_KEPT });
}
function unavailable() {
  return text(503, "The store does not answer; try again\n", {
    "retry-after": String(RETRY_AFTER_SECONDS),
    "cache-control": NOT_KEPT
  });
}
function unsatisfiable(sizeBytes) {
  return text(416, "The object has no such range\n", {
    "content-range": `bytes */${sizeBytes}`,
    "accept-ranges": "bytes",
    "cache-control": NOT_KEPT
  });
}
function generated(body) {
  return text(200, body, { "cache-control": MUTABLE });
}
function text(status, body, headers) {
  const length = new TextEncoder().encode(body).length;
  return new Response(body, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(length),
      "x-content-type-options": "nosniff",
      ...headers
    }
  });
}

// src/limits.ts
var KIB = 1024;
var MIB = 1024 * KIB;
var GIB = 1024 * MIB;
var LIMITS = {
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
  rpmHeaderEntries: 65535,
  rpmSignatureHeaderEntries: 32,
  rpmArrayEntries: 1048575,
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
  messageLineChars: 8e3,
  messageLineEndChars: 1e3,
  /** Entries in one archive of artifacts, and the bytes that they unpack to. */
  archiveEntries: 1e5,
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
  objectKeyBytes: 1024,
  /** Of one listing, with 1,000 keys each: what has more would not fit into memory. */
  listingPages: 5e3,
  /** Parts of an ELF file that are read: a section, the interpreter's path, dynamic tags, notes. */
  elfSectionBytes: 4 * MIB,
  elfInterpreterBytes: 4 * KIB,
  elfDynamicBytes: 256 * KIB,
  elfNoteBytes: 64 * KIB,
  /** The name of a library or of a version of symbols; the table of versions; how many there are. */
  elfNameBytes: 1 * KIB,
  elfVersionBytes: 1 * MIB,
  elfVersions: 16384,
  elfNeededLibraries: 4096,
  /** A package name; file names on common file systems hold 255 bytes. */
  packageNameBytes: 128,
  packageVersionBytes: 128,
  /** A path in a package: rpm's cpio reader takes 4,096 bytes with the leading `.` and the NUL. */
  pathBytes: 4094,
  pathSegmentBytes: 255,
  /** rpm unpacks a file beside its place, under its name and nine bytes more. */
  rpmBasenameBytes: 246,
  /** A configuration of packages, and a changelog; nodes with what aliases repeat, and how deep they lie. */
  configurationBytes: 256 * KIB,
  changelogBytes: 4 * MIB,
  configurationNodes: 5e5,
  configurationDepth: 32,
  /** What aliases of a configuration may repeat of its texts: each may be long, and have variables in it. */
  configurationAliasCharacters: 1 * MIB,
  configurationFaults: 20,
  /** A script of a package; the whole of rpm's header has to fit 256 MiB. */
  scriptBytes: 1 * MIB,
  /** What one pattern of `src` may mean once its braces are written out. */
  globAlternatives: 1e3,
  /** Files and folders that the contents of one configuration may name. */
  configuredFiles: 2e5,
  /** How long one publish tries to win a swap. */
  contentionMs: 15 * 60 * 1e3,
  /** How long a collector works after its mark, which stays for the grace time. */
  collectionMs: 10 * 60 * 1e3,
  /** A list of keys that a collector is going to delete. */
  markBytes: 256 * MIB,
  /** From opening a head to the last swap over it: far less than half of the shortest grace time. */
  commitMs: 6 * 60 * 60 * 1e3,
  /** R2 takes one write a second and key. */
  retryFloorMs: 1e3,
  retryCeilingMs: 2e4,
  /** What chance adds at most to the wait after a lost swap: with more, the store's one write a second goes unused as soon as few are left. */
  swapPauseMs: 4e3,
  /** A head's stamp may be this far ahead of the store's clock; longer is an error. */
  stampAheadMs: 1e4,
  /** The least of grace-days. */
  leastGraceDays: 1,
  /** A key that expires sooner than this is a warning. */
  keyExpiryWarningDays: 90,
  /** A key may be this much newer than our clock. */
  keyAheadMs: 1e4,
  /** Requests in flight at once. */
  parallelRequests: 8,
  /** The published page, as far as it is read; what one index shows there; how many indexes. */
  pageBytes: 32 * MIB,
  pageNames: 100,
  pageRows: 400,
  pageSections: 96,
  pageKeyBytes: 512,
  /** How often a log says how far something long has come, and after how long first; and a screen, where one line changes. */
  progressFirstMs: 5e3,
  progressEveryMs: 1e4,
  screenProgressFirstMs: 500,
  screenProgressEveryMs: 200,
  /** The summary of a step: GitHub takes 1 MiB, and here is room for what closes it. */
  summaryBytes: 1 * MIB - 4 * KIB,
  /** Findings in an output: all outputs of a job have 1 MiB together, in UTF-16. */
  verifyReportBytes: 256 * KIB,
  /** Each of the outputs `packages` and `package-paths`; UTF-16 units, of the same 1 MiB. */
  outputLength: 128 * 1024,
  /** Packages that are read or built at once: each holds files open, of which a process may have few. */
  parallelPackages: 8,
  /** Bodies up to this size are sent from memory, with their SHA-256 in the signature; larger ones are streamed. */
  memoryUploadBytes: 8 * MIB,
  /** How often a request is sent before the store counts as failed, and after how long no new try begins. */
  requestTries: 6,
  requestMs: 30 * 60 * 1e3,
  /** A connection that is not made, or on which nothing moves, for so long is given up. */
  connectTimeoutMs: 15e3,
  idleTimeoutMs: 9e4,
  /** How long one request to GitHub waits for its rate limits, in all. */
  githubWaitMs: 10 * 60 * 1e3,
  /** From an asset's place in the API to where it is stored: one, two where a repository was renamed. */
  assetRedirects: 5,
  /**
   * Reading back through public-url: one request; how long a cache or a new domain is waited for in all; and after how
   * long no other object is read, because a server may be slow.
   */
  readBackRequestMs: 6e4,
  readBackMs: 6e4,
  readBackAllMs: 3 * 6e4,
  readBackFloorMs: 2e3,
  /** Of a new package, its beginning is read; of an index as much as this is read whole. */
  readBackRangeBytes: 1024,
  readBackIndexBytes: 64 * MIB,
  /** Packages and indexes of one run that are read back. */
  readBackObjects: 500,
  /** One request to purge a cache. */
  purgeRequestMs: 3e4,
  /** Containers that install at once, how long each may take, and how much of its log is kept. */
  parallelInstalls: 4,
  installMs: 15 * 60 * 1e3,
  installLogBytes: 256 * KIB,
  /** What the Worker reads into memory to answer from: a head for a mirrorlist, a .repo file. */
  workerTextBytes: 1 * MIB,
  /** A directory as store: how long to wait for another process between its check and its rename. */
  directoryLockMs: 6e4,
  /** A temporary file of a directory that nobody has written to for so long is a crash's. */
  staleTemporaryMs: 60 * 60 * 1e3
};

// src/worker/bucket.ts
function bucketBelow(bucket, prefix) {
  const folder = prefix.replace(/^\/+|\/+$/g, "");
  const keyOf = (key) => folder === "" ? key : `${folder}/${key}`;
  const isKey = (key) => new TextEncoder().encode(key).length <= LIMITS.objectKeyBytes;
  return {
    head: async (key) => isKey(keyOf(key)) ? bucket.head(keyOf(key)) : null,
    get: async (key, options) => isKey(keyOf(key)) ? bucket.get(keyOf(key), options) : null
  };
}

// src/repository/heads/id.ts
var ID = /^(\d{1,12})-[0-9a-f]{16}$/;
function identifier(stampSeconds, sha256) {
  return `${stampSeconds}-${sha256.slice(0, 16)}`;
}
function isIdentifier(text2) {
  return ID.test(text2);
}
function copyKey(headKey, id) {
  const cut = headKey.lastIndexOf("/") + 1;
  return `${headKey.slice(0, cut)}heads/${id}/${headKey.slice(cut)}`;
}

// src/worker/head-id.ts
async function headId(head) {
  if (head.size > LIMITS.workerTextBytes) {
    await head.body.cancel();
    return void 0;
  }
  const bytes = await head.arrayBuffer();
  const [, stamp] = /<revision>(\d{1,12})<\/revision>/.exec(new TextDecoder().decode(bytes)) ?? [];
  if (stamp === void 0) return void 0;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return identifier(Number(stamp), [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
}

// src/worker/path.ts
function pathOf(url) {
  const [, raw] = /^[a-z]+:\/\/[^/?#]*\/([^?#]*)/i.exec(url) ?? [];
  if (raw === void 0) return void 0;
  const segments = raw.split("/").map(decoded);
  const isWhole = segments.every((segment, index) => {
    const isFolder = segment === "" && index === segments.length - 1;
    return isFolder || segment !== void 0 && isName(segment);
  });
  return isWhole ? segments.join("/") : void 0;
}
function encodedPath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return void 0;
  }
}
function isName(segment) {
  return segment !== "" && segment !== "." && segment !== ".." && !/[/\\\p{Cc}]/u.test(segment);
}

// src/worker/basearch.ts
var OTHER_NAMES = { armv6hl: "armhfp", armv3l: "arm" };
function withKnownArchitecture(path) {
  const known = path.split("/").map((segment) => OTHER_NAMES[segment] ?? segment);
  const other = known.join("/");
  return other === path ? [path] : [path, other];
}

// src/worker/wanted.ts
var REPOMD = "repodata/repomd.xml";
var SIGNATURE = `${REPOMD}.asc`;
function wantedAt(path) {
  const { folder, id, rest } = snapshotOf(path);
  if (id === void 0) return plain(path);
  const key = folder + rest;
  if (rest === REPOMD) return { kind: "object", keys: [copyKey(key, id), key] };
  if (rest === SIGNATURE)
    return { kind: "signature", keys: [key], snapshot: `${copyKey(folder + REPOMD, id)}.asc` };
  return plain(key);
}
function plain(path) {
  const cut = path.lastIndexOf("/") + 1;
  const [folder, name] = [path.slice(0, cut), path.slice(cut)];
  if (name === "mirrorlist") return { kind: "mirrorlist", folders: withKnownArchitecture(folder) };
  if (name.endsWith(".repo")) return { kind: "repo-file", key: path };
  const keys = withKnownArchitecture(name === "" ? `${folder}index.html` : path);
  return { kind: `/${path}`.endsWith(`/${SIGNATURE}`) ? "signature" : "object", keys };
}
function snapshotOf(path) {
  const segments = path.split("/");
  const index = segments.findIndex((segment) => segment.startsWith("@") && isIdentifier(segment.slice(1)));
  if (index < 0 || index === segments.length - 1) return { folder: "", rest: path };
  const folder = segments.slice(0, index).map((segment) => `${segment}/`);
  return {
    folder: folder.join(""),
    id: segments[index]?.slice(1) ?? "",
    rest: segments.slice(index + 1).join("/")
  };
}

// src/worker/mirrorlist.ts
async function mirrorlistAnswer(origin, bucket, folders) {
  for (const folder of folders) {
    const head = await bucket.get(folder + REPOMD);
    if (head === null) continue;
    const id = await headId(head);
    const copy = id === void 0 ? null : await bucket.head(copyKey(folder + REPOMD, id));
    return generated(`${origin}/${encodedPath(folder)}${copy === null ? "" : `@${id}/`}
`);
  }
  return notFound();
}

// src/worker/conditions.ts
function verdictOn(headers, validators) {
  const match = headers.get("if-match");
  if (match !== null) {
    if (!isListed(match, validators.etag, "strongly")) return "failed";
  } else if (isModifiedSince(headers.get("if-unmodified-since"), validators) === true) return "failed";
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== null) return isListed(noneMatch, validators.etag, "weakly") ? "unchanged" : "send";
  return isModifiedSince(headers.get("if-modified-since"), validators) === false ? "unchanged" : "send";
}
function mayResume(ifRange, { etag, modified }) {
  if (ifRange === null) return true;
  if (ifRange.includes('"')) return ifRange.trim() === etag;
  return timeOf(ifRange) === wholeSeconds(modified);
}
function isListed(header, etag, comparison) {
  if (header.trim() === "*") return true;
  const tags = header.match(/(?:W\/)?"[^"]*"|[^\s,"]+/g) ?? [];
  const strong = comparison === "strongly" ? tags : tags.map((tag) => tag.replace(/^W\//, ""));
  return strong.some((tag) => tag === etag || `"${tag}"` === etag);
}
function isModifiedSince(header, { modified }) {
  const since = timeOf(header);
  return since === void 0 ? void 0 : wholeSeconds(modified) > since;
}
function timeOf(header) {
  if (header === null || !/^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s/.test(header)) return void 0;
  const isAsctime = !header.includes(",");
  const time = Date.parse(isAsctime ? `${header} GMT` : header);
  return Number.isNaN(time) ? void 0 : time;
}
function wholeSeconds(date) {
  return Math.floor(date.getTime() / 1e3) * 1e3;
}

// src/worker/content-type.ts
var ANYTHING = "application/octet-stream";
function contentTypeOf(key, stored) {
  if (stored !== void 0 && stored !== "" && stored !== ANYTHING) return stored;
  return knownContentType(key) ?? ANYTHING;
}

// src/worker/freshness.ts
var HEAD_OR_ALIAS = /(?:^|\/)(?:InRelease|Release(?:\.gpg)?|(?:Packages|Sources)(?:\.\w+)?|repomd\.xml(?:\.asc|\.key)?)$/;
var NAMED_BY_CONTENT = /(?:^|\/)(?:heads|by-hash)\/[^/]+\/[^/]+$/;
function cacheControlOf(key, stored) {
  const changes = HEAD_OR_ALIAS.test(key) && !NAMED_BY_CONTENT.test(key);
  return changes ? MUTABLE : stored ?? MUTABLE;
}

// src/worker/range.ts
function requestedRange(header) {
  const [, first = "", last = ""] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "") ?? [];
  if (first === "") return last === "" ? void 0 : { suffix: Number(last) };
  const [offset, end] = [Number(first), last === "" ? Infinity : Number(last)];
  if (end < offset) return void 0;
  return Number.isSafeInteger(end) ? { offset, length: end - offset + 1 } : { offset };
}
function placedIn(sizeBytes, range) {
  const offset = "suffix" in range ? Math.max(0, sizeBytes - range.suffix) : range.offset;
  const most = sizeBytes - offset;
  const length = "suffix" in range ? most : Math.min(most, range.length ?? most);
  return length > 0 ? { offset, length } : void 0;
}

// src/worker/object.ts
async function objectAnswer(request, bucket, keys) {
  const range = request.method === "GET" ? requestedRange(request.headers.get("range")) : void 0;
  for (const key of keys) {
    const found = request.method === "HEAD" ? await looked(bucket, key) : await opened(bucket, key, range);
    if (found !== void 0) return answerWith(found, range, request.headers, bucket);
  }
  return notFound();
}
async function looked(bucket, key) {
  const object = await bucket.head(key);
  return object === null ? void 0 : { key, object, part: void 0 };
}
async function opened(bucket, key, range) {
  const ranged = range && await bucket.get(key, { range }).catch(() => void 0);
  const object = ranged === void 0 ? await bucket.get(key) : ranged;
  return object === null ? void 0 : { key, object, part: ranged === void 0 ? void 0 : range };
}
async function answerWith(found, range, asked, bucket) {
  const { key, object, part } = found;
  const validators = { etag: object.httpEtag, modified: object.uploaded };
  const verdict = verdictOn(asked, validators);
  if (verdict !== "send") return withoutBody(found, verdict === "unchanged" ? 304 : 412);
  if (range === void 0) return whole(found);
  if (!mayResume(asked.get("if-range"), validators)) {
    if (part === void 0) return whole(found);
    await object.body?.cancel();
    const again = await opened(bucket, key, void 0);
    return again === void 0 ? notFound() : whole(again);
  }
  const place = placedIn(object.size, range);
  if (place === void 0) {
    await object.body?.cancel();
    return unsatisfiable(object.size);
  }
  if (part === void 0) return whole(found);
  const headers = headersOf(found);
  headers.set("content-length", String(place.length));
  headers.set("content-range", `bytes ${place.offset}-${place.offset + place.length - 1}/${object.size}`);
  return new Response(object.body, { status: 206, headers });
}
function whole(found) {
  const headers = headersOf(found);
  headers.set("content-length", String(found.object.size));
  return new Response(found.object.body ?? null, { headers });
}
async function withoutBody(found, status) {
  await found.object.body?.cancel();
  const headers = headersOf(found);
  if (status === 412) headers.set("cache-control", NOT_KEPT);
  return new Response(null, { status, headers });
}
function headersOf({ key, object }) {
  const { contentType, cacheControl } = object.httpMetadata ?? {};
  return new Headers({
    "accept-ranges": "bytes",
    "cache-control": cacheControlOf(key, cacheControl),
    "content-type": contentTypeOf(key, contentType),
    etag: object.httpEtag,
    "last-modified": object.uploaded.toUTCString(),
    "x-content-type-options": "nosniff"
  });
}

// src/worker/repo-file.ts
async function repoFileAnswer(request, bucket, key) {
  const object = await bucket.get(key);
  if (object === null) return notFound();
  if (object.size > LIMITS.workerTextBytes) {
    await object.body.cancel();
    return objectAnswer(request, bucket, [key]);
  }
  return generated(throughMirrorlists(await object.text(), key, new URL(request.url).origin));
}
function throughMirrorlists(text2, key, origin) {
  const here = `${origin}/${encodedPath(key.slice(0, key.lastIndexOf("/") + 1))}`;
  const published = publishedAt(text2, key);
  if (/^(?:mirrorlist|metalink)[ \t]*=/m.test(text2)) return text2;
  return text2.replace(
    /^(baseurl|gpgkey)[ \t]*=[ \t]*(\S+)[ \t]*$(?!\r?\n[ \t]+\S)/gm,
    (line, option, url) => {
      const base = [published, here].find((base2) => base2 !== void 0 && `${url}/`.startsWith(base2));
      if (base === void 0) return line;
      const moved = here + url.slice(base.length);
      const there = `${option}=${moved}`;
      return option === "gpgkey" ? there : `${there}
mirrorlist=${moved.replace(/\/$/, "")}/mirrorlist`;
    }
  );
}
function publishedAt(text2, key) {
  const keyFile = `/${key.slice(key.lastIndexOf("/") + 1).replace(/\.repo$/, ".asc")}`;
  const urls = [...text2.matchAll(/^gpgkey[ \t]*=[ \t]*(https?:\/\/\S+)[ \t]*$/gm)].map(([, url = ""]) => url);
  return urls.find((url) => url.endsWith(keyFile))?.slice(0, 1 - keyFile.length);
}

// src/worker/signature.ts
async function signatureAnswer(request, bucket, keys, snapshot) {
  if (snapshot !== void 0) {
    const copy = await objectAnswer(request, bucket, [snapshot]);
    if (copy.status !== 404) return copy;
  }
  const answer = await objectAnswer(withoutRange(request), bucket, await keysInForce(bucket, keys));
  if (answer.headers.has("etag")) answer.headers.set("cache-control", MUTABLE);
  return answer;
}
async function keysInForce(bucket, keys) {
  for (const key of keys) {
    const headKey = key.replace(/\.asc$/, "");
    const head = await bucket.get(headKey);
    if (head === null) continue;
    const id = await headId(head);
    return id === void 0 ? [key] : [`${copyKey(headKey, id)}.asc`, key];
  }
  return keys.slice(-1);
}
function withoutRange(request) {
  const headers = new Headers(request.headers);
  headers.delete("range");
  return new Request(request.url, { method: request.method, headers });
}

// src/worker/worker.ts
var worker_default = {
  async fetch(request, environment) {
    if (request.method !== "GET" && request.method !== "HEAD") return methodNotAllowed();
    const response = await answered(request, environment);
    return request.method === "HEAD" ? new Response(null, response) : response;
  }
};
async function answered(request, { BUCKET, PREFIX = "" }) {
  try {
    return await answerOf(request, bucketBelow(BUCKET, PREFIX));
  } catch (error) {
    console.error(error);
    return unavailable();
  }
}
async function answerOf(request, bucket) {
  const path = pathOf(request.url);
  if (path === void 0) return notFound();
  const wanted = wantedAt(path);
  switch (wanted.kind) {
    case "mirrorlist":
      return mirrorlistAnswer(new URL(request.url).origin, bucket, wanted.folders);
    case "repo-file":
      return repoFileAnswer(request, bucket, wanted.key);
    case "signature":
      return signatureAnswer(request, bucket, wanted.keys, wanted.snapshot);
    case "object":
      return objectAnswer(request, bucket, wanted.keys);
  }
}
export {
  worker_default as default
};
