/** Commands that run a tool: exec and run. Follows toolchain §13.8, §13.17, §20. */
import assert from "node:assert/strict";
import { testBinary } from "../support/binary.ts";
import { commandWorld, PLATFORM } from "./support/commands.ts";

for (const name of ["exec", "run"]) {
  Deno.test(`${name}: words, versions, programs, exit codes`, async () => {
    await using world = await commandWorld({ ".tool-versions": "widget 1.2.0\n" });
    await world.cases([
      {
        args: [name, "--no-install", "widget"],
        code: 1,
        stderr: [/not installed/, /toolchain install widget@1\.2\.0/],
      },
      { args: [name, "--dry-run", "widget", "x"], stderr: [/^Would install acme\/widget@1\.2\.0 from/] },
      { args: [name, "widget", "x"], stdout: "widget 1.2.0 x\n", stderr: [/Installing automatically/] },
      { args: [name, "widget", "--", "-x", "--", "y z"], stdout: "widget 1.2.0 -x -- y z\n" },
      { args: [name, "widget", "--help"], stdout: "widget 1.2.0 --help\n" },
      { args: [name, "acme/widget@1.2.0"], stdout: "widget 1.2.0\n" },
      { args: [name, "widgetctl", "x"], stdout: "widgetctl 1.2.0 x\n" },
      { args: [name, "--command", "widgetctl", "widget", "x"], stdout: "widgetctl 1.2.0 x\n" },
      { args: [name, "--command=widgetctl", "widget", "--", "x"], stdout: "widgetctl 1.2.0 x\n" },
      {
        args: [name, "--command", "other", "widget"],
        code: 127,
        stderr: [/no program "other"/, /widget, widgetctl/],
      },
      { args: [name, "widget", "exit", "7"], code: 7, stderr: "" },
      { args: [name, "widget", "exit", "255"], code: 255, stderr: "" },
      {
        args: [name, "--dry-run", "widget", "a b"],
        stderr: [/^Would execute: .*\/widget\/1\.2\.0\/widget 'a b'\n$/],
      },
      {
        args: [name, "--dry-run", "acme/widget@1.3.0", "a b"],
        stderr: [/^Would install acme\/widget@1\.3\.0 from http.*\nWould execute: widget 'a b'\n$/],
      },
      {
        args: [name, "--dry-run", "--no-install", "widget@1.3.0"],
        code: 1,
        stderr: [/not installed/, /atmos toolchain install widget@1\.3\.0/],
      },
      { args: [name, "widget", "x"], env: { ATMOS_TOOLCHAIN_DRY_RUN: "true" }, stderr: [/Would execute/] },
      {
        args: [name, "widget@1.3.0", "x"],
        env: { ATMOS_TOOLCHAIN_OFFLINE: "true" },
        code: 1,
        stderr: [/offline/],
      },
      { args: [name, "widget@1@2"], code: 2, stderr: [/widget@1@2/] },
      { args: [name, "nothere"], code: 2, stderr: [/registry/] },
      { args: [name], code: 1, stderr: [/arg/] },
    ]);
    assert.equal(await world.read(".tool-versions"), "widget 1.2.0\n");
    assert.equal(await world.exists("toolchain.lock.yaml"), false);
    const child = world.box.start(["toolchain", name, "widget", "pid"]);
    const { stdout } = await child.output();
    assert.equal(new TextDecoder().decode(stdout) === `${child.pid}\n`, name === "exec");
  });
}

Deno.test("an atmos below a tool uses the tools of the same project, wherever it runs", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0\n", "elsewhere/.keep": "" });
  const body = '#!/bin/sh\ncd elsewhere && echo $ATMOS_TOOLCHAIN_PATH && exec "$1" toolchain which widget\n';
  world.server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", { body });
  await world.ok(["install", "widget"]);
  const { project } = world.box;
  const { stdout } = await world.ok(["exec", "plain@2.0.0", testBinary()]);
  assert.equal(stdout, `${project}/.tools\n${project}/.tools/bin/acme/widget/1.2.0/widget\n`);
});

Deno.test("exec: its own tool is first on PATH, the others of the versions file behind it", async () => {
  await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\nwidget 1.2.0\n" });
  await world.ok(["install"]);
  await world.ok(["install", "widget@1.3.0", "--no-save"]);
  const path = `${world.box.project}/.tools/bin/acme/widget/1.3.0/widget`;
  await Deno.writeTextFile(path, '#!/bin/sh\necho "$PATH"\n');
  const root = `${world.box.project}/.tools/bin/acme`;
  const dirs = ["widget/1.3.0", "plain/2.0.0", "widget/1.2.0"].map((dir) => `${root}/${dir}`);
  await world.cases([{ args: ["exec", "widget@1.3.0"], stdout: `${dirs.join(":")}:/usr/bin:/bin\n` }]);
});

Deno.test("a name that only a registry explains: its pin counts before anything is installed", async () => {
  const TOOLS = { ".tool-versions": "widgetctl 1.2.0\n" };
  const first: [args: string[], check: { code?: number; stdout?: string; stderr?: RegExp[] }][] = [
    [["exec", "widgetctl", "x"], {
      stdout: "widgetctl 1.2.0 x\n",
      stderr: [/Installed acme\/widget@1\.2\.0/],
    }],
    [["exec", "acme/widget", "x"], {
      stdout: "widget 1.2.0 x\n",
      stderr: [/Installed acme\/widget@1\.2\.0/],
    }],
    [["run", "widgetctl", "x"], { stdout: "widgetctl 1.2.0 x\n", stderr: [/widget@1\.2\.0/] }],
    [["install", "widgetctl"], { stderr: [/Installed acme\/widget@1\.2\.0/] }],
    [["install", "acme/widget"], { stderr: [/Installed acme\/widget@1\.2\.0/] }],
    [["lock", "widgetctl"], { stderr: [/acme\/widget@1\.2\.0 locked/] }],
    [["info", "widgetctl", "-o", "yaml"], { stdout: "", stderr: [] }],
    [["list", "--format", "plain"], { stdout: "acme/widget@1.2.0\n" }],
    [["list", "--pending-only", "--format", "plain"], { stdout: "acme/widget@1.2.0\n" }],
    [["update", "--check"], { code: 1, stderr: [/widgetctl: 1\.2\.0 -> 2\.0\.0/] }],
    [["add", "acme/widget@1.2.0"], { stderr: [/Nothing to change/] }],
    [["set", "widgetctl", "1.2.0"], { stderr: [/Nothing to change/] }],
  ];
  for (const [args, expected] of first) {
    await using world = await commandWorld(TOOLS);
    if (args[0] === "info") {
      assert.match((await world.ok(args)).stdout, /^version: 1\.2\.0$/m);
    } else await world.cases([{ args, ...expected }]);
    assert.equal(await world.read(".tool-versions"), TOOLS[".tool-versions"], args.join(" "));
    assert.equal(await world.exists(".tools/bin/widgetctl"), false, args.join(" "));
  }
  await using world = await commandWorld(TOOLS);
  const { code, stdout, stderr } = await world.box.run(["exec", "--install", "--", "widgetctl", "x"], {
    env: PLATFORM,
  });
  assert.deepEqual([code, stdout], [0, "widgetctl 1.2.0 x\n"], stderr);
  assert.equal(await world.exists(".tools/bin/acme/widget/1.2.0"), true);
});

Deno.test("install: a name that nobody can explain now is a failure, and stops no other", async () => {
  await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\nsomething 1.0.0\n" });
  const config = await world.read("atmos.yaml");
  const unread = "[{name: gone, type: aqua, source: ./gone.yaml}, {name: tests";
  await world.box.write({
    "atmos.yaml": config.replace("[{name: tests", unread) + "  registry_fallback: false\n",
  });
  await world.cases([
    {
      args: ["install"],
      code: 1,
      stderr: [/Installed acme\/plain@2\.0\.0/, /"something" is not in any registry that can be read/],
    },
  ]);
  await world.box.write({ "atmos.yaml": `${config}  registry_fallback: false\n` });
  await world.cases([{ args: ["install"], stderr: [/no registry knows "something", it is skipped/] }]);
});

Deno.test("a name that only a registry explains: after the installation receipts explain it, offline too", async () => {
  await using world = await commandWorld({ ".tool-versions": "widgetctl 1.2.0\n" });
  await world.ok(["install"]);
  const env = { ATMOS_TOOLCHAIN_OFFLINE: "true", PATH: "/bin" };
  const dir = `${world.box.project}/.tools/bin/acme/widget/1.2.0`;
  await world.cases([
    { args: ["which", "widgetctl"], env, stdout: `${dir}/widgetctl\n` },
    { args: ["exec", "widgetctl", "x"], env, stdout: "widgetctl 1.2.0 x\n" },
    { args: ["path"], env, stdout: `${dir}\n` },
    { args: ["list", "--format", "plain"], env, stdout: "acme/widget@1.2.0\n" },
    { args: ["get", "widgetctl", "-f", "plain"], env, stdout: "1.2.0\n" },
    { args: ["aliases", "widgetctl", "--format=plain"], env, stdout: "acme/widget\n" },
    { args: ["verify"], env, stderr: [/acme\/widget +1\.2\.0 +ok/] },
    { args: ["add", "acme/widget@1.3.0"], stderr: [/Added/] },
  ]);
  assert.equal(await world.read(".tool-versions"), "widgetctl 1.2.0 1.3.0\n");
  await world.cases([
    { args: ["remove", "acme/widget"], env, stderr: [/Removed acme\/widget/] },
    { args: ["exec", "widgetctl@1.2.0", "x"], env, stdout: "widgetctl 1.2.0 x\n" },
    { args: ["uninstall", "widgetctl"], env, stderr: [/Uninstalled acme\/widget@1\.2\.0/] },
    { args: ["uninstall", "widgetctl"], env, stderr: "widgetctl not installed\n" },
  ]);
});

Deno.test("system in the versions file: exec, run, which and get take the machine's program", async () => {
  await using world = await commandWorld({
    ".tool-versions": "plain system\nacme/widget 1.2.0\nothertool system\n",
  });
  const bin = `${world.box.project}/machine`, proxies = `${world.box.project}/.tools/bin/proxy`;
  for (const dir of [bin, proxies]) {
    await Deno.mkdir(dir, { recursive: true });
    const text = `#!/bin/sh\necho ${dir === bin ? "machine" : "shim"} "$@"\n`;
    await Deno.writeTextFile(`${dir}/plain`, text, { mode: 0o755 });
  }
  const env = { PATH: `${proxies}:${bin}:/usr/bin:/bin` }, none = { PATH: "/usr/bin:/bin" };
  const listed = /"tool": "acme\/plain"[^]*"version": "system"/;
  await world.cases([
    { args: ["exec", "plain", "x"], env, stdout: "machine x\n" },
    { args: ["run", "acme/plain", "x"], env, stdout: "machine x\n" },
    { args: ["exec", "--dry-run", "plain"], env, stderr: `Would execute: ${bin}/plain\n` },
    { args: ["which", "plain"], env, stdout: `${bin}/plain\n` },
    { args: ["get", "plain", "-f", "plain"], env, stdout: "system\n" },
    { args: ["get", "plain", "-f", "json"], env, stdout: [listed, /"installed": true/] },
    { args: ["get", "plain", "-f", "json"], env: none, stdout: [listed, /"installed": false/] },
    { args: ["exec", "plain"], env: none, code: 127, stderr: [/no program "plain"/, /\.tool-versions/] },
    { args: ["exec", "othertool"], env: none, code: 127, stderr: [/no program "othertool"/] },
    { args: ["exec", "plain@2.0.0", "x"], env, stdout: "plain 2.0.0 x\n", stderr: [/Installing/] },
  ]);
});
