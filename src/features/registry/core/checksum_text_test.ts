import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import type { ChecksumPlan } from "./checksum_plan.ts";
import { type ExpectedChecksum, findChecksum } from "./checksum_text.ts";

const h = "a1".repeat(32);
const g = "b2".repeat(32);
const long = "c3".repeat(64);

type Reading = Partial<Pick<ChecksumPlan, "format" | "pattern" | "key" | "algorithm">>;

function find(text: string, reading: Reading = {}): ExpectedChecksum {
  const plan = { format: "lines", key: "foo.tar.gz", algorithm: "sha256", ...reading } as const;
  return findChecksum(text, plan, (pattern) => compileRe2(pattern).findSubmatch);
}

function failure(text: string, reading: Reading = {}): string {
  try {
    find(text, reading);
  } catch (error) {
    if (error instanceof AtmosError) return error.code;
    throw error;
  }
  return "no error";
}

/** aqua-registry §25.5: texts that give `h` for foo.tar.gz without a word. */
Deno.test("findChecksum() reads the usual forms", () => {
  const lines = [
    `${h}  foo.tar.gz`,
    `${h} *foo.tar.gz`,
    `${h}  ./dist/foo.tar.gz`,
    `${h} *./dist/foo.tar.gz`,
    `${h}\tfoo.tar.gz`,
    `${h.toUpperCase()}  foo.tar.gz`,
    `# c\n\n${h}  foo.tar.gz`,
    `${g}  a/foo.tar.gz\n${h}  b/foo.tar.gz`,
    `${g}  foo.tar.gz.sbom\n${h}  foo.tar.gz\n${g}  other`,
  ];
  for (const text of lines.flatMap((text) => [text, `${text}\n`, `${text}\n`.replaceAll("\n", "\r\n")])) {
    assert.deepEqual(find(text), { sum: h, algorithm: "sha256", warnings: [] }, text);
  }
  for (const text of [h, `${h}\n`, `  ${h}\r\n`]) {
    assert.equal(find(text, { key: "whatever" }).sum, h);
    assert.equal(find(text, { key: "whatever", format: "raw" }).sum, h);
  }
});

Deno.test("findChecksum() accepts odd forms and says so", () => {
  const cases: [text: string, reading: Reading, sum: string][] = [
    [`SHA256 (foo.tar.gz) = ${h}`, {}, h],
    [`SHA256 (dist/foo.tar.gz) = ${h}\nSHA256 (foo.tar.gz.sig) = ${g}`, {}, h],
    [`foo.tar.gz: ${h}`, {}, h],
    [`sha256:${h}  foo.tar.gz`, {}, h],
    [`${long}  foo.tar.gz`, {}, long],
  ];
  for (const [text, reading, sum] of cases) {
    const found = find(text, reading);
    assert.equal(found.sum, sum, text);
    assert.ok(found.warnings.length > 0, text);
  }
  assert.equal(find(`${long}  foo.tar.gz`).algorithm, "sha512");
});

Deno.test("findChecksum() reads by pattern", () => {
  const yq = {
    format: "regexp",
    key: "yq_linux_amd64",
    algorithm: "sha512",
    pattern: {
      checksum: "^SHA512\\s+\\([^)]+\\)\\s+=\\s+([A-Fa-f0-9]{128})$",
      file: "^SHA512\\s+\\(([^)]+)\\)\\s+=\\s+[A-Fa-f0-9]{128}$",
    },
  } as const;
  const text = `SHA256 (yq_linux_amd64) = ${h}\nSHA512 (yq_linux_arm64) = ${"0".repeat(128)}\n` +
    `SHA512 (yq_linux_amd64) = ${long}\n`;
  assert.equal(find(text, yq).sum, long);
  assert.equal(failure(text, { ...yq, key: "yq" }), "registry/checksum-not-listed");
  const single = { format: "regexp", pattern: { checksum: "^(\\b[A-Fa-f0-9]{64}\\b)" } } as const;
  assert.equal(find(`x\n${h}  foo\n${g} bar`, single).sum, h);
  assert.equal(failure("nothing here", single), "registry/checksum-not-listed");
  const optional = { format: "regexp", pattern: { checksum: "^([a-f0-9]*)|x" } } as const;
  assert.equal(find(`# comment\nx\n${h}`, optional).sum, h, "an empty group is no sum");
  const whole = { format: "regexp", pattern: { checksum: "[a-f0-9]{64}" } } as const;
  assert.equal(find(`sum ${h}`, whole).sum, h, "without a group the whole match counts");
});

Deno.test("findChecksum() fails rather than guess", () => {
  const cases: [text: string, code: string][] = [
    ["", "registry/checksum-empty"],
    ["\n\n", "registry/checksum-empty"],
    ["one\ntwo\n", "registry/checksum-empty"],
    [`${h}  bar`, "registry/checksum-not-listed"],
    [`${h}  foo.tar.gz.sbom`, "registry/checksum-not-listed"],
    [`${h}  xfoo.tar.gz`, "registry/checksum-not-listed"],
    [`${h}\tfoo bar`, "registry/checksum-not-listed"],
    [`${h}  FOO.tar.gz`, "registry/checksum-not-listed"],
    ["<html>login</html>", "registry/checksum-odd"],
    [`${h}0  foo.tar.gz`, "registry/checksum-odd"],
  ];
  for (const [text, code] of cases) assert.equal(failure(text), code, JSON.stringify(text));
  assert.throws(() => find(`${h}  foo`, { format: "raw" }), { code: "registry/checksum-odd" });
  assert.equal(find(`\\${h}  foo.tar.gz`).sum, h, "a line that GNU programs escape");
});
