/** `toolchain.lock.yaml` on the binary: when it is written, what stays in it, when it refuses. Follows toolchain §12. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Sandbox } from "../support/binary.ts";
import { type Releases, releases, script } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const TOOLS = { ".tool-versions": "widget 1.2.0 1.3.0\nplain 2.0.0\n" };

async function lockOf({ project }: Sandbox): Promise<string | undefined> {
  return await Deno.readTextFile(`${project}/toolchain.lock.yaml`).catch(() => undefined);
}

async function install({ box }: Releases, args: readonly string[] = [], env: Record<string, string> = {}) {
  return await box.run(["toolchain", "install", ...args], { env: { ...PLATFORM, ...env } });
}

async function setMode({ box }: Releases, mode: string): Promise<void> {
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": `${config}  lock: ${mode}\n` });
}

Deno.test("lock file: written by the first install, left alone by those that learn nothing", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  assert.equal((await install(world)).code, 0);
  const path = `${box.project}/toolchain.lock.yaml`;
  const [text, { mtime }] = [await lockOf(box), await Deno.stat(path)];
  assert.match(text ?? "", /^(#.*\n){3}version: 1\ntools:\n {4}acme\/plain:\n {8}versions:\n {12}2\.0\.0:/);
  for (const args of [[], ["--reinstall"], ["plain@2.0.0"], ["--locked"]]) {
    assert.equal((await install(world, args)).code, 0, args.join(" "));
    assert.equal(await lockOf(box), text, args.join(" "));
  }
  assert.equal((await box.run(["toolchain", "lock"], { env: PLATFORM })).code, 0);
  assert.deepEqual([await lockOf(box), (await Deno.stat(path)).mtime], [text, mtime]);
});

Deno.test("lock file: another platform and keys of others stay, entries are sorted", async () => {
  await using world = await releases(TOOLS);
  const { box, server } = world;
  server.route("/dl.acme.test/plain/2.0.0/plain-darwin-arm64", { body: script("plain", "2.0.0") });
  await box.write({ ".tool-versions": "plain 2.0.0\n" });
  await install(world);
  const before = await lockOf(box) ?? "";
  await box.write({ "toolchain.lock.yaml": before.replace("version: 1\n", "version: 1\nteam: ours\n") });
  const other = { ATMOS_TOOLCHAIN_PLATFORM: "darwin/arm64" };
  assert.equal((await box.run(["toolchain", "lock"], { env: other })).code, 0);
  await box.write(TOOLS);
  assert.equal((await install(world)).code, 0);
  const text = await lockOf(box) ?? "";
  assert.match(text, /\nteam: ours\n/);
  assert.match(
    text,
    /acme\/plain:[^]*darwin_arm64:[^]*linux_amd64:[^]*acme\/widget:[^]*1\.2\.0:[^]*1\.3\.0:/,
  );
  const lines = new Set(text.split("\n"));
  const lost = before.split("\n").filter((line) => !lines.has(line) && !line.includes("generated_at"));
  assert.deepEqual(lost, [], "what was there is there still, so that merges are small");
});

Deno.test("lock file: a mode decides whether it is written", async () => {
  const cases: [mode: string, args: string[], env: Record<string, string>, code: number, written: boolean][] =
    [
      ["auto", [], {}, 0, true],
      ["on", [], {}, 0, true],
      ["off", [], {}, 0, false],
      ["frozen", [], {}, 1, false],
      ["auto", ["--locked"], {}, 1, false],
      ["auto", [], { ATMOS_TOOLCHAIN_LOCKED: "true" }, 1, false],
      ["auto", [], { ATMOS_TOOLCHAIN_LOCKED: "" }, 0, true],
      ["auto", ["--no-save", "plain@2.0.0"], {}, 0, false],
    ];
  for (const [mode, args, env, code, written] of cases) {
    await using world = await releases(TOOLS);
    await setMode(world, mode);
    const result = await install(world, args, env);
    const shown = `${mode} ${args} ${JSON.stringify(env)}: ${result.stderr}`;
    assert.equal(result.code, code, shown);
    assert.equal(await lockOf(world.box) !== undefined, written, shown);
    if (code !== 0) {
      assert.match(
        result.stderr,
        /lock\.yaml must not change, and has nothing for linux_amd64 of: acme\/widget@1\.2\.0/,
      );
      assert.deepEqual(world.server.requests, [], "nothing is downloaded");
    }
  }
});

Deno.test("lock file: off means that it is not even read", async () => {
  await using world = await releases({ ...TOOLS, "toolchain.lock.yaml": "version: 99\n" });
  await setMode(world, "off");
  assert.equal((await install(world)).code, 0);
  assert.equal(await lockOf(world.box), "version: 99\n");
});

Deno.test("lock file: a hash that was edited refuses downloads and what is installed", async () => {
  await using world = await releases({ ".tool-versions": "plain 2.0.0\n" });
  const { box } = world;
  await install(world);
  const zeros = "0".repeat(64);
  const forged = (await lockOf(box) ?? "").replace(/checksum: [0-9a-f]{64}/, `checksum: "${zeros}"`);
  await box.write({ "toolchain.lock.yaml": forged });
  for (const args of [[], ["--reinstall"], ["--locked"]]) {
    const { code, stderr } = await install(world, args);
    assert.equal(code, 1, args.join(" "));
    assert.match(stderr, /lock mismatch for acme\/plain@2\.0\.0/);
    assert.match(stderr, new RegExp(`expected\\s+${zeros}`));
    assert.match(stderr, /atmos toolchain lock acme\/plain@2\.0\.0/);
    assert.equal(await lockOf(box), forged);
  }
  assert.equal((await box.run(["toolchain", "lock", "plain@2.0.0"], { env: PLATFORM })).code, 0);
  assert.equal((await install(world, ["--locked"])).code, 0);
});

Deno.test("lock file: what is no lock file is told with its place and stays as it is", async () => {
  const entry = (body: string) =>
    `tools: {acme/plain: {versions: {2.0.0: {platforms: {linux_amd64: {${body}}}}}}}\n`;
  const cases: [text: string, says: RegExp][] = [
    ["version: 2\n", /lockfile version mismatch[^]*lock\.yaml:1:10[^]*Its version is 2[^]*reads up to 1/],
    ["metadata: {lock_file_version: 9}\n", /lockfile version mismatch[^]*lock\.yaml:1:31[^]*is 9[^]*up to 2/],
    ["version: one\n", /lockfile version mismatch/],
    ["- a\n", /lock\.yaml:1:1/],
    ["tools: [a]\n", /lock\.yaml:1:8/],
    ["tools: {\n", /lock\.yaml:1:9/],
    ["tools: {}\n<<<<<<< ours\n", /merge[^]*lock\.yaml:2:1/],
    [entry("url: u, checksum: 5"), /lock\.yaml:1:\d+/],
    [entry("url: u, checksum: nothex"), /hexadecimal digits$/m],
    [entry(`url: u, checksum: ${"1234567890".repeat(6)}1234`), /hexadecimal digits, in quotes/],
    [entry("url: u, checksum: ab, checksum_algorithm: crc32"), /crc32/],
  ];
  for (const [text, says] of cases) {
    await using world = await releases({ ...TOOLS, "toolchain.lock.yaml": text });
    const { code, stdout, stderr } = await install(world);
    assert.deepEqual([code, stdout], [1, ""], text);
    assert.match(stderr, says, text);
    assert.doesNotMatch(stderr, /internal error/, text);
    assert.equal(await lockOf(world.box), text);
    assert.equal(
      (await world.box.run(["toolchain", "list", "--format", "plain"])).code,
      0,
      "readers need none",
    );
  }
  for (const text of ["", "\n# nothing\n", "version: 1\n", "version: 1\ntools:\n"]) {
    await using world = await releases({ ...TOOLS, "toolchain.lock.yaml": text });
    assert.equal((await install(world)).code, 0, text);
    assert.match(await lockOf(world.box) ?? "", /acme\/widget/);
  }
});

Deno.test("lock file: a wrong sum of one tool does not touch others that come from the same address", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
  const definition = "{type: http, url: 'https://dl.acme.test/shared/{{.Version}}.gz', format: gz}";
  await using world = await releases({
    ".tool-versions": names.map((name) => `me/${name} 1\n`).join(""),
    "tools.yaml": `tools:\n${names.map((name) => `  me/${name}: ${definition}\n`).join("")}`,
  });
  const { box, server } = world;
  // Slow to unpack, so that somebody always is unpacking when the wrong sum comes to light.
  const padding = randomBytes(1 << 16).toString("hex").repeat(1 << 7);
  const program = `${script("shared", "1")}# ${padding}\n`;
  server.route("/dl.acme.test/shared/1.gz", { body: gzipSync(program, { level: 1 }) });
  const first = await install(world);
  assert.equal(first.code, 0, first.stderr);
  const lock = await lockOf(box) ?? "";
  const wrong = lock.replace(/(me\/t5:[^]*?checksum: )\S+/, `$1sha256:${"0".repeat(64)}`);
  await box.write({ "toolchain.lock.yaml": wrong });
  for (const place of [`${box.project}/.tools`, `${box.home}/.cache`]) {
    await Deno.remove(place, { recursive: true }).catch(() => {});
  }
  const { code, stderr } = await install(world);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /1 tool failed|me\/t5@1/);
  for (const name of names) {
    const there = await Deno.stat(`${box.project}/.tools/bin/me/${name}/1`).then(() => true, () => false);
    assert.equal(there, name !== "t5", `${name}\n${stderr}`);
  }
});

Deno.test("lock file: what is installed and is not what a frozen one recorded is not run", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  assert.equal((await install(world)).code, 0);
  const lock = await lockOf(box) ?? "";
  await Deno.writeTextFile(
    `${box.project}/toolchain.lock.yaml`,
    lock.replaceAll(/checksum: .*/g, `checksum: ${"a".repeat(64)}`),
  );
  const env = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
  for (
    const args of [["toolchain", "exec", "widget"], ["exec", "--use", "widget", "--", "true"], [
      "exec",
      "--",
      "widget",
    ]]
  ) {
    const open = await box.run(args, { env });
    assert.equal(open.code, 0, open.stderr);
    const frozen = await box.run(args, { env: { ...env, ATMOS_TOOLCHAIN_LOCKED: "true" } });
    assert.equal(frozen.code, 1, args.join(" "));
    assert.match(frozen.stderr, /lock mismatch for acme\/widget@1\.2\.0/);
    assert.match(frozen.stderr, /install --reinstall acme\/widget@1\.2\.0/);
  }
});
