/** The content of `toolchain.lock.yaml`: hashes of every tool, version and platform. Pure.
 *  Follows toolchain §12. Invariant: rendering what was read gives the same text, and material changes alone change it. */
import { ConfigError } from "@/base/errors.ts";

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

/** The file: tools by id, versions by their text. */
export interface LockFile {
  readonly tools: Readonly<Record<string, { readonly versions: Readonly<Record<string, LockedVersion>> }>>;
  /** Commit of each floating registry, by the registry's name. */
  readonly registries: Readonly<Record<string, string>>;
}

/** One download to record. */
export interface LockEntry {
  readonly id: string;
  readonly version: string;
  /** `os_arch`. */
  readonly platform: string;
  readonly source?: string;
  readonly tag?: string;
  readonly locked: LockedPlatform;
}

/** A file without entries. */
export const EMPTY_LOCK: LockFile = { tools: {}, registries: {} };

/**
 * Decodes the parsed YAML of a lock file. Unknown keys are dropped; entries without a checksum are ignored.
 * @throws Config `toolchain/lock-version` when the file is of a newer format, `toolchain/lock-invalid` otherwise
 */
export function decodeLockFile(value: unknown, file: string): LockFile {
  if (value === null || value === undefined) return EMPTY_LOCK;
  if (!isRecord(value)) throw invalid(file, "it is not a mapping");
  const format = value["version"] ?? 1;
  if (Number(format) > 1) {
    throw new ConfigError("toolchain/lock-version", "lockfile version mismatch", {
      explanation: `The file has version ${String(format)}, this program reads version 1.`,
      hints: ["Use a newer atmos, or write the file anew: atmos toolchain lock"],
      at: { file },
    });
  }
  const tools = value["tools"] ?? {};
  if (!isRecord(tools)) throw invalid(file, "tools is not a mapping");
  const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
  return {
    tools: mapRecord(tools, (tool) => ({ versions: mapRecord(recordIn(tool, "versions"), decodeVersion) })),
    registries: mapRecord(recordIn(metadata, "registries"), String),
  };
}

/** The entry of a tool's version on a platform; undefined when the file has none. */
export function findLocked(
  lock: LockFile,
  { id, version }: { readonly id: string; readonly version: string },
  platform: string,
): LockedPlatform | undefined {
  return lock.tools[id]?.versions[version]?.platforms[platform];
}

/** Adds or replaces entries and the commits of registries; the same object when nothing material changes. */
export function updateLock(
  lock: LockFile,
  entries: readonly LockEntry[],
  registries: Readonly<Record<string, string>> = {},
): LockFile {
  let tools = lock.tools;
  for (const { id, version, platform, source, tag, locked } of entries) {
    const known = tools[id]?.versions[version];
    const next: LockedVersion = {
      ...known,
      ...(source ? { source } : {}),
      ...(tag && tag !== version ? { tag } : {}),
      platforms: { ...known?.platforms, [platform]: locked },
    };
    tools = { ...tools, [id]: { versions: { ...tools[id]?.versions, [version]: next } } };
  }
  const updated = { tools, registries: { ...lock.registries, ...registries } };
  return lockTree(updated, undefined) === lockTree(lock, undefined) ? lock : updated;
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
export function encodeLockFile(lock: LockFile, stamp: LockStamp): Readonly<Record<string, unknown>> {
  return {
    version: 1,
    tools: sortedRecord(lock.tools, (tool) => ({ versions: sortedRecord(tool.versions, encodeVersion) })),
    metadata: {
      generated_at: stamp.generatedAt,
      atmos_version: stamp.atmosVersion,
      platform: stamp.platform,
      ...(Object.keys(lock.registries).length > 0
        ? { registries: sortedRecord(lock.registries, String) }
        : {}),
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

function lockTree(lock: LockFile, stamp: LockStamp | undefined): string {
  return JSON.stringify(encodeLockFile(lock, stamp ?? { generatedAt: "", atmosVersion: "", platform: "" }));
}

function encodeVersion(version: LockedVersion): Record<string, unknown> {
  const { platforms, ...rest } = version;
  return { ...rest, platforms: sortedRecord(platforms, encodePlatform) };
}

function encodePlatform(locked: LockedPlatform): Record<string, unknown> {
  return {
    url: locked.url,
    checksum: locked.checksum,
    checksum_algorithm: locked.checksum_algorithm,
    ...(locked.size === undefined ? {} : { size: locked.size }),
    ...(locked.verification?.length ? { verification: [...locked.verification] } : {}),
  };
}

function decodeVersion(value: unknown): LockedVersion {
  const record = isRecord(value) ? value : {};
  const platforms: Record<string, LockedPlatform> = {};
  for (const [key, entry] of Object.entries(recordIn(record, "platforms"))) {
    const decoded = decodePlatform(entry);
    if (decoded) platforms[key] = decoded;
  }
  const { source, binary_name, tag } = record;
  return {
    ...(source === undefined ? {} : { source: String(source) }),
    ...(binary_name === undefined ? {} : { binary_name: String(binary_name) }),
    ...(tag === undefined ? {} : { tag: String(tag) }),
    platforms,
  };
}

function decodePlatform(value: unknown): LockedPlatform | undefined {
  if (!isRecord(value) || typeof value["checksum"] !== "string") return undefined;
  const { url, checksum, checksum_algorithm, size, verification } = value;
  const bare = checksum.replace(/^(sha\d+|md5):/i, "").toLowerCase();
  return {
    url: String(url ?? ""),
    checksum: bare,
    checksum_algorithm: String(checksum_algorithm ?? "sha256").toLowerCase(),
    ...(typeof size === "number" ? { size } : {}),
    ...(Array.isArray(verification) ? { verification: verification.map(String) } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const member = isRecord(value) ? value[key] : undefined;
  return isRecord(member) ? member : {};
}

function mapRecord<T>(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function sortedRecord<T>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => unknown,
): Record<string, unknown> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, map(record[key] as T)]));
}

function invalid(file: string, why: string): ConfigError {
  return new ConfigError("toolchain/lock-invalid", "the lock file cannot be read", {
    explanation: `${why[0]?.toUpperCase()}${why.slice(1)}.`,
    hints: ["Restore it from version control, or write it anew: atmos toolchain lock"],
    at: { file },
  });
}
