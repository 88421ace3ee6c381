import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import {
  decodeLockFile,
  EMPTY_LOCK,
  encodeLockFile,
  findLocked,
  lockedVersion,
  type LockEntry,
  updateLock,
} from "./lock_file.ts";

const places = { file: "l.yaml", positionOf: (path: readonly string[]) => ({ file: path.join("/") }) };
const stamp = { generatedAt: "2026-01-02T03:04:05Z", atmosVersion: "0.1.0", platform: "linux_amd64" };
const entry: LockEntry = {
  id: "acme/widget",
  version: "1.2.0",
  platform: "linux_amd64",
  source: "house",
  tag: "v1.2.0",
  locked: {
    url: "https://x/y",
    checksum: "ab",
    checksum_algorithm: "sha256",
    size: 3,
    verification: ["checksum"],
  },
};

Deno.test("encodeLockFile() sorts keys and decodeLockFile() reads them back", () => {
  const other = { ...entry, id: "acme/alpha", platform: "darwin_arm64" };
  const lock = updateLock(EMPTY_LOCK, [entry, { ...entry, version: "1.10.0" }, other], { public: "abc" });
  const encoded = encodeLockFile(lock, stamp);
  assert.deepEqual(Object.keys(encoded), ["version", "tools", "metadata"]);
  assert.deepEqual(Object.keys(encoded["tools"] as object), ["acme/alpha", "acme/widget"]);
  assert.deepEqual(encoded["metadata"], {
    generated_at: stamp.generatedAt,
    atmos_version: "0.1.0",
    platform: "linux_amd64",
    registries: { public: "abc" },
    lock_file_version: 2,
  });
  assert.deepEqual(decodeLockFile(encoded, places), lock);
  assert.deepEqual(findLocked(lock, entry, "linux_amd64"), entry.locked);
  assert.equal(findLocked(lock, entry, "windows_amd64"), undefined);
});

Deno.test("updateLock() answers the same object when nothing material changes", () => {
  const lock = updateLock(EMPTY_LOCK, [entry], { public: "abc" });
  assert.equal(updateLock(lock, [entry], { public: "abc" }), lock);
  assert.notEqual(updateLock(lock, [{ ...entry, locked: { ...entry.locked, checksum: "cd" } }]), lock);
  assert.notEqual(updateLock(lock, [{ ...entry, platform: "darwin_arm64" }]), lock);
  assert.equal(
    findLocked(lock, entry, "darwin_arm64"),
    undefined,
    "the input stays as it was",
  );
});

Deno.test("decodeLockFile() takes checksums with a prefix and skips entries without one", () => {
  const platforms = { a: { url: "u", checksum: "sha256:AB" }, b: { url: "u" }, c: null };
  const lock = decodeLockFile({ version: 1, tools: { "x/y": { versions: { "1": { platforms } } } } }, places);
  assert.deepEqual(lock.tools["x/y"]?.versions["1"]?.platforms, {
    a: { url: "u", checksum: "ab", checksum_algorithm: "sha256" },
  });
  assert.deepEqual(decodeLockFile(null, places), EMPTY_LOCK);
});

Deno.test("decodeLockFile() refuses newer formats and other shapes", () => {
  const platform = (entry: unknown) => ({
    tools: { "x/y": { versions: { "1": { platforms: { a: entry } } } } },
  });
  const cases: [unknown, string, string][] = [
    [{ version: 2 }, "toolchain/lock-version", "version"],
    [{ version: "x" }, "toolchain/lock-version", "version"],
    [["x"], "toolchain/lock-invalid", ""],
    [{ tools: [] }, "toolchain/lock-invalid", "tools"],
    [{ tools: { "x/y": 1 } }, "toolchain/lock-invalid", "tools/x/y"],
    [{ tools: { "x/y": { versions: { "": {} } } } }, "toolchain/lock-invalid", "tools/x/y/versions/"],
    [platform(5), "toolchain/lock-invalid", "tools/x/y/versions/1/platforms/a"],
    [platform({ checksum: 12 }), "toolchain/lock-invalid", "tools/x/y/versions/1/platforms/a/checksum"],
    [platform({ checksum: "xyz" }), "toolchain/lock-invalid", "tools/x/y/versions/1/platforms/a/checksum"],
    [
      platform({ checksum: "ab", checksum_algorithm: "sha3" }),
      "toolchain/lock-invalid",
      "tools/x/y/versions/1/platforms/a/checksum_algorithm",
    ],
  ];
  for (const [value, code, at] of cases) {
    assert.throws(
      () => decodeLockFile(value, places),
      (error) => error instanceof AtmosError && error.code === code && error.at?.file === at,
      JSON.stringify(value),
    );
  }
});

Deno.test("lock file: keys of others stay where they are, also when an entry is added", () => {
  const file = {
    version: 1,
    note: "ours",
    tools: {
      "x/y": {
        owner: "team",
        versions: {
          "1.10": { installed_at: "then", platforms: { a: { url: "u", checksum: "ab", mirror: "m" } } },
        },
      },
    },
    metadata: { reviewed_by: "me" },
  };
  const lock = updateLock(decodeLockFile(file, places), [{
    ...entry,
    id: "x/y",
    version: "1.10",
    tag: "1.10",
  }]);
  const encoded = JSON.parse(JSON.stringify(encodeLockFile(lock, stamp)));
  assert.equal(encoded.note, "ours");
  assert.equal(encoded.metadata.reviewed_by, "me");
  assert.equal(encoded.tools["x/y"].owner, "team");
  const version = encoded.tools["x/y"].versions["1.10"];
  assert.equal(version.installed_at, "then");
  assert.equal(version.platforms.a.mirror, "m");
  assert.deepEqual(Object.keys(version.platforms), ["a", "linux_amd64"]);
});

Deno.test("lockedVersion() takes the pin, else the newest that is locked", () => {
  const older = updateLock(EMPTY_LOCK, [entry, { ...entry, version: "1.10.0" }, {
    ...entry,
    version: "2.0.0",
  }]);
  const pinned = updateLock(older, [{ ...entry, version: "1.10.0", isLatest: true }]);
  const wanted = (lock: typeof older, version: string) => lockedVersion(lock, { id: "acme/widget", version });
  assert.equal(wanted(older, "latest"), "2.0.0");
  assert.equal(wanted(pinned, "latest"), "1.10.0");
  assert.equal(wanted(pinned, "latest:1"), "1.10.0");
  assert.equal(wanted(pinned, "latest:3"), undefined);
  assert.equal(wanted(pinned, "1.2.0"), "1.2.0");
  assert.equal(lockedVersion(pinned, { id: "constructor", version: "latest" }), undefined);
  assert.equal(decodeLockFile(encodeLockFile(pinned, stamp), places).tools["acme/widget"]?.latest, "1.10.0");
});

Deno.test("findLocked() is not led astray by names that every object has", () => {
  const lock = updateLock(EMPTY_LOCK, [entry]);
  for (const name of ["constructor", "__proto__", "toString"]) {
    assert.equal(findLocked(lock, { id: "acme/widget", version: name }, "linux_amd64"), undefined);
    assert.equal(findLocked(lock, { id: name, version: "1.2.0" }, name), undefined);
  }
});
