/** The main job on the compiled binary: `.tool-versions` becomes verified tools on PATH. Follows toolchain §13, C3, C4. */
import assert from "node:assert/strict";
import { addWidget, releases, widgetPath } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const TOOLS = { ".tool-versions": "# ours\nwidget 1.2.0 1.3.0\nplain 2.0.0\n" };

Deno.test("install: everything in the versions file, with a lock file, and nothing to do the second time", async () => {
  await using world = await releases(TOOLS);
  const { box, server } = world;
  const first = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.equal(first.code, 0, first.stderr);
  assert.equal(first.stdout, "");
  assert.match(first.stderr, /Installed acme\/widget@1\.2\.0/);
  assert.match(first.stderr, /Installed 3 tools/);
  const lock = await Deno.readTextFile(`${box.project}/toolchain.lock.yaml`);
  assert.match(lock, /acme\/widget:[^]*1\.3\.0:[^]*linux_amd64:[^]*checksum_algorithm: sha256/);
  assert.match(lock, /acme\/plain:[^]*tofu/);
  assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), TOOLS[".tool-versions"]);
  const asked = server.requests.length;
  const second = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.match(second.stderr, /Skipped 3/);
  assert.equal(server.requests.length, asked);
  assert.equal(await Deno.readTextFile(`${box.project}/toolchain.lock.yaml`), lock);
});

Deno.test("which, path, env, exec: two versions side by side", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  await box.run(["toolchain", "install"], { env: PLATFORM });
  const dir = `${box.project}/.tools/bin/acme`;
  const stdout = async (...args: string[]) => {
    const result = await box.run(["toolchain", ...args]);
    assert.equal(result.code, 0, result.stderr);
    assert.equal(result.stderr, "");
    return result.stdout;
  };
  assert.equal(await stdout("which", "widget"), `${dir}/widget/1.2.0/widget\n`);
  assert.equal(await stdout("which", "acme/widget@1.3.0"), `${dir}/widget/1.3.0/widget\n`);
  assert.equal(await stdout("which", "widgetctl"), `${dir}/widget/1.2.0/widgetctl\n`);
  assert.equal(await stdout("path"), `${dir}/widget/1.2.0:${dir}/plain/2.0.0\n`);
  assert.equal(await stdout("env"), `export PATH='${dir}/widget/1.2.0:${dir}/plain/2.0.0:/usr/bin:/bin'\n`);
  assert.equal(await stdout("exec", "widget", "--", "a b", "--x"), "widget 1.2.0 a b --x\n");
  assert.equal(await stdout("exec", "widget@1.3.0", "--flag"), "widget 1.3.0 --flag\n");
  assert.equal(await stdout("exec", "widgetctl", "y"), "widgetctl 1.2.0 y\n");
  assert.equal((await box.run(["toolchain", "exec", "widget", "exit", "7"])).code, 7);
  const child = box.start(["toolchain", "exec", "widget", "pid"]);
  assert.equal(new TextDecoder().decode((await child.output()).stdout), `${child.pid}\n`);
});

Deno.test("exec: installs what is missing and leaves the versions file and the lock file alone", async () => {
  await using world = await releases();
  const { box } = world;
  const result = await box.run(["toolchain", "exec", "widget@1.3.0", "--", "x"], { env: PLATFORM });
  assert.equal(result.stdout, "widget 1.3.0 x\n", result.stderr);
  assert.match(result.stderr, /widget@1\.3\.0 is not installed\. Installing/);
  for (const file of [".tool-versions", "toolchain.lock.yaml"]) {
    await assert.rejects(Deno.stat(`${box.project}/${file}`), Deno.errors.NotFound);
  }
});

Deno.test("a download that is not what the checksum file or the lock file says is refused", async () => {
  await using world = await releases(TOOLS);
  const { box, server } = world;
  server.route(widgetPath("1.2.0", "SHA256SUMS"), {
    body: `${"0".repeat(64)}  widget_1.2.0_linux_amd64.tar.gz\n`,
  });
  const wrong = await box.run(["toolchain", "install", "widget@1.2.0"], { env: PLATFORM });
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /checksum mismatch for acme\/widget@1\.2\.0/);
  assert.match(wrong.stderr, /expected\s+0{64}/);
  await assert.rejects(Deno.stat(`${box.project}/.tools/bin/acme/widget`), Deno.errors.NotFound);
  await addWidget(server, "1.2.0");
  assert.equal((await box.run(["toolchain", "install"], { env: PLATFORM })).code, 0);
  await Deno.remove(`${box.project}/.tools`, { recursive: true });
  await Deno.remove(`${box.home}/.cache`, { recursive: true });
  server.route(widgetPath("1.2.0"), { body: "something else" });
  const swapped = await box.run(["toolchain", "install", "widget@1.2.0"], { env: PLATFORM });
  assert.equal(swapped.code, 1);
  assert.match(swapped.stderr, /lock mismatch for acme\/widget@1\.2\.0/);
  assert.match(swapped.stderr, /atmos toolchain lock acme\/widget@1\.2\.0/);
});

Deno.test("errors name what was asked, why it cannot be, and the next step", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  const cases: [string[], number, RegExp[]][] = [
    [["install", "widget@1@2"], 2, [/widget@1@2/, /owner\/repo@version/]],
    [["install", "nothere@1.0.0"], 2, [/nothere/, /registry/, /alias/]],
    [["install", "acme/nothere@1.0.0"], 2, [/acme\/nothere@1\.0\.0/, /registry/]],
    [["install", "widget@9.9.9"], 1, [
      /acme\/widget@9\.9\.9/,
      /404/,
      /releases\/download\/9\.9\.9/,
      /v9\.9\.9/,
    ]],
    [["install", "elsewhere@1.0.0"], 1, [/does not support linux\/amd64/, /windows\/amd64/]],
    [["which", "widget"], 1, [/configured but not installed/, /atmos toolchain install/]],
    [["which", "nothere"], 1, [/not configured in \.tool-versions/]],
    [["env"], 1, [/no installed tools/, /atmos toolchain install/]],
    [["install", "--max-concurrency", "0"], 1, [/at least 1/]],
  ];
  for (const [args, code, phrases] of cases) {
    const result = await box.run(["toolchain", ...args], { env: PLATFORM });
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
    assert.equal(result.stdout, "");
    for (const phrase of phrases) assert.match(result.stderr, phrase);
  }
});

Deno.test("--locked fails when the lock file lacks an entry, and writes nothing", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  const result = await box.run(["toolchain", "install", "--locked"], { env: PLATFORM });
  assert.equal(result.code, 1);
  assert.match(result.stderr, /lock file/);
  await assert.rejects(Deno.stat(`${box.project}/toolchain.lock.yaml`), Deno.errors.NotFound);
});

Deno.test("add, set, remove, get, list: the versions file keeps what people wrote", async () => {
  await using world = await releases({ ".tool-versions": "# ours\r\nwidget   1.2.0 # why\r\n" });
  const { box } = world;
  const steps: [string[], string][] = [
    [["add", "acme/widget@1.3.0"], "# ours\r\nwidget   1.2.0 1.3.0 # why\r\n"],
    [["set", "widget", "1.3.0"], "# ours\r\nwidget   1.3.0 1.2.0 # why\r\n"],
    [["add", "plain@2.0.0"], "# ours\r\nwidget   1.3.0 1.2.0 # why\r\nplain 2.0.0\r\n"],
    [["remove", "acme/widget@1.3.0"], "# ours\r\nwidget   1.2.0 # why\r\nplain 2.0.0\r\n"],
  ];
  for (const [args, text] of steps) {
    const result = await box.run(["toolchain", ...args], { env: PLATFORM });
    assert.equal(result.code, 0, result.stderr);
    assert.equal(result.stdout, "");
    assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), text);
  }
  const list = await box.run(["toolchain", "list", "--format", "plain"]);
  assert.equal(list.stdout, "acme/plain@2.0.0\nacme/widget@1.2.0\n");
  const get = await box.run(["toolchain", "get", "widget", "--format", "json"]);
  assert.deepEqual(JSON.parse(get.stdout).versions, [{ version: "1.2.0", installed: false, default: true }]);
});
