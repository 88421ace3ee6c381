/** Commands that look into registries: registry list, search, aliases, list. Follows toolchain §13.2, §13.12, §13.15. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";

Deno.test("registry list: registries with their packages, packages of one", async () => {
  await using world = await commandWorld();
  await world.box.write({ "tools.yaml": "tools: {acme/own: {asset: own}}\n" });
  const config = await world.read("atmos.yaml");
  const gone = "{name: gone, type: aqua, source: ./gone.yaml, priority: 5}, {name: tests";
  await world.box.write({
    "atmos.yaml": config.replace("{name: tests", gone) + "  registry_fallback: false\n",
  });
  const expected = [
    {
      name: "local",
      type: "atmos",
      source: "toolchain.tools",
      ref: "",
      priority: 1000,
      packages: 1,
      status: "ok",
    },
    {
      name: "gone",
      type: "aqua",
      source: "./gone.yaml",
      ref: "",
      priority: 5,
      packages: null,
      status: "unreadable",
    },
    {
      name: "tests",
      type: "aqua",
      source: "./registry.yaml",
      ref: "",
      priority: 0,
      packages: 3,
      status: "ok",
    },
  ];
  const { stdout, stderr } = await world.ok(["registry", "list", "--format", "json"]);
  assert.deepEqual(JSON.parse(stdout), expected);
  assert.match(stderr, /registry "gone" cannot be read/);
  await world.cases([
    {
      args: ["registry", "list"],
      stdout: [
        /^NAME +TYPE +SOURCE +REF +PRIORITY +PACKAGES +STATUS\n/,
        /^tests +aqua +\.\/registry\.yaml +0 +3 +ok$/m,
      ],
      stderr: [/"gone"/],
    },
    {
      args: ["registry", "list", "--format", "yaml"],
      stdout: [/^- name: local\n {2}type: atmos$/m],
      stderr: [/gone/],
    },
    {
      args: ["registry", "list", "tests"],
      stdout: [/^TOOL +TYPE +DESCRIPTION\nacme\/elsewhere +github_release\nacme\/plain +http\nacme\/widget/],
      stderr: [/gone/],
    },
    {
      args: ["registry", "list", "tests", "--limit", "1", "--offset", "1", "--format", "json"],
      stdout: '[\n  {\n    "tool": "acme/plain",\n    "type": "http",\n    "description": ""\n  }\n]\n',
      stderr: [/1 of 3 packages/],
    },
    { args: ["registry", "list", "nothere"], code: 1, stderr: [/no registry "nothere"/, /tests/] },
    { args: ["registry", "list", "gone"], code: 1, stderr: [/registry "gone"/, /gone\.yaml/] },
    { args: ["registry", "list", "--limit", "0"], code: 1, stderr: [/--limit/] },
    { args: ["registry", "list", "--offset", "-1"], code: 1, stderr: [/--offset/] },
    { args: ["registry", "list", "--format", "csv"], code: 1, stderr: [/table, json, yaml/] },
    { args: ["registry"], code: 1, stderr: [/requires a subcommand/, /list, search/] },
  ]);
});

Deno.test("search: by id, program and owner, in every format", async () => {
  await using world = await commandWorld({ ".tool-versions": "" });
  const config = await world.read("atmos.yaml");
  await world.box.write({ "atmos.yaml": `${config}  registry_fallback: false\n` });
  await world.ok(["install", "plain@2.0.0"]);
  const { stdout } = await world.ok(["search", "acme", "--format", "json"]);
  assert.deepEqual(
    JSON.parse(stdout).map(({ tool, installed }: { tool: string; installed: boolean }) => [tool, installed]),
    [["acme/elsewhere", false], ["acme/plain", true], ["acme/widget", false]],
  );
  assert.deepEqual(Object.keys(JSON.parse(stdout)[0]), [
    "tool",
    "type",
    "registry",
    "description",
    "installed",
  ]);
  await world.cases([
    { args: ["search", "widgetctl"], stderr: [/^ +TOOL +REGISTRY +DESCRIPTION\n +acme\/widget +tests/] },
    { args: ["registry", "search", "plain"], stderr: [/● +acme\/plain/] },
    { args: ["search", "acme", "--installed-only", "--format", "yaml"], stdout: [/^- tool: acme\/plain$/m] },
    {
      args: ["search", "acme", "--available-only", "--limit", "1", "--format", "yaml"],
      stdout: [/elsewhere/],
    },
    {
      args: ["search", "acme", "--installed-only", "--available-only"],
      code: 1,
      stderr: [/exclude each other/],
    },
    { args: ["search", "zzz"], stderr: 'Nothing found for "zzz"\n' },
    { args: ["search", "zzz", "--format", "json"], stdout: "[]\n" },
    { args: ["search", "zzz", "--format", "yaml"], stdout: "[]\n" },
    { args: ["search", "acme", "--registry", "tests", "--format", "json"], stdout: [/acme\/widget/] },
    { args: ["search", "acme", "--registry", "nothere"], code: 1, stderr: [/no registry "nothere"/] },
    { args: ["search", "acme", "--format", "plain"], code: 1, stderr: [/table, json, yaml/] },
    { args: ["search"], code: 1, stderr: [/arg/] },
  ]);
  await world.box.write({ "registry.yaml": "packages: [" });
  await world.cases([
    { args: ["search", "widget"], code: 1, stderr: [/registry "tests" cannot be read/, /registry\.yaml:1:/] },
    { args: ["search", "widget", "--format", "json"], code: 1, stderr: [/registry\.yaml:1:/] },
  ]);
});

Deno.test("aliases: all of them, one of them", async () => {
  await using world = await commandWorld();
  const { stdout } = await world.ok(["aliases", "--format", "json"]);
  const rows = JSON.parse(stdout) as { alias: string; tool: string; source: string }[];
  assert.deepEqual(rows.find(({ alias }) => alias === "widget"), {
    alias: "widget",
    tool: "acme/widget",
    source: "config",
  });
  assert.deepEqual(rows.map(({ alias }) => alias), rows.map(({ alias }) => alias).sort());
  await world.cases([
    { args: ["aliases"], stderr: [/^ALIAS +TOOL +SOURCE\n/, /^jq +jqlang\/jq +builtin$/m] },
    { args: ["aliases", "--format", "plain"], stdout: [/^widget=acme\/widget$/m] },
    { args: ["aliases", "widget"], stdout: "acme/widget\n", stderr: "Found by toolchain.aliases\n" },
    { args: ["aliases", "widgetctl"], stdout: "acme/widget\n", stderr: [/^Found by /] },
    { args: ["aliases", "widget", "--format", "plain"], stdout: "acme/widget\n", stderr: "" },
    {
      args: ["aliases", "widget", "--format", "json"],
      stdout: '{\n  "alias": "widget",\n  "tool": "acme/widget",\n  "source": "alias"\n}\n',
      stderr: "",
    },
    { args: ["aliases", "nothere"], code: 2, stderr: [/registry/] },
    { args: ["aliases", "--format", "xml"], code: 1, stderr: [/table, plain, json/] },
  ]);
});

Deno.test("list: rows, filters, everything that is installed", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\n" });
  await world.ok(["install", "widget@1.2.0", "plain@2.0.0", "--no-save"]);
  const widget = "acme/widget@1.3.0\nacme/widget@1.2.0\n";
  await world.cases([
    { args: ["list", "--format", "plain"], stdout: widget },
    { args: ["ls", "--all", "--format", "plain"], stdout: `acme/plain@2.0.0\n${widget}` },
    {
      args: ["list", "--installed-only"],
      env: { ATMOS_TOOLCHAIN_FORMAT: "plain" },
      stdout: "acme/widget@1.2.0\n",
    },
    { args: ["list", "--pending-only", "--format", "plain"], stdout: "acme/widget@1.3.0\n" },
    { args: ["list", "--all", "--pending-only", "--format", "plain"], stdout: "acme/widget@1.3.0\n" },
    {
      args: ["list", "--all"],
      stderr: [/● +plain +acme\/plain/, /● +widget +acme\/widget +widget +1\.2\.0/],
    },
    { args: ["list", "--tool-versions", "none.tv", "--format", "json"], stdout: '{\n  "tools": []\n}\n' },
    { args: ["list", "--tool-versions", "none.tv", "--format", "plain"], stderr: [/no none\.tv/] },
    {
      args: ["list", "--tool-versions", "none.tv", "--all", "--format", "plain"],
      stdout: [/^acme\/plain@2\.0\.0\n/],
    },
    { args: ["list", "--format", "yaml"], code: 1, stderr: [/table, plain, json/] },
  ]);
  const { tools } = JSON.parse((await world.ok(["list", "--all", "--format", "json"])).stdout);
  assert.deepEqual(
    tools.map((row: Record<string, unknown>) => [row["registry"], row["version"], row["default"]]),
    [
      ["acme/plain", "2.0.0", false],
      ["acme/widget", "1.3.0", false],
      ["acme/widget", "1.2.0", true],
    ],
  );
});

Deno.test("a registry file that is no YAML is told with its place, whatever is looked for", async () => {
  await using world = await commandWorld();
  const config = await world.read("atmos.yaml");
  await world.box.write({
    "r.yaml": "packages:\n- {type: http, repo_owner: a\n  x: [\n",
    "atmos.yaml": config.replace("{name: tests", "{name: r, type: aqua, source: ./r.yaml}, {name: tests") +
      "  registry_fallback: false\n",
  });
  const place = /registry "r" cannot be read.*\/r\.yaml:3:\d+: did not find expected/i;
  await world.cases([
    { args: ["info", "acme/none"], code: 2, stderr: [/not in any registry that can be read/, place] },
    { args: ["install", "acme/none@1"], code: 2, stderr: [/not in any registry that can be read/, place] },
    { args: ["install", "plain@2.0.0", "--no-save"], stderr: [place, /"tests" answers instead/] },
    { args: ["registry", "list"], stdout: [/^r +aqua .*unreadable$/m], stderr: [place] },
  ]);
});

Deno.test("aqua is the public registry, wherever it stands in the chain", async () => {
  await using world = await commandWorld();
  const config = await world.read("atmos.yaml"), tests = "{name: tests, type: aqua, source: ./registry.yaml}";
  await world.box.write({ "tools.yaml": "tools: {acme/own: {asset: own}}\n" });
  const hit = (registry: string) => new RegExp(`plain .*${registry}|"registry": "${registry}"`);
  world.server.route("/raw.githubusercontent.com/aquaproj/aqua-registry/main/registry.yaml", {
    body: await world.read("registry.yaml"),
  });
  for (const [registries, name] of [["[]", "aqua-public"], ["[{name: ours, type: aqua}]", "ours"]] as const) {
    await world.box.write({ "atmos.yaml": config.replace(`[${tests}]`, registries) });
    await world.cases([
      { args: ["search", "plain", "--registry", "aqua", "--format", "json"], stdout: [hit(name)] },
      { args: ["registry", "list", "aqua"], stdout: [/^acme\/plain/m] },
      {
        args: ["registry", "list"],
        stdout: [new RegExp(`^${name} .* ${name === "ours" ? 0 : 10} +3 +ok$`, "m")],
      },
    ]);
  }
  await world.box.write({
    "atmos.yaml": config.replace(tests, "{name: aqua, type: aqua, source: ./registry.yaml}"),
  });
  await world.cases([{ args: ["registry", "list", "aqua"], stdout: [/^acme\/plain/m] }]);
  await world.box.write({
    "atmos.yaml": config.replace(`[${tests}]`, "[]") + "  registry_fallback: false\n",
  });
  await world.cases([
    { args: ["registry", "list"], stdout: [/^local .*\n$/m] },
    { args: ["registry", "list", "aqua"], code: 1, stderr: [/no registry "aqua/] },
  ]);
  assert.doesNotMatch((await world.ok(["registry", "list"])).stdout, /aqua/);
});

Deno.test("search without a terminal: lines of a log, and whole ids", async () => {
  await using world = await commandWorld();
  const long = `acme/${"wide-".repeat(30)}end`, words = "text ".repeat(80);
  await world.box.write({
    "registry.yaml": "packages:\n" +
      ["acme/short", long].map((name) =>
        `  - {type: http, name: ${name}, url: "https://dl.acme.test/x", description: "${words}"}\n`
      ).join(""),
    "atmos.yaml": await world.read("atmos.yaml") + "  registry_fallback: false\n",
  });
  const short = await world.ok(["search", "short"]);
  assert.match(short.stderr, /acme\/short +tests +text text .*…\n/);
  assert.ok(short.stderr.split("\n").every((line) => line.length <= 120), short.stderr);
  const wide = await world.ok(["search", "wide"]);
  assert.ok(wide.stderr.includes(long), wide.stderr);
});
