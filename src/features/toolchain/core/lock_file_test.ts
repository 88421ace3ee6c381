import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import {
  decodeLockFile,
  EMPTY_LOCK,
  encodeLockFile,
  findLocked,
  type LockEntry,
  updateLock,
} from "./lock_file.ts";

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
  assert.deepEqual(decodeLockFile(encoded, "l.yaml"), lock);
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
  const lock = decodeLockFile({ version: 1, tools: { "x/y": { versions: { "1": { platforms } } } } }, "l");
  assert.deepEqual(lock.tools["x/y"]?.versions["1"]?.platforms, {
    a: { url: "u", checksum: "ab", checksum_algorithm: "sha256" },
  });
  assert.deepEqual(decodeLockFile(null, "l"), EMPTY_LOCK);
});

Deno.test("decodeLockFile() refuses newer formats and other shapes", () => {
  const cases: [unknown, string][] = [
    [{ version: 2 }, "toolchain/lock-version"],
    [["x"], "toolchain/lock-invalid"],
    [{ tools: [] }, "toolchain/lock-invalid"],
  ];
  for (const [value, code] of cases) {
    assert.throws(
      () => decodeLockFile(value, "l"),
      (error) => error instanceof AtmosError && error.code === code,
    );
  }
});
