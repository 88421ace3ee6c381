/** Commands that take away: uninstall, prune, clean; and du, which says what they would give back.
 *  Follows toolchain §13.3, §13.4, §13.5, §13.19. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";

const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("prune: what nothing of the project names, and nothing else", async () => {
  await using world = await commandWorld({
    ".tool-versions": "plain 2.0.0\n",
    "tools.yaml": "tools:\n  acme/widget: {extends: true, default: 1.2.0}\n",
  });
  await world.ok(["install", "plain"]);
  await world.ok(["install", "widget@1.2.0", "widget@1.3.0", "--no-save"]);
  const widget = ".tools/bin/acme/widget";
  await world.cases([
    { args: ["prune"], code: 1, stderr: [/interactive confirmation or --force/] },
    {
      args: ["prune", "--dry-run"],
      stderr: [/^Would remove acme\/widget@1\.3\.0 \(.+B\)\nWould remove 1 version\(s\), .+B\n$/],
    },
    { args: ["prune", "--older-than", "1d", "--force"], stderr: "No unused versions\n" },
    { args: ["prune", "--older-than", "soon"], code: 1, stderr: [/"soon" is no length of time/] },
    { args: ["clean", "--unused", "--dry-run"], stderr: [/Would remove acme\/widget@1\.3\.0/] },
    { args: ["prune", "--force"], stderr: [/✓ Removed acme\/widget@1\.3\.0/, /Removed 1 version\(s\)/] },
    { args: ["prune"], env: { ATMOS_TOOLCHAIN_FORCE: "true" }, stderr: "No unused versions\n" },
  ]);
  assert.equal(await world.exists(`${widget}/1.3.0`), false);
  assert.equal(await world.exists(`${widget}/1.2.0/widget`), true);
});

Deno.test("prune: lock file, proxies and version.use name versions too", async () => {
  await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\n" });
  await world.ok(["install", "widget@1.2.0", "widget@1.3.0", "--no-save"]);
  await world.ok(["lock", "widget@1.2.0"]);
  const config = await world.read("atmos.yaml");
  await world.box.write({ "atmos.yaml": `${config}  proxies: {w: {tool: widget@1.3.0}}\n` });
  await world.cases([{ args: ["prune", "--force"], stderr: "No unused versions\n" }]);
  await world.box.write({ "atmos.yaml": `${config}version: {use: 1.3.0, source: acme/widget}\n` });
  await world.cases([
    { args: ["prune", "--force"], env: { ATMOS_REEXEC_DEPTH: "1" }, stderr: "No unused versions\n" },
  ]);
  await world.box.write({ "atmos.yaml": config });
  await world.cases([{ args: ["prune", "--dry-run"], stderr: [/acme\/widget@1\.3\.0/] }]);
  await world.box.write({ ".tool-versions": "widgetctl 1.3.0\n" });
  await world.cases([{ args: ["prune", "--dry-run"], stderr: "No unused versions\n" }]);
});

Deno.test("du: text, by tool, json", async () => {
  await using world = await commandWorld(TOOLS);
  await world.cases([
    { args: ["du"], stderr: "No tools installed (0 B)\n" },
    { args: ["du", "--format", "json"], stdout: '{\n  "total_bytes": 0,\n  "tools": []\n}\n' },
  ]);
  await world.ok(["install"]);
  const { total_bytes, tools } = JSON.parse((await world.ok(["du", "--format", "json"])).stdout);
  assert.deepEqual(tools.map(({ tool, version }: Record<string, string>) => `${tool}@${version}`), [
    "acme/plain@2.0.0",
    "acme/widget@1.2.0",
  ]);
  assert.equal(total_bytes, tools.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0));
  await world.cases([
    { args: ["du"], stderr: [/^Total disk space used by installed tools: \d+k?b\n$/] },
    { args: ["du", "--by-tool"], stderr: [/^\d+k?b {2}acme\/plain@2\.0\.0\n/, /Total/] },
    { args: ["du", "--format", "csv"], code: 1, stderr: [/text, json/] },
  ]);
});

Deno.test("uninstall: a version, a tool, the file's tools, everything", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\nplain 2.0.0\n" });
  await world.ok(["install"]);
  await world.cases([
    { args: ["uninstall", "widget@1.2.0", "--dry-run"], stderr: "Would uninstall acme/widget@1.2.0\n" },
    {
      args: ["uninstall", "widget@1.2.0"],
      env: { ATMOS_TOOLCHAIN_DRY_RUN: "true" },
      stderr: "Would uninstall acme/widget@1.2.0\n",
    },
    { args: ["uninstall", "widget@1.2.0"], stderr: [/Uninstalled acme\/widget@1\.2\.0/] },
    { args: ["uninstall", "widget@1.2.0"], stderr: [/acme\/widget@1\.2\.0 not installed/] },
    { args: ["uninstall", "widget@latest"], code: 2, stderr: [/latest/] },
    { args: ["uninstall", "--all", "plain"], code: 1, stderr: [/exclude each other/, /not only plain/] },
    { args: ["uninstall", "widget", "plain"], stderr: [/widget@1\.3\.0/, /plain@2\.0\.0/, /2 tools/] },
  ]);
  assert.equal(await world.exists(".tools/bin/acme"), false);
  await world.ok(["install"]);
  await world.cases([
    { args: ["uninstall"], stderr: [/widget@1\.2\.0/, /widget@1\.3\.0/, /plain@2\.0\.0/] },
    { args: ["uninstall", "--all"], stderr: "No tools installed\n" },
    { args: ["uninstall"], env: { ATMOS_TOOLCHAIN_UNINSTALL_ALL: "true" }, stderr: "No tools installed\n" },
    { args: ["uninstall", "--tool-versions", "none.tv"], code: 1, stderr: [/no tools configured/] },
  ]);
  assert.equal(await world.read(".tool-versions"), "widget 1.2.0 1.3.0\nplain 2.0.0\n");
});

Deno.test("clean: says, asks or is told, and never takes tools with the cache", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install"]);
  await world.cases([
    { args: ["clean"], code: 1, stderr: [/interactive confirmation or --force/, /clean --dry-run/] },
    {
      args: ["clean", "--dry-run"],
      stderr: [
        /^Would delete \d+ files \(.+\) from installed tools: \.tools$/m,
        /from cache: .*toolchain-cache$/m,
      ],
    },
    { args: ["clean"], env: { ATMOS_TOOLCHAIN_DRY_RUN: "true" }, stderr: [/Would delete/] },
    { args: ["clean", "--cache-only", "--force"], stderr: [/^Deleted \d+ files from .*toolchain-cache\n$/] },
    { args: ["which", "widget"], stdout: [/widget\n$/] },
    { args: ["clean", "--cache-only", "--dry-run"], stderr: [/toolchain-cache does not exist/] },
    {
      args: ["clean"],
      env: { ATMOS_TOOLCHAIN_FORCE: "true", ATMOS_TOOLCHAIN_CACHE_ONLY: "true" },
      stderr: "",
    },
  ]);
  const home = world.box.home;
  for (const path of [home, "/", ".", `${home}/.cache/atmos/toolchain-cache/here`]) {
    await world.cases([{
      args: ["clean", "--force", "--toolchain-path", path],
      code: 1,
      stderr: [/install_path/],
    }]);
  }
  await world.cases([{ args: ["clean", "--force"], stderr: [/Deleted \d+ files from .*\.tools/] }]);
  assert.equal(await world.exists(".tools"), false);
});

Deno.test("clean: a folder with other things, a home or one of its parents stays as it is", async () => {
  await using world = await commandWorld({
    "usr/bin/env": "", // programs of the system
    "local/bin/acme/widget/1.0.0/widget": "",
    "local/lib/libz.so": "",
    "flat/bin/acme/widget": "",
    "people/me/.profile": "",
    "tools/bin/acme/widget/1.0.0/widget": "",
    "tools/bin/acme/widget/1.0.0.lock": "", // the Go program leaves these
    "tools/bin/proxy/widget": "",
    "tools/.locks/0.lock": "",
  });
  const { project } = world.box, me = `${project}/people/me`;
  const refused = { code: 1, stderr: [/is not a folder of installed tools/, /install_path/] };
  const at = (path: string) => ["clean", "--force", "--toolchain-path", path];
  await world.cases([
    { args: at("usr"), ...refused },
    { args: at("local"), ...refused },
    { args: at("flat"), ...refused },
    { args: at("tools"), env: { HOME: `${project}//tools/` }, ...refused },
    { args: at("tools"), env: { USERPROFILE: `${project}/tools/` }, ...refused },
    { args: at("tools"), env: { HOME: "tools/bin/acme" }, ...refused },
    { args: at("people"), env: { HOME: `${me}/` }, ...refused },
    { args: at(me), env: { HOME: `${me}/` }, ...refused },
    { args: at("tools"), stderr: [/^Deleted 4 files from .*tools$/m] },
  ]);
  for (const path of ["usr/bin/env", "local/bin/acme", "flat/bin/acme/widget", "people/me/.profile"]) {
    assert.equal(await world.exists(path), true, path);
  }
  assert.equal(await world.exists("tools"), false);
});

Deno.test("clean: the default root goes with the downloads that the Go program keeps in it", async () => {
  await using world = await commandWorld({ "atmos.yaml": "{}\n" });
  const root = `${world.box.home}/.cache/atmos/toolchain`;
  await world.box.write({ [`${root}/widget_linux_amd64`]: "", [`${root}/registry/a.yaml`]: "" });
  await world.cases([{ args: ["clean", "--force"], stderr: [/^Deleted 2 files from .*toolchain$/m] }]);
  assert.equal(await world.exists(root), false);
});

Deno.test("prune, uninstall: what the Go program filed under an older id is the tool that the project names", async () => {
  await using world = await commandWorld({ ".tool-versions": "kubectl 1.31.0\n" });
  const dir = `${world.box.project}/.tools/bin/kubernetes/kubectl`;
  const put = async (version: string) => {
    await Deno.mkdir(`${dir}/${version}`, { recursive: true });
    await Deno.writeTextFile(`${dir}/${version}/kubectl`, "#!/bin/sh\n", { mode: 0o755 });
    await Deno.writeTextFile(`${dir}/latest`, version);
  };
  await put("1.31.0");
  await world.cases([
    { args: ["which", "kubectl"], stdout: `${dir}/1.31.0/kubectl\n` },
    { args: ["prune", "--force"], stderr: "No unused versions\n" },
  ]);
  for (
    const spec of ["kubectl", "kubectl@1.31.0", "kubernetes/kubectl", "kubernetes/kubernetes/kubectl@latest"]
  ) {
    await put("1.31.0");
    const gone = [/Uninstalled kubernetes\/kubernetes\/kubectl@1\.31\.0/];
    await world.cases([{ args: ["uninstall", spec], stderr: gone }]);
    assert.equal(await world.exists(".tools/bin/kubernetes"), false, spec);
  }
});
