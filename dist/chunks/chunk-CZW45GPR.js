import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  LIMITS,
  PublishError
} from "./chunk-OQETSIHW.js";

// src/store/keys.ts
function assertKey(key, store) {
  if (key === "" || key.endsWith("/")) throw badKey(key, store);
  assertKeyPrefix(key, store);
}
function assertKeyPrefix(prefix, store) {
  const segments = prefix.split("/");
  const last = segments.pop() ?? "";
  if (segments.includes("") || [...segments, last].some((it) => it === "." || it === "..")) {
    throw badKey(prefix, store);
  }
  if (new RegExp("\\p{Cc}|\\\\", "u").test(prefix) || !prefix.isWellFormed()) throw badKey(prefix, store);
  if (Buffer.byteLength(prefix) > LIMITS.objectKeyBytes) {
    throw new PublishError(
      "LIMIT",
      `${store}: the key ${JSON.stringify(prefix)} has ${Buffer.byteLength(prefix)} bytes; a store takes ${LIMITS.objectKeyBytes}`
    );
  }
}
function compareKeys(left, right) {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
function badKey(key, store) {
  return new PublishError(
    "INPUT",
    `${store}: ${JSON.stringify(key)} cannot be a key: it must be a relative path without empty, "." and ".." segments, backslashes and control characters`
  );
}
function foldersOf(folder, keys) {
  const below = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
  const names = below.filter((key) => key.includes("/")).map((key) => key.slice(0, key.indexOf("/")));
  return [...new Set(names)].sort(compareKeys);
}

// src/store/upload-body.ts
import { Readable } from "node:stream";
async function withBody(content, what, send) {
  const request = new AbortController();
  if (content.sizeBytes <= LIMITS.memoryUploadBytes) {
    const chunks = await Array.fromAsync(exactly(content, what));
    return send(Buffer.concat(chunks), request.signal);
  }
  const stream = Readable.from(exactly(content, what), { objectMode: false });
  stream.once("error", () => request.abort());
  try {
    return await send(stream, request.signal);
  } catch (error) {
    throw stream.errored ?? error;
  } finally {
    if (!stream.readableEnded) request.abort();
    stream.destroy();
  }
}
async function* exactly(content, what) {
  let seenBytes = 0;
  let held;
  try {
    for await (const chunk of content.read()) {
      seenBytes += chunk.length;
      if (seenBytes > content.sizeBytes) break;
      if (held !== void 0) yield held;
      held = chunk;
    }
  } catch (error) {
    if (error instanceof PublishError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PublishError("ARTIFACT", `What should become ${what} could not be read: ${reason}`, {
      cause: error
    });
  }
  if (seenBytes !== content.sizeBytes) {
    const now = seenBytes > content.sizeBytes ? "more" : String(seenBytes);
    throw new PublishError(
      "ARTIFACT",
      `What should become ${what} had ${content.sizeBytes} bytes, but now it has ${now}: was it changed meanwhile?`
    );
  }
  if (held !== void 0) yield held;
}

// src/store/retry.ts
async function retry(work, isTransient, clock) {
  const giveUpAt = clock.now() + LIMITS.requestMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || tries >= LIMITS.requestTries || clock.now() > giveUpAt) throw error;
      await clock.sleep(pauseMs(tries, clock));
    }
  }
}
function pauseMs(tries, clock) {
  const doubled = LIMITS.retryFloorMs * 2 ** (tries - 1);
  return Math.min(LIMITS.retryCeilingMs, doubled + clock.random() * doubled);
}

export {
  assertKey,
  assertKeyPrefix,
  compareKeys,
  foldersOf,
  withBody,
  exactly,
  retry,
  pauseMs
};
