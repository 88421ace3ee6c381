/** Commands about which versions there are: get, versions, info, set, update, outdated. Follows toolchain §13.9, §13.11,
 *  §13.18, §13.20. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";

const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("get: configured versions, available versions, every format", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.3.0 1.2.0\nplain 2.0.0\n" });
  await world.ok(["install", "widget@1.2.0"]);
  await world.cases([
    { args: ["get", "widget", "--format", "plain"], stdout: "1.2.0\n1.3.0\n" },
    { args: ["get", "-f", "plain"], stdout: "acme/plain@2.0.0\nacme/widget@1.2.0\nacme/widget@1.3.0\n" },
    { args: ["get", "widget"], stderr: "acme/widget\n    1.2.0\n  ✓ 1.3.0 (not installed)\n" },
    { args: ["get", "widget", "--all", "-f", "plain"], stdout: "1.2.0\n1.3.0\n2.0.0\n" },
    { args: ["get", "widget", "--all", "--limit", "1", "-f", "plain"], stdout: "2.0.0\n" },
    {
      args: ["get", "widget", "--all", "-f", "plain"],
      env: { ATMOS_TOOLCHAIN_LIMIT: "2" },
      stdout: "1.3.0\n2.0.0\n",
    },
    {
      args: ["get", "widget"],
      env: { ATMOS_TOOLCHAIN_ALL: "true", ATMOS_TOOLCHAIN_GET_FORMAT: "plain" },
      stdout: "1.2.0\n1.3.0\n2.0.0\n",
    },
    { args: ["versions", "acme/widget", "-f", "plain"], stdout: "1.2.0\n1.3.0\n2.0.0\n" },
    { args: ["get", "--all", "-f", "plain"], stdout: [/^acme\/widget@2\.0\.0$/m, /^acme\/plain@2\.0\.0$/m] },
    { args: ["get", "widget", "--all"], stderr: [/✓ 1\.3\.0 \(not installed\)/, /^ {4}1\.2\.0$/m] },
    { args: ["get", "widget", "--all", "--limit", "0"], code: 1, stderr: [/--limit/, /at least 1/] },
    { args: ["get", "nothere"], code: 1, stderr: [/not configured/] },
    { args: ["get", "nothere", "--all"], code: 2, stderr: [/registry/] },
    { args: ["get", "elsewhere", "--all"], code: 1, stderr: [/acme\/elsewhere/] },
    { args: ["get", "--format", "yaml"], code: 1, stderr: [/table/, /plain/, /json/] },
    // The list was seen above.
    {
      args: ["install", "widget@1.9"],
      code: 1,
      stderr: [/Known versions near it: 2\.0\.0, 1\.3\.0, 1\.2\.0\./],
    },
  ]);
  const { stdout } = await world.ok(["get", "widget", "--all", "--format", "json"]);
  assert.deepEqual(JSON.parse(stdout), {
    tool: "acme/widget",
    version: "1.3.0",
    installed: false,
    default_version: "1.3.0",
    versions: [
      { version: "1.2.0", installed: true, default: false },
      { version: "1.3.0", installed: false, default: true },
      { version: "2.0.0", installed: false, default: false },
    ],
  });
  await world.ok(["install", "widget@1.3.0", "--no-save"]);
  const newest = await world.ok(["get", "widget", "--all", "--limit", "1", "--format", "json"]);
  assert.deepEqual(JSON.parse(newest.stdout), {
    tool: "acme/widget",
    version: "1.3.0",
    installed: true,
    default_version: "1.3.0",
    versions: [{ version: "2.0.0", installed: false, default: false }],
  });
  assert.ok(stdout.endsWith("}\n") && stdout.includes('\n  "tool"'), "two spaces and a final newline");
});

Deno.test("get --all: tags with a prefix are versions, as configured and as installed", async () => {
  await using world = await commandWorld({ ".tool-versions": "prefixed pre_1.0.0\n" });
  await world.box.write({
    "tools.yaml": "tools:\n  acme/prefixed: {asset: 'p-{{.SemVer}}', version_prefix: pre_, format: raw}\n" +
      "aliases: {prefixed: acme/prefixed}\n",
  });
  world.list("acme/prefixed", ["pre_1.1.0", "pre_1.0.0", "other_9.0.0"]);
  const { stdout } = await world.ok(["get", "prefixed", "--all", "--format", "json"]);
  const { default_version, versions } = JSON.parse(stdout);
  assert.equal(default_version, "1.0.0");
  assert.deepEqual(versions.map(({ version }: { version: string }) => version), ["1.0.0", "1.1.0"]);
});

Deno.test("a version and the tag that it came from are one installed version", async () => {
  await using world = await commandWorld();
  await world.box.write({
    "tools.yaml": "tools:\n  acme/prefixed: {asset: 'p-{{.SemVer}}', version_prefix: pre_, format: raw}\n",
  });
  const path = (version: string) => `/github.com/acme/prefixed/releases/download/pre_${version}/p-${version}`;
  for (const version of ["1.0.0", "1.1.0"]) world.server.route(path(version), { body: "#!/bin/sh\n" });
  const dir = `${world.box.project}/.tools/bin/acme/prefixed`;
  await world.ok(["install", "acme/prefixed@1.0.0", "--no-save"]);
  await world.ok(["install", "acme/prefixed@pre_1.1.0", "--no-save"]);
  await world.box.write({ ".tool-versions": "acme/prefixed pre_1.0.0\n" });
  await world.cases([
    { args: ["install", "acme/prefixed@pre_1.0.0"], stderr: [/[Ss]kipped/] },
    { args: ["which", "acme/prefixed"], stdout: [new RegExp(`^${dir}/1\\.0\\.0/`)] },
    { args: ["which", "acme/prefixed@1.1.0"], stdout: [new RegExp(`^${dir}/pre_1\\.1\\.0/`)] },
    { args: ["which", "acme/prefixed@1.1"], code: 1 },
    { args: ["prune", "--dry-run"], stderr: [/^Would remove acme\/prefixed@pre_1\.1\.0 .*\n.*1 version/] },
    { args: ["uninstall", "acme/prefixed@1.1.0"], stderr: [/Uninstalled acme\/prefixed@pre_1\.1\.0/] },
  ]);
});

Deno.test("info: table, yaml, json; and without a list of releases", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install", "widget"]);
  await world.cases([
    {
      args: ["info", "widget"],
      stderr: [
        /^acme\/widget \(registry: tests\)$/m,
        /Type: github_release/,
        /Repository: https:\/\/github\.com\/acme\/widget/,
        /Installed Versions:\n {4}1\.2\.0/,
        /VERSION +DATE +TITLE\n {4}2\.0\.0 +2030-01-28 +Release v2\.0\.0/,
        /atmos toolchain install acme\/widget@1\.2\.0/,
      ],
    },
    { args: ["info", "widget@1.3.0", "-o", "yaml"], stdout: [/^version: 1\.3\.0$/m, /^repo_owner: acme$/m] },
    { args: ["info", "plain"], env: { ATMOS_TOOLCHAIN_OUTPUT: "yaml" }, stdout: [/^type: http$/m] },
    { args: ["registry", "info", "plain", "-o", "yaml"], stdout: [/^type: http$/m] },
    { args: ["info", "nothere"], code: 2, stderr: [/registry/] },
    { args: ["info", "widget", "-o", "toml"], code: 1, stderr: [/table, yaml, json/] },
  ]);
  const { stdout } = await world.ok(["info", "widget", "-o", "json"]);
  const info = JSON.parse(stdout);
  assert.deepEqual([info.id, info.registry, info.version], ["acme/widget", "tests", "1.2.0"]);
  assert.deepEqual(info.installed_versions, ["1.2.0"]);
  assert.deepEqual(info.available_versions, ["2.0.0", "1.3.0", "1.2.0"]);
  assert.match(info.candidates[0], /releases\/download\/v1\.2\.0\/widget_1\.2\.0_linux_amd64\.tar\.gz$/);
  world.server.route("/api.github.com/repos/acme/widget/releases", {
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800" },
  });
  await world.box.run(["toolchain", "clean", "--cache-only", "--force"]);
  const limited = await world.ok(["info", "widget", "-o", "json"]);
  assert.equal(JSON.parse(limited.stdout).version, "1.2.0");
  assert.match(limited.stderr, /cannot be listed/);
  await world.box.write({ ".tool-versions": "" });
  const unlisted = await world.ok(["info", "widget", "-o", "json"]);
  assert.equal(JSON.parse(unlisted.stdout).version, "1.2.0"); // the newest that is installed
  await world.ok(["uninstall", "widget@1.2.0"]);
  await world.cases([
    {
      args: ["info", "widget", "-o", "json"],
      stdout: [/"type": "github_release"/, /"repo_name": "widget"/],
      stderr: [/the versions of acme\/widget cannot be listed/],
    },
    { args: ["info", "widget"], stderr: [/Type: github_release/, /toolchain install acme\/widget@VERSION/] },
  ]);
});

Deno.test("set: version as a word or behind the @, and nobody is asked without a terminal", async () => {
  await using world = await commandWorld(TOOLS);
  await world.cases([
    { args: ["set", "widget", "1.3.0"], stderr: [/Set widget 1\.3\.0 in \.tool-versions/] },
    { args: ["set", "plain@3.0.0", "--only"], stderr: [/3\.0\.0/] },
    { args: ["set", "widget"], code: 1, stderr: [/requires a terminal/, /toolchain set widget VERSION/] },
    { args: ["set", "widget", "^1"], code: 2, stderr: [/constraint/] },
    { args: ["set"], code: 1, stderr: [/arg/] },
  ]);
  assert.equal(await world.read(".tool-versions"), "widget 1.3.0 1.2.0\nplain 3.0.0\n");
});

Deno.test("update: says, installs, writes the file, and the lock file follows", async () => {
  await using world = await commandWorld({
    ".tool-versions": "# ours\nwidget 1.2.0 1.0.0 # why\nplain 2.0.0\n",
  });
  world.list("acme/widget", ["v1.3.1-rc.1", "v1.3.0", "v1.2.0"]);
  await world.ok(["install", "widget@1.2.0", "plain@2.0.0", "--no-save"]);
  await world.ok(["lock", "widget@1.2.0", "plain@2.0.0", "--platform", "linux/amd64"]);
  const before = await world.read("toolchain.lock.yaml");
  await world.cases([
    {
      args: ["update", "--dry-run"],
      stderr: [/widget: 1\.2\.0 -> 1\.3\.0/, /plain is up to date \(2\.0\.0\)/],
    },
    { args: ["update"], env: { ATMOS_TOOLCHAIN_UPDATE_DRY_RUN: "true" }, stderr: [/1 would be updated/] },
    { args: ["update", "--check"], code: 1, stderr: [/1\.2\.0 -> 1\.3\.0/] },
    { args: ["outdated"], code: 1, stderr: [/1\.2\.0 -> 1\.3\.0/] },
    { args: ["outdated", "plain"], stderr: "plain is up to date (2.0.0)\n" },
    { args: ["update", "--patch"], stderr: [/widget is up to date \(1\.2\.0\)/, /2 up to date/] },
    { args: ["update", "--to-constraint", "~> 1.2.0", "widget"], stderr: [/is up to date/] },
    { args: ["update", "--to-constraint="], code: 1, stderr: [/"" is no constraint/] },
    { args: ["update", "--to-constraint", "x y"], code: 1, stderr: [/"x y" is no constraint/] },
    { args: ["update", "--minor", "--patch"], code: 1, stderr: [/exclude each other/] },
    { args: ["update", "nothere"], code: 1, stderr: [/not configured in \.tool-versions/] },
    {
      args: ["update", "widget@1"],
      code: 1,
      stderr: [/without a version: widget@1/, /toolchain set widget@1/],
    },
  ]);
  assert.equal(await world.read("toolchain.lock.yaml"), before);
  const report = await world.ok(["update", "--minor", "--format", "json"]);
  assert.deepEqual(JSON.parse(report.stdout), [
    { tool: "acme/widget", current: "1.2.0", latest: "1.3.0", updated: true, outdated: false, error: null },
    { tool: "acme/plain", current: "2.0.0", latest: "2.0.0", updated: false, outdated: false, error: null },
  ]);
  assert.equal(await world.read(".tool-versions"), "# ours\nwidget 1.3.0 1.0.0 # why\nplain 2.0.0\n");
  const lock = await world.read("toolchain.lock.yaml");
  assert.match(lock, /1\.3\.0:/);
  assert.doesNotMatch(lock, /1\.2\.0:/);
  await world.cases([{ args: ["outdated", "widget"], stderr: "widget is up to date (1.3.0)\n" }]);
});

Deno.test("update: one failure stops no other, prereleases and moving pins, an empty file", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0\nplain latest\n" });
  const failed = await world.run(["update", "--format", "json"]);
  assert.equal(failed.code, 1);
  const rows = JSON.parse(failed.stdout) as { tool: string; updated: boolean; error: string | null }[];
  assert.deepEqual(rows.map(({ updated }) => updated), [false, true]);
  assert.match(rows[0]?.error ?? "", /widget@2\.0\.0/);
  assert.equal(await world.read(".tool-versions"), "widget 1.2.0\nplain latest\n");
  await world.cases([{ args: ["update", "plain"], stderr: "plain is up to date (2.0.0)\n" }]);
  world.list("acme/plain", ["1.0.0"]); // the newest one was withdrawn
  await world.cases([
    { args: ["update", "plain"], stderr: "plain is up to date (2.0.0)\n" },
    { args: ["outdated", "plain"], stderr: "plain is up to date (2.0.0)\n" },
  ]);
  world.list("acme/widget", ["v1.3.1-rc.1", "v1.3.0", "v1.2.0"]);
  await world.box.write({ ".tool-versions": "widget 1.3.0-rc.9\n", "empty.tv": "" });
  await world.cases([
    { args: ["update", "--dry-run"], stderr: "widget: 1.3.0-rc.9 -> 1.3.1-rc.1\n" },
    { args: ["update", "--tool-versions", "empty.tv"], stderr: "No tools found in empty.tv\n" },
    {
      args: ["update", "--format", "json", "--tool-versions", "empty.tv"],
      stdout: "[]\n",
      stderr: "No tools found in empty.tv\n",
    },
  ]);
});

Deno.test("wrong versions in the versions file: readers warn and leave them out, install says where", async () => {
  await using world = await commandWorld({
    ".tool-versions": "plain 2.0.0 ../x\n\nacme/plain ^1.2 # range\nwidget -v\n",
  });
  const warnings = [
    /^⚠? ?.*\.tool-versions:1: plain \.\.\/x: .* left out$/m,
    /\.tool-versions:3: acme\/plain \^1\.2: .*constraint.* left out$/m,
    /\.tool-versions:4: widget -v: .* left out$/m,
  ];
  await world.ok(["install", "plain@2.0.0", "--no-save"]);
  await world.cases([
    { args: ["list", "--format", "plain"], stdout: "acme/plain@2.0.0\n", stderr: warnings },
    { args: ["get", "--format", "plain"], stdout: "acme/plain@2.0.0\n", stderr: warnings },
    { args: ["which", "plain"], stdout: [/plain\n$/], stderr: warnings },
    { args: ["path", "--lines"], stdout: [/plain/], stderr: warnings },
    { args: ["install"], code: 1, stderr: [/\.tool-versions:1/] },
  ]);
});

Deno.test("get: an empty versions file is there", async () => {
  await using world = await commandWorld({ ".tool-versions": "# none\n" });
  const stderr = [/\.tool-versions names no tool with a version/];
  await world.cases([
    { args: ["get"], code: 1, stderr },
    { args: ["get", "-f", "json"], code: 1, stderr },
    { args: ["get", "--all"], code: 1, stderr },
  ]);
});

Deno.test("update: one spelling, that of the file", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget v1.2.0\n" });
  world.list("acme/widget", ["v1.3.0", "v1.2.0"]);
  await world.cases([
    { args: ["update", "--dry-run"], stderr: "widget: v1.2.0 -> v1.3.0\n" },
    {
      args: ["outdated", "--format", "json"],
      code: 1,
      stdout: [/"current": "v1\.2\.0",\n +"latest": "v1\.3\.0"/],
    },
    { args: ["update", "--patch"], stderr: "widget is up to date (v1.2.0)\n" },
  ]);
});

Deno.test("a list of releases that is kept spares guessing tags", async () => {
  await using world = await commandWorld();
  const url = (tag: string) => new RegExp(`widget@1\\.3\\.0 from .*/download/${tag}/`);
  await world.cases([{ args: ["install", "widget@1.3.0", "--dry-run"], stderr: [url("1.3.0")] }]);
  await world.ok(["get", "widget", "--all"]);
  const asked = world.server.requests.length;
  await world.cases([{ args: ["install", "widget@1.3.0", "--dry-run"], stderr: [url("v1.3.0")] }]);
  await world.cases([{ args: ["install", "widget@0.1.0", "--dry-run"], stderr: [/download\/0\.1\.0\//] }]);
  assert.equal(world.server.requests.length, asked);
  await world.ok(["install", "widget@1.3.0", "--no-save"]);
  const paths = world.server.requests.slice(asked).map(({ path }) => path);
  assert.ok(paths.length > 0 && paths.every((path) => path.includes("/download/v1.3.0/")), paths.join(" "));
});
