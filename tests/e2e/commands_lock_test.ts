/** Commands about what is proved: lock, remove, verify, install with its flags. Follows toolchain §12, §13.10, §13.13,
 *  §13.16, §13.22. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";
import { createHash } from "node:crypto";
import { script, widgetPath } from "./support/releases.ts";

const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("lock: every platform that has a release, or those that are named; a second run changes nothing", async () => {
  await using world = await commandWorld(TOOLS);
  const { stderr } = await world.ok(["lock"]);
  assert.match(stderr, /Locking 2 tool\(s\)\.\.\./);
  assert.match(stderr, /✓ acme\/widget@1\.2\.0 locked \(linux_amd64\)/);
  assert.match(stderr, /✓ acme\/plain@2\.0\.0 locked \(darwin_arm64, linux_amd64\)/);
  assert.match(stderr, /Locked 2 tool\(s\)$/m);
  const first = await world.read("toolchain.lock.yaml");
  assert.match(first, /darwin_arm64:\n +url: https:\/\/dl\.acme\.test\/plain\/2\.0\.0\/plain-darwin-arm64/);
  await world.ok(["lock"]);
  await world.ok(["lock", "plain", "--platform", "linux/amd64,darwin/arm64"]);
  assert.equal(await world.read("toolchain.lock.yaml"), first);
  assert.equal(await world.exists(".tools/bin"), false);
  await world.cases([
    { args: ["lock", "--check"], stderr: [/is up to date/] },
    { args: ["lock", "widget", "--platform", "darwin/arm64"], code: 1, stderr: [/darwin_arm64/] },
    { args: ["lock", "--platform", "solaris/sparc"], code: 1, stderr: [/"solaris\/sparc" is no platform/] },
    { args: ["lock", "elsewhere@1.0.0"], code: 1, stderr: [/elsewhere/] },
    { args: ["lock", "nothere"], code: 2, stderr: [/registry/] },
    { args: ["clean", "--cache-only", "--force"], stderr: [/./] },
  ]);
  const offline = await world.run(["lock", "--offline"]);
  assert.equal(offline.code, 1);
  assert.match(offline.stderr, /Locked 0 tool\(s\), 2 failed\n✗ 2 tools failed\n/);
  const reasons = offline.stderr.split("\n").filter((line) => line.startsWith("  • "));
  assert.ok(reasons.length >= 2, offline.stderr);
  assert.equal(new Set(reasons).size, reasons.length, offline.stderr);
});

Deno.test("lock: a hash that is another now is told, and --check refuses the file", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["lock"]);
  const file = "toolchain.lock.yaml", right = await world.read(file), wrong = "0123456789abcdef".repeat(4);
  const sum = /checksum: "?([0-9a-f]{64})/.exec(right)?.[1] ?? "";
  await world.box.write({ [file]: right.replace(sum, wrong) });
  const change = new RegExp(`for \\w+ was sha256:${wrong}, and is sha256:${sum} at https://`);
  await world.cases([{ args: ["lock", "--check"], code: 1, stderr: [/is out of date/, change] }]);
  assert.match(await world.read(file), new RegExp(wrong));
  await world.cases([{ args: ["lock"], stderr: [change] }]);
  const undated = (text: string) => text.replace(/generated_at: .*/, "");
  assert.equal(undated(await world.read(file)), undated(right));
});

Deno.test("lock: a file that is for every platform stays in the download cache", async () => {
  await using world = await commandWorld({ ".tool-versions": "acme/any 1.0.0\n" });
  const config = await world.read("atmos.yaml");
  await world.box.write({
    "atmos.yaml":
      `${config}  tools: {acme/any: {type: http, url: "https://dl.acme.test/any", format: raw}}\n`,
  });
  world.server.route("/dl.acme.test/any", { body: script("any", "1") });
  await world.ok(["lock"]);
  await world.ok(["install", "--offline"]);
  assert.match((await world.ok(["exec", "acme/any"])).stdout, /^any 1/);
});

Deno.test("lock: an entry in another algorithm stays when it is of the same file", async () => {
  await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\n" });
  await world.ok(["lock"]);
  const file = "toolchain.lock.yaml";
  const sha512 = createHash("sha512").update(script("plain", "2.0.0")).digest("hex");
  const own = (await world.read(file)).replaceAll(
    /checksum: .*(\n +checksum_algorithm: )sha256/g,
    `checksum: ${sha512}$1sha512`,
  );
  await world.box.write({ [file]: own });
  await world.cases([
    { args: ["lock", "--check"], stderr: [/up to date/] },
    { args: ["lock"], stderr: [/Locked 1 tool/] },
  ]);
  assert.equal(await world.read(file), own);
});

Deno.test("lock: records what install refuses where checksums are required", async () => {
  await using world = await commandWorld(TOOLS);
  await world.box.write({
    "atmos.yaml": `${await world.read("atmos.yaml")}  verification: {checksums: required}\n`,
  });
  await world.cases([
    {
      args: ["install", "plain"],
      code: 1,
      stderr: [/checksum required for acme\/plain@2\.0\.0/, /atmos toolchain lock acme\/plain@2\.0\.0/],
    },
    { args: ["lock", "plain"], stderr: [/has no checksum file.*check it before you commit/] },
    { args: ["install", "plain"], stderr: [/plain@2\.0\.0/] },
  ]);
});

Deno.test("install: where checksums are required a checksum file that is not there is the reason", async () => {
  await using world = await commandWorld(TOOLS);
  const config = await world.read("atmos.yaml");
  await world.box.write({ "atmos.yaml": `${config}  verification: {checksums: required}\n` });
  world.server.route(widgetPath("1.2.0", "SHA256SUMS"), { status: 404 });
  await world.cases([{
    args: ["install", "widget"],
    code: 1,
    stderr: [
      /checksum required for acme\/widget@1\.2\.0/,
      /not there: https:\/\/github\.com\/.*SHA256SUMS/,
      /verification\.checksums/,
    ],
  }]);
  world.server.route(widgetPath("1.2.0", "SHA256SUMS"), { body: "<html>login</html>" });
  await world.cases([{
    args: ["install", "widget"],
    code: 1,
    stderr: [/the checksum file is none/, /<html>login/],
  }]);
});

Deno.test("install: a login in an address is not written down", async () => {
  await using world = await commandWorld();
  const url = "https://me:pass-word@dl.acme.test/plain/2.0.0/plain-linux-amd64";
  const config = await world.read("atmos.yaml");
  await world.box.write({
    "atmos.yaml": `${config}  tools: {acme/own: {type: http, url: "${url}", format: raw}}\n`,
    ".tool-versions": "acme/own 2.0.0\n",
  });
  world.server.route("/me:pass-word@dl.acme.test/plain/2.0.0/plain-linux-amd64", {
    body: script("own", "2"),
  });
  await world.ok(["install"]);
  await world.ok(["lock", "acme/own", "--platform", "linux/amd64"]);
  for (const file of ["toolchain.lock.yaml", ".tools/bin/acme/own/2.0.0/.atmos-install.json"]) {
    const text = await world.read(file);
    assert.match(text, /https:\/\/dl\.acme\.test\/plain/);
    assert.doesNotMatch(text, /pass-word/);
  }
});

Deno.test("lock --check: after an install it says how to ask for fewer platforms", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install"]);
  await world.cases([
    {
      args: ["lock", "--check"],
      code: 1,
      stderr: [/lacks acme\/plain@2\.0\.0 for darwin_arm64/, /lock --check --platform linux\/amd64/],
    },
    { args: ["lock", "--check", "--platform", "linux/amd64"], stderr: [/up to date/] },
  ]);
});

Deno.test("lock: what nothing proves is not recorded when it is a page or nothing", async () => {
  await using world = await commandWorld(TOOLS);
  for (const body of ["<!DOCTYPE html><html>Log in</html>", '{"error": "quota"}', ""]) {
    world.server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", { body });
    const { code, stderr } = await world.run(["lock", "plain", "--platform", "linux/amd64"]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /dl\.acme\.test\/plain\/2\.0\.0\/plain-linux-amd64/);
    assert.equal(await world.exists("toolchain.lock.yaml"), false);
  }
});

Deno.test("remove: a lock file that cannot be read stops it before anything is edited", async () => {
  await using world = await commandWorld(TOOLS);
  const before = await world.read(".tool-versions");
  await world.box.write({ "toolchain.lock.yaml": "a: [\n" });
  assert.equal((await world.run(["remove", "plain"])).code, 1);
  assert.equal(await world.read(".tool-versions"), before);
});

Deno.test("lock: for other platforms the checksum file is enough", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0\n" });
  const { server } = world;
  const [one, two] = ["1".repeat(64), "2".repeat(64)];
  const own = await world.ok(["lock", "--platform", "linux/amd64"]).then(() =>
    world.read("toolchain.lock.yaml")
  );
  const sum = /checksum: ([0-9a-f]{64})/.exec(own)?.[1] ?? "";
  server.route(widgetPath("1.2.0", "SHA256SUMS"), {
    body: `${sum}  widget_1.2.0_linux_amd64.tar.gz\n${one}  widget_1.2.0_darwin_arm64.tar.gz\n` +
      `${two}  widget_1.2.0_windows_amd64.tar.gz\n`,
  });
  await world.ok(["lock"]);
  const lock = await world.read("toolchain.lock.yaml");
  assert.match(
    lock,
    new RegExp(`darwin_arm64:\n +url: .*/v1.2.0/.*darwin_arm64.tar.gz\n +checksum: "?${one}`),
  );
  assert.match(lock, new RegExp(`windows_amd64:[^]*checksum: "?${two}`));
  assert.doesNotMatch(lock, /linux_arm64/);
  assert.deepEqual(server.requests.filter(({ path }) => /darwin|windows/.test(path)), []);
});

Deno.test("lock --check and --prune: what lacks, what is too much", async () => {
  await using world = await commandWorld(TOOLS);
  await world.cases([
    {
      args: ["lock", "--check"],
      code: 1,
      stderr: [/out of date/, /lacks acme\/widget@1\.2\.0 for linux_amd64/],
    },
  ]);
  assert.equal(await world.exists("toolchain.lock.yaml"), false);
  await world.ok(["lock"]);
  await world.box.write({ ".tool-versions": "widget 1.3.0 v1.2.0\n" });
  await world.cases([
    {
      args: ["lock", "--check", "--prune"],
      code: 1,
      stderr: [/widget@1\.3\.0/, /Nothing names acme\/plain@2\.0\.0/],
    },
    { args: ["lock", "--prune"], stderr: [/acme\/plain@2\.0\.0 dropped/, /Locked 2 tool\(s\)/] },
    { args: ["lock", "--check", "--prune"], stderr: [/up to date/] },
  ]);
  const lock = await world.read("toolchain.lock.yaml");
  assert.doesNotMatch(lock, /acme\/plain/);
  assert.match(lock, /1\.3\.0:/);
  await world.box.write({ "off/atmos.yaml": "toolchain: {lock: off}\n", "off/.tool-versions": "" });
  const off = await world.run(["lock"], { cwd: "off" });
  assert.deepEqual([off.code, /switched off/.test(off.stderr)], [1, true]);
});

Deno.test("remove: entries of the lock file go with the lines, others stay", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\nplain 2.0.0\n" });
  await world.ok(["install"]);
  await world.ok(["remove", "acme/widget@1.2.0"]);
  const lock = await world.read("toolchain.lock.yaml");
  assert.deepEqual(["1.2.0:", "1.3.0:", "acme/plain:"].map((text) => lock.includes(text)), [
    false,
    true,
    true,
  ]);
  await world.ok(["remove", "widget", "plain"]);
  assert.doesNotMatch(await world.read("toolchain.lock.yaml"), /acme/);
  assert.equal(await world.exists(".tools/bin/acme/widget/1.3.0/widget"), true);
  await world.cases([{
    args: ["remove", "widget"],
    code: 1,
    stderr: [/"widget" is not in \.tool-versions/],
  }]);
});

Deno.test("remove: an install root that cannot be written keeps neither file from its edit", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\nplain 2.0.0\n" });
  await world.ok(["install"]);
  await world.ok(["remove", "widget@1.2.0", "plain", "--toolchain-path", "/dev/null/tools"]);
  assert.equal(await world.read(".tool-versions"), "widget 1.3.0\n");
  const lock = await world.read("toolchain.lock.yaml");
  assert.deepEqual(["1.2.0:", "1.3.0:", "plain"].map((text) => lock.includes(text)), [false, true, false]);
});

Deno.test("install: --dry-run, --no-save, --platform, --reinstall, --locked", async () => {
  await using world = await commandWorld(TOOLS);
  await world.cases([
    {
      args: ["install", "--dry-run"],
      stderr: [
        /Would install acme\/widget@1\.2\.0 from https:\/\/github\.com\/acme\/widget\//,
        /acme\/plain@2\.0\.0/,
      ],
    },
    { args: ["install", "--dry-run", "widget@1@2"], code: 2, stderr: [/widget@1@2/] },
    { args: ["install", "--dry-run", "nothere"], code: 2, stderr: [/registry/] },
  ]);
  assert.deepEqual(world.server.requests.filter(({ path }) => path.includes("/download/")), []);
  assert.equal(await world.exists(".tools"), false);
  await world.ok(["install", "widget@1.3.0", "--no-save"]);
  assert.equal(await world.read(".tool-versions"), TOOLS[".tool-versions"]);
  await world.ok(["install", "widget@1.3.0", "--save"]);
  assert.equal(await world.read(".tool-versions"), "widget 1.2.0 1.3.0\nplain 2.0.0\n");
  await world.ok(["install", "widget@1.3.0", "--default"]);
  assert.equal(await world.read(".tool-versions"), "widget 1.3.0 1.2.0\nplain 2.0.0\n");
  await world.cases([
    {
      args: ["install", "widget@1.3.0", "--dry-run"],
      stderr: "Would skip acme/widget@1.3.0 (already installed)\n",
    },
    {
      args: ["install", "plain@2.0.0", "--platform", "darwin/arm64"],
      stderr: [/Installed acme\/plain@2\.0\.0/],
    },
    { args: ["install", "plain@2.0.0"], stderr: [/Installed acme\/plain@2\.0\.0/] },
    { args: ["install", "plain@2.0.0"], stderr: [/Skipped acme\/plain@2\.0\.0/] },
    { args: ["install", "plain"], env: { ATMOS_TOOLCHAIN_REINSTALL: "1" }, stderr: [/Installed/] },
    { args: ["install", "--locked"], code: 1, stderr: [/lock file/, /acme\/widget@1\.2\.0/] },
    { args: ["install"], env: { ATMOS_TOOLCHAIN_LOCKED: "true" }, code: 1, stderr: [/lock file/] },
    { args: ["install", "--platform", "linux"], code: 1, stderr: [/"linux" is no platform/] },
    { args: ["install", "--refresh"], stderr: [/Installed 1 tool, skipped 2/] },
    { args: ["install", "--locked"], stderr: [/Skipped 3 tools/] },
  ]);
});

Deno.test("verify: programs, lock file, cache, publishers", async () => {
  await using world = await commandWorld(TOOLS);
  const { box, server } = world;
  await world.ok(["install"]);
  await world.cases([
    { args: ["verify"], stderr: [/acme\/widget +1\.2\.0 +ok +checksum/, /acme\/plain +2\.0\.0 +ok +tofu/] },
    { args: ["verify", "widget", "--remote"], stderr: [/acme\/widget +1\.2\.0 +ok/] },
    {
      args: ["verify", "widget", "--remote", "--offline"],
      code: 1,
      stderr: [/acme\/widget +1\.2\.0 +unknown/, /offline/],
    },
    { args: ["verify", "widget@9.9.9"], code: 1, stderr: [/9\.9\.9 +missing/, /not installed/] },
    { args: ["verify", "a@b@c"], code: 2, stderr: [/a@b@c/] },
    { args: ["verify", "--format", "yaml"], code: 1, stderr: [/table, json/] },
  ]);
  assert.deepEqual(JSON.parse((await world.ok(["verify", "widget", "--format", "json"])).stdout), {
    ok: true,
    tools: [{
      tool: "acme/widget",
      version: "1.2.0",
      status: "ok",
      programs: "ok",
      lock: "ok",
      archive: "ok",
      remote: null,
      verified: ["checksum"],
      problems: [],
    }],
  });
  await Deno.writeTextFile(`${box.project}/.tools/bin/acme/plain/2.0.0/plain`, "#!/bin/sh\necho changed\n");
  await Deno.remove(`${box.project}/.tools/bin/acme/widget/1.2.0/widgetctl`);
  await world.cases([
    { args: ["verify"], code: 1, stderr: [/plain +2\.0\.0 +modified/, /widget +1\.2\.0 +missing/] },
  ]);
  await world.ok(["install", "--reinstall"]);
  await box.write({
    "toolchain.lock.yaml": (await world.read("toolchain.lock.yaml")).replace("1.2.0:", "1.1.0:"),
  });
  await world.cases([{ args: ["verify", "widget"], code: 1, stderr: [/not in lock/, /no entry/] }]);
  server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", { body: "#!/bin/sh\necho other\n" });
  server.route(widgetPath("1.2.0"), { status: 404 });
  server.route(widgetPath("1.2.0").replace("/v1.2.0/", "/1.2.0/"), { status: 404 });
  await world.cases([
    {
      args: ["verify", "plain", "--remote"],
      code: 1,
      stderr: [/plain +2\.0\.0 +modified/, /something else/],
    },
    { args: ["verify", "plain"], stderr: [/ok/] },
  ]);
  const left = [...Deno.readDirSync(`${box.home}/.cache/atmos/toolchain-cache`)].map(({ name }) => name);
  assert.deepEqual(left.filter((name) => name.startsWith("verify-")), []);
});

Deno.test("verify: what another program installed is told, and is no failure", async () => {
  await using world = await commandWorld({ ".tool-versions": "acme/widget 1.2.0\n" });
  const path = `${world.box.project}/.tools/bin/acme/widget/1.2.0`;
  await Deno.mkdir(path, { recursive: true });
  await Deno.writeTextFile(`${path}/widget`, "#!/bin/sh\n", { mode: 0o755 });
  await world.cases([
    { args: ["verify"], stderr: [/unknown/, /no receipt/] },
    { args: ["verify", "--tool-versions", "none.tv"], code: 1, stderr: [/no tools configured/] },
  ]);
});

Deno.test("verify: a name that nobody knows is a mistake, if every registry can be read without a network", async () => {
  await using world = await commandWorld();
  await world.ok(["install", "widget@1.2.0", "--no-save"]);
  await world.cases([{ args: ["verify", "nope"], code: 1, stderr: [/nope +latest +missing/] }]);
  const config = await world.read("atmos.yaml");
  await world.box.write({ "atmos.yaml": `${config}  registry_fallback: false\n` });
  const asked = world.server.requests.length;
  await world.cases([
    { args: ["verify", "nope"], code: 2, stderr: [/"nope" is not in any registry/] },
    { args: ["verify", "nope", "--format", "json"], code: 2, stderr: [/"nope" is not in any registry/] },
    { args: ["verify", "widgetctl"], stderr: [/acme\/widget +1\.2\.0 +ok/] },
  ]);
  assert.equal(world.server.requests.length, asked);
});

Deno.test({
  name: "install: a lock file that cannot be written leaves the tools, and the way to do without",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\n" });
    const config = await world.read("atmos.yaml");
    await world.box.write({ "atmos.yaml": `${config}  lock_file: /sys/kernel/none.lock.yaml\n` });
    await world.cases([{
      args: ["install"],
      code: 1,
      stderr: [/cannot write/, /`lock: off` below `toolchain:`/],
    }]);
    await world.box.write({ "atmos.yaml": `${config}  lock: off\n` });
    await world.cases([{ args: ["install"], stderr: [/already installed/] }]);
  },
});
