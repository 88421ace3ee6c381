/** The content of `toolchain.lock.yaml`: hashes of every tool, version and platform. Pure. Follows toolchain §12.
 *  Invariants: rendering what was read gives the same text, and material changes alone change it; keys that we do not
 *  know ride along in the records, so that what other programs wrote is not lost. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { compareNewestFirst } from "@/lang/semver/order.ts";
import { latestPrefix, matchesPrefix } from "./tool_spec.ts";

/** What one platform's download must be. Keys are those of the file. */
export interface LockedPlatform {
  readonly url: string;
  /** Lower-case hex without a prefix. */
  readonly checksum: string;
  readonly checksum_algorithm: string;
  /** Bytes. */
  readonly size?: number;
  /** `checksum`, `tofu` (trusted on first use), names of signatures. */
  readonly verification?: readonly string[];
}

/** One version of a tool; platforms by `os_arch`. */
export interface LockedVersion {
  readonly source?: string;
  readonly binary_name?: string;
  /** The release tag behind the version, where it differs. */
  readonly tag?: string;
  readonly platforms: Readonly<Record<string, LockedPlatform>>;
}

/** A tool; versions by their text. */
export interface LockedTool {
  /** The version that `latest` means. */
  readonly latest?: string;
  readonly versions: Readonly<Record<string, LockedVersion>>;
}

/** The file: tools by id. */
export interface LockFile {
  readonly tools: Readonly<Record<string, LockedTool>>;
  /** Commit of each floating registry, by the registry's name. */
  readonly registries: Readonly<Record<string, string>>;
  /** Keys of others at the top and in `metadata`. */
  readonly foreign?: { readonly top: Plain; readonly metadata: Plain };
}

type Plain = Readonly<Record<string, unknown>>;

/** One download to record. */
export interface LockEntry {
  readonly id: string;
  readonly version: string;
  /** `os_arch`. */
  readonly platform: string;
  readonly source?: string;
  readonly tag?: string;
  /** Whether `latest` means this version from now on. */
  readonly isLatest?: boolean;
  readonly locked: LockedPlatform;
}

/** A file without entries. */
export const EMPTY_LOCK: LockFile = { tools: {}, registries: {} };

/** Where the values of a file stand. */
export interface LockPlaces {
  readonly file: string;
  positionOf(path: readonly string[]): SourcePosition | undefined;
}

/**
 * Decodes the parsed YAML of a lock file; entries with no checksum at all are left out.
 * @throws Config `toolchain/lock-version` when the file is of a newer format, `toolchain/lock-invalid` otherwise
 */
export function decodeLockFile(value: unknown, places: LockPlaces): LockFile {
  const at = { places, path: [] };
  const { version = 1, tools, metadata, ...top } = recordOf(value, at);
  if (!(Number(version) <= 1)) throw newer(places, { key: ["version"], is: version, known: 1 });
  const { generated_at: _at, atmos_version: _by, platform: _on, lock_file_version: format = 2, ...rest } =
    recordOf(metadata, below(at, "metadata"));
  if (!(Number(format) <= 2)) {
    throw newer(places, { key: ["metadata", "lock_file_version"], is: format, known: 2 });
  }
  const { registries, ...others } = rest;
  const isAlone = Object.keys(top).length + Object.keys(others).length === 0;
  return {
    tools: decodeRecord(tools, below(at, "tools"), decodeTool),
    registries: decodeRecord(registries, below(below(at, "metadata"), "registries"), String),
    ...(isAlone ? {} : { foreign: { top, metadata: others } }),
  };
}

/**
 * Refuses a text that git left for somebody to merge.
 * @throws Config `toolchain/lock-conflict`
 */
export function refuseConflict(text: string, file: string): void {
  const lines = text.split("\n");
  const index = lines.findIndex((line) => line.startsWith("<<<<<<< "));
  if (index < 0) return;
  throw new ConfigError("toolchain/lock-conflict", "the lock file has the conflict markers of a merge", {
    hints: ["Keep the entries of both sides and delete the markers.", writeAnew(file)],
    at: { file, line: index + 1, column: 1 },
  });
}

/** The error of a file that is no YAML, with the ways out. */
export function unreadableLock(
  { code, title, explanation, hints, at }: ConfigError,
  file: string,
): ConfigError {
  return new ConfigError(code, `the lock file cannot be read: ${title}`, {
    explanation,
    hints: [...hints, RESTORE, writeAnew(file)],
    at,
  });
}

/** The entry of a tool's version on a platform; undefined when the file has none. */
export function findLocked(
  lock: LockFile,
  { id, version }: { readonly id: string; readonly version: string },
  platform: string,
): LockedPlatform | undefined {
  return own(own(own(lock.tools, id)?.versions, version)?.platforms, platform);
}

/** The version that `latest` or `latest:1.10` of a tool means: the pinned one, else the newest that is locked; any
 *  other version itself. Undefined when the file has none. */
export function lockedVersion(
  lock: LockFile,
  { id, version }: { readonly id: string; readonly version: string },
): string | undefined {
  const prefix = latestPrefix(version), tool = own(lock.tools, id);
  if (prefix === undefined) return version;
  if (prefix === "" && tool?.latest !== undefined) return tool.latest;
  const versions = Object.keys(tool?.versions ?? {}).filter((each) => matchesPrefix(each, prefix));
  return versions.sort(compareNewestFirst)[0];
}

/** Adds or replaces entries and the commits of registries; the same object when nothing material changes. */
export function updateLock(
  lock: LockFile,
  entries: readonly LockEntry[],
  registries: Readonly<Record<string, string>> = {},
): LockFile {
  let tools = lock.tools;
  for (const { id, version, platform, source, tag, isLatest, locked } of entries) {
    const tool = own(tools, id), known = own(tool?.versions, version);
    const next: LockedVersion = {
      ...known,
      ...(source ? { source } : {}),
      ...(tag && tag !== version ? { tag } : {}),
      platforms: { ...known?.platforms, [platform]: locked },
    };
    const versions = { ...tool?.versions, [version]: next };
    tools = { ...tools, [id]: { ...tool, ...(isLatest ? { latest: version } : {}), versions } };
  }
  const updated = { ...lock, tools, registries: { ...lock.registries, ...registries } };
  return lockTree(updated) === lockTree(lock) ? lock : updated;
}

/** What the file records about its own writing. */
export interface LockStamp {
  /** RFC 3339. */
  readonly generatedAt: string;
  readonly atmosVersion: string;
  /** `os_arch`. */
  readonly platform: string;
}

/** The record to write as YAML: keys sorted, `metadata` last. */
export function encodeLockFile(lock: LockFile, stamp: LockStamp): Plain {
  const hasRegistries = Object.keys(lock.registries).length > 0;
  return {
    version: 1,
    ...lock.foreign?.top,
    tools: sortedRecord(lock.tools, ({ versions, ...rest }) => ({
      ...rest,
      versions: sortedRecord(versions, encodeVersion),
    })),
    metadata: {
      generated_at: stamp.generatedAt,
      atmos_version: stamp.atmosVersion,
      platform: stamp.platform,
      ...(hasRegistries ? { registries: sortedRecord(lock.registries, String) } : {}),
      ...lock.foreign?.metadata,
      lock_file_version: 2,
    },
  };
}

/** The three comment lines on top of the file. */
export const LOCK_HEADER = [
  "# Written by atmos; do not edit.",
  "# Hashes of the tools of this repository, for every platform that has been locked.",
  "# Commit this file. Refresh it with: atmos toolchain lock",
].join("\n") + "\n";

function lockTree(lock: LockFile): string {
  return JSON.stringify(encodeLockFile(lock, { generatedAt: "", atmosVersion: "", platform: "" }));
}

function encodeVersion({ platforms, ...rest }: LockedVersion): Plain {
  return { ...rest, platforms: sortedRecord(platforms, encodePlatform) };
}

function encodePlatform(locked: LockedPlatform): Plain {
  const { url, checksum, checksum_algorithm, size, verification, ...foreign } = locked;
  return {
    url,
    checksum,
    checksum_algorithm,
    ...(size === undefined ? {} : { size }),
    ...(verification?.length ? { verification: [...verification] } : {}),
    ...foreign,
  };
}

/** A value of the file, for messages. */
interface Place {
  readonly places: LockPlaces;
  readonly path: readonly string[];
}

function decodeTool(value: unknown, at: Place): LockedTool {
  const { latest, versions, ...foreign } = recordOf(value, at);
  return {
    ...foreign,
    ...(latest === undefined ? {} : { latest: String(latest) }),
    versions: decodeRecord(versions, below(at, "versions"), decodeVersion),
  };
}

function decodeVersion(value: unknown, at: Place): LockedVersion {
  if (at.path.at(-1) === "") throw invalid(at, "the version is empty");
  const { source, binary_name, tag, platforms, ...foreign } = recordOf(value, at);
  const decoded = decodeRecord(platforms, below(at, "platforms"), decodePlatform);
  return {
    ...foreign,
    ...(source === undefined ? {} : { source: String(source) }),
    ...(binary_name === undefined ? {} : { binary_name: String(binary_name) }),
    ...(tag === undefined ? {} : { tag: String(tag) }),
    platforms: Object.fromEntries(
      Object.entries(decoded).flatMap(([key, each]) => each ? [[key, each]] : []),
    ),
  };
}

function decodePlatform(value: unknown, at: Place): LockedPlatform | undefined {
  const { url, checksum, checksum_algorithm, size, verification, ...foreign } = recordOf(value, at);
  if (checksum === undefined || checksum === null || checksum === "") return undefined;
  const bare = typeof checksum === "string" ? checksum.replace(/^(sha\d+|md5):/i, "").toLowerCase() : "";
  // A hash that is none must not count as no entry, because then any download would do.
  if (!/^[0-9a-f]+$/.test(bare)) {
    const quotes = typeof checksum === "number" ? ", in quotes" : "";
    throw invalid(below(at, "checksum"), `the checksum must be a text of hexadecimal digits${quotes}`);
  }
  const algorithm = String(checksum_algorithm ?? "sha256").toLowerCase();
  if (!ALGORITHMS.includes(algorithm)) {
    throw invalid(below(at, "checksum_algorithm"), `"${algorithm}" is none of ${ALGORITHMS.join(", ")}`);
  }
  return {
    ...foreign,
    url: String(url ?? ""),
    checksum: bare,
    checksum_algorithm: algorithm,
    ...(typeof size === "number" ? { size } : {}),
    ...(Array.isArray(verification) ? { verification: verification.map(String) } : {}),
  };
}

const ALGORITHMS: readonly string[] = ["sha256", "sha512", "sha1", "md5"];

function decodeRecord<T>(
  value: unknown,
  at: Place,
  decode: (value: unknown, at: Place) => T,
): Record<string, T> {
  const entries = Object.entries(recordOf(value, at));
  return Object.fromEntries(entries.map(([key, member]) => [key, decode(member, below(at, key))]));
}

function below({ places, path }: Place, key: string): Place {
  return { places, path: [...path, key] };
}

/** A mapping; an absent one is empty. */
function recordOf(value: unknown, at: Place): Plain {
  if (value === null || value === undefined) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Plain;
  throw invalid(at, "a mapping is needed here");
}

function sortedRecord<T>(record: Readonly<Record<string, T>>, map: (value: T) => unknown): Plain {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, map(record[key] as T)]));
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

const RESTORE = "Restore it from version control.";

function writeAnew(file: string): string {
  return `Or write it anew: rm ${quoteShWord(file)} && atmos toolchain lock`;
}

function newer(
  places: LockPlaces,
  { key, is, known }: { readonly key: readonly string[]; readonly is: unknown; readonly known: number },
): ConfigError {
  return new ConfigError("toolchain/lock-version", "lockfile version mismatch", {
    explanation: `Its ${key.join(".")} is ${String(is)}, this program reads up to ${known}.`,
    hints: ["Use a newer atmos.", writeAnew(places.file)],
    at: places.positionOf(key),
  });
}

function invalid({ places, path }: Place, why: string): ConfigError {
  return new ConfigError("toolchain/lock-invalid", `the lock file cannot be read: ${why}`, {
    hints: [RESTORE, writeAnew(places.file)],
    at: places.positionOf(path) ?? { file: places.file },
  });
}
