import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import type { LogLevel } from "@/base/context.ts";
import { defaultNetPolicy } from "@/io/net/policy.ts";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { testContext } from "../../../tests/support/context.ts";
import { type FixtureServer, fixtureServer } from "../../../tests/support/server.ts";
import { openRegistries } from "./chain.ts";
import { DEFAULT_TTL_SECONDS, type RegistryEntry, type RegistrySettings } from "./settings.ts";

const commits = { old: "a".repeat(40), new: "b".repeat(40) };
const day = DEFAULT_TTL_SECONDS * 1000;

const widget = "packages:\n  - {type: github_release, repo_owner: acme, repo_name: widget, asset: w.zip, " +
  "aliases: [{name: old/widget}], files: [{name: wid}, {name: wad}]}\n";
const index =
  `${widget}  - {type: http, name: acme/tools/gadget, url: 'https://e.test/g', files: [{name: gad}]}
  - {type: http, name: zeta/gadgeteer, url: 'https://e.test/z', files: [{name: two}, {name: gad2}]}
  - {type: http, name: other/x, url: 'https://e.test/x', files: [{name: two}, {name: gad3}]}
  - {type: http, name: acme/broken, url: [1]}
`;

/** The answer of a git server. */
function refs(commit: string): { body: string } {
  const line = `${commit} refs/heads/main\n`;
  return { body: `${(line.length + 4).toString(16).padStart(4, "0")}${line}0000` };
}

const publicGit = "POST /aquaproj/aqua-registry.git/git-upload-pack";
const rawAt = (ref: string, path: string) => `/raw/aquaproj/aqua-registry/${ref}/${path}`;

async function setUp(options: { readonly files?: Readonly<Record<string, string>> } = {}) {
  const clock = manualClock({ instantUpToMs: 10_000 });
  const ctx = await testContext({ clock, files: options.files ?? {} });
  const server = fixtureServer();
  const open = (settings: Partial<RegistrySettings> = {}) =>
    openRegistries(ctx, {
      registries: [],
      fallback: true,
      tools: null,
      commits: {},
      root: ctx.cwd,
      cacheRoot: `${ctx.root}/cache`,
      ttlSeconds: DEFAULT_TTL_SECONDS,
      refresh: false,
      policy: defaultNetPolicy("0.0.0"),
      servers: { web: server.url, raw: `${server.url}/raw` },
      ...settings,
    });
  return {
    ctx,
    clock,
    server,
    open,
    offline: { policy: { ...defaultNetPolicy("0.0.0"), offline: true } },
    warnings: () => ctx.out.lines("warning" satisfies LogLevel),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await ctx[Symbol.asyncDispose]();
    },
  };
}

/** The requests since the last call. */
function seen(server: FixtureServer, from = 0): readonly string[] {
  return server.requests.slice(from).map(({ method, path }) => `${method} ${path}`);
}

function tools(yaml: string) {
  return parseYamlStrings(yaml, { file: "tools.yaml" }).value;
}

async function failure(run: () => Promise<unknown>): Promise<AtmosError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof AtmosError, String(error));
    return error;
  }
  throw new Error("no error");
}

Deno.test("find() reads one package at the commit of the public registry, then nothing until the day is over", async () => {
  await using at = await setUp();
  at.server.route(publicGit, [refs(commits.old), refs(commits.new)]);
  at.server.route(rawAt(commits.old, "pkgs/acme/widget/registry.yaml"), { body: widget });
  at.server.route(rawAt(commits.new, "pkgs/acme/widget/registry.yaml"), {
    body: widget.replace("w.zip", "new.zip"),
  });
  const registries = at.open();
  assert.deepEqual(registries.commits(), {});
  const found = await registries.find("acme/widget");
  assert.equal(found?.registry, "aqua-public");
  assert.equal(found?.commit, commits.old);
  assert.deepEqual(found?.definitions.map(({ asset }) => asset), ["w.zip"]);
  assert.deepEqual(registries.commits(), { "aqua-public": commits.old });
  assert.deepEqual(seen(at.server), [
    publicGit,
    `GET ${rawAt(commits.old, "pkgs/acme/widget/registry.yaml")}`,
  ]);

  const before = at.server.requests.length;
  assert.equal((await at.open().find("acme/widget"))?.definitions[0]?.asset, "w.zip");
  assert.equal((await at.open(at.offline).find("acme/widget"))?.definitions[0]?.asset, "w.zip");
  assert.equal(at.server.requests.length, before, "a warm cache asks nobody");

  await at.clock.advance(day);
  assert.equal((await at.open(at.offline).find("acme/widget"))?.definitions[0]?.asset, "w.zip");
  assert.equal((await at.open().find("acme/widget"))?.definitions[0]?.asset, "new.zip");
  assert.deepEqual(at.warnings(), []);
});

Deno.test("find() uses the commit of the lock file while it is locked", async () => {
  await using at = await setUp();
  at.server.route(rawAt(commits.old, "pkgs/acme/widget/registry.yaml"), { body: widget });
  const registries = at.open({ commits: { "aqua-public": commits.old } });
  assert.equal((await registries.find("acme/widget"))?.commit, commits.old);
  assert.deepEqual(registries.commits(), { "aqua-public": commits.old });
  assert.equal(at.server.requests.length, 1);
});

Deno.test("find() and idOf() fall back to the index for aliases and short names, and read it once", async () => {
  await using at = await setUp();
  at.server.route(publicGit, refs(commits.old));
  at.server.route(rawAt(commits.old, "registry.yaml"), { body: index });
  const registries = at.open();
  assert.equal((await registries.find("old/widget"))?.definitions[0]?.repo_name, "widget");
  assert.equal((await registries.find("Acme/Widget"))?.definitions[0]?.repo_name, "widget");
  assert.equal(await registries.find("acme/none"), undefined);
  const asked = at.server.requests.length;
  for (
    const [name, id] of [["widget", "acme/widget"], ["wad", "acme/widget"], ["gad", "acme/tools/gadget"]]
  ) {
    assert.equal(await at.open().idOf(name ?? ""), id);
  }
  assert.equal(await at.open(at.offline).idOf("old/widget"), "acme/widget");
  assert.equal((await at.open(at.offline).find("old/widget"))?.definitions.length, 1);
  assert.equal(at.server.requests.length, asked);
});

Deno.test("idOf() names candidates and near names", async () => {
  await using at = await setUp();
  at.server.route(publicGit, refs(commits.old));
  at.server.route(rawAt(commits.old, "registry.yaml"), { body: index });
  const ambiguous = await failure(() => at.open().idOf("two"));
  assert.deepEqual([ambiguous.code, ambiguous.exitCode], ["toolchain/ambiguous-tool", 2]);
  assert.match(ambiguous.title, /zeta\/gadgeteer, other\/x/);
  const unknown = await failure(() => at.open().idOf("widgit"));
  assert.deepEqual([unknown.code, unknown.exitCode], ["toolchain/unknown-tool", 2]);
  assert.match(unknown.title, /registry/);
  assert.match(unknown.hints.join("\n"), /widget/);
  assert.match(unknown.hints.join("\n"), /aliases/);
});

Deno.test("find() refuses a package that cannot be decoded, and only that", async () => {
  await using at = await setUp({ files: { "r.yaml": index } });
  const registries = at.open({
    registries: [{ name: "team", type: "aqua", source: "r.yaml" }],
    fallback: false,
  });
  const error = await failure(() => registries.find("acme/broken"));
  assert.equal(error.code, "registry/bad-definition");
  assert.equal(error.at?.line, 6);
  assert.equal((await registries.find("acme/widget"))?.registry, "team");
});

Deno.test("without a git server the branch is read, checked by ETag each day, and used while the host is away", async () => {
  await using at = await setUp();
  const path = rawAt("main", "pkgs/acme/widget/registry.yaml");
  at.server.route(
    path,
    ({ headers }) =>
      headers["if-none-match"] === '"1"' ? { status: 304 } : { body: widget, headers: { etag: '"1"' } },
  );
  assert.equal((await at.open().find("acme/widget"))?.commit, undefined);
  await at.open().find("acme/widget");
  assert.equal(seen(at.server).filter((line) => line === `GET ${path}`).length, 1);
  await at.clock.advance(day);
  await at.open().find("acme/widget");
  await at.open().find("acme/widget");
  assert.equal(seen(at.server).filter((line) => line === `GET ${path}`).length, 2);
  await at.open({ refresh: true }).find("acme/widget");
  assert.equal(seen(at.server).filter((line) => line === `GET ${path}`).length, 3);

  await at.clock.advance(day);
  at.server.route(path, { status: 503 });
  assert.equal((await at.open().find("acme/widget"))?.definitions.length, 1);
  assert.equal(at.warnings().length, 1);
  assert.match(at.warnings()[0] ?? "", /aqua-public.*503/);
});

Deno.test("a registry that cannot be read hides no other one", async () => {
  await using at = await setUp();
  at.server.route("/away/acme/widget/registry.yaml", { status: 500 });
  at.server.route("/away/widget/registry.yaml", { status: 500 });
  at.server.route("/away/registry.yaml", { status: 500 });
  at.server.route("/low.yaml", { body: widget });
  const registries: RegistryEntry[] = [
    { name: "low", type: "aqua", source: `${at.server.url.replace("127.0.0.1", "localhost")}/low.yaml` },
    {
      name: "away",
      type: "aqua",
      source: `${at.server.url.replace("127.0.0.1", "localhost")}/away`,
      priority: 9,
    },
    { name: "odd", type: "nope", priority: 8 },
    { name: "wrong", type: "aqua", source: "./x", ref: "v1", priority: 7 },
  ];
  const chain = at.open({ registries, fallback: false });
  assert.equal((await chain.find("acme/widget"))?.registry, "low");
  assert.equal((await chain.find("acme/widget"))?.registry, "low");
  assert.deepEqual(at.warnings().map((line) => /"(\w+)"/.exec(line)?.[1]), ["away", "odd", "wrong"]);
  const none = await failure(() => chain.find("acme/none"));
  assert.equal(none.code, "registry/unreadable");
  assert.equal((none.cause as readonly unknown[]).length, 3);
  const single = await failure(() =>
    at.open({ registries: registries.slice(1, 2), fallback: false }).find("a/b")
  );
  assert.deepEqual([single.code, single.exitCode], ["net/server", 1]);
  const unknown = await failure(() =>
    at.open({ registries: registries.slice(1, 2), fallback: false }).idOf("b")
  );
  assert.deepEqual([unknown.code, unknown.exitCode], ["toolchain/unknown-tool", 2]);
  assert.match(unknown.explanation ?? "", /"away" cannot be read/);
});

Deno.test("the public registry answers last, unless the chain is closed or has it already", async () => {
  const inline: RegistryEntry = {
    name: "house",
    type: "atmos",
    tools: tools("acme/x: {url: 'https://e.test'}"),
  };
  const cases: [Partial<RegistrySettings>, string | undefined][] = [
    [{}, "aqua-public"],
    [{ registries: [inline] }, "aqua-public"],
    [{ registries: [inline], fallback: false }, undefined],
    [{ registries: [], fallback: false }, "aqua-public"],
    [{ registries: [inline, { name: "pinned", type: "aqua", ref: "v4.1.0" }] }, "pinned"],
  ];
  for (const [settings, expected] of cases) {
    await using at = await setUp();
    for (const ref of ["main", "v4.1.0"]) {
      at.server.route(rawAt(ref, "pkgs/acme/widget/registry.yaml"), { body: widget });
    }
    assert.equal((await at.open(settings).find("acme/widget"))?.registry, expected);
  }
});

Deno.test("a project's own definitions come first, inline registries by priority", async () => {
  await using at = await setUp();
  const chain = at.open({
    tools: tools(
      "acme/maker: {url: 'https://own.test'}\ntester: {repo_owner: acme, asset: t.gz, format: gzip}\nbare: {}",
    ),
    registries: [
      { name: "low", type: "inline", priority: 1, tools: tools("acme/lens: {url: 'https://low.test'}") },
      {
        name: "high",
        type: "atmos",
        priority: 5,
        tools: tools(
          "acme/lens: {url: 'https://high.test', binary_name: ln}\nacme/maker: {url: 'https://high.test'}",
        ),
      },
    ],
    fallback: false,
  });
  const cases: [string, string | undefined, string | undefined][] = [
    ["acme/maker", "local", "https://own.test"],
    ["Acme/Maker", "local", "https://own.test"],
    ["acme/lens", "atmos-inline", "https://high.test"],
    ["acme/tester", "local", "t.gz"],
    ["local/bare", "local", "{{.RepoName}}_{{.Version}}_{{.OS}}_{{.Arch}}.tar.gz"],
    ["acme/none", undefined, undefined],
  ];
  for (const [id, registry, place] of cases) {
    const found = await chain.find(id);
    assert.equal(found?.registry, registry, id);
    assert.equal(found?.definitions[0]?.url ?? found?.definitions[0]?.asset, place, id);
  }
  for (const [name, id] of [["ln", "acme/lens"], ["tester", "acme/tester"], ["bare", "local/bare"]]) {
    assert.equal(await chain.idOf(name ?? ""), id);
  }
  assert.equal(at.server.requests.length, 0);
});

Deno.test("alternatives of a definition follow the typed version, extensions what lies below", async () => {
  await using at = await setUp({ files: { "r.yaml": index } });
  const chain = at.open({
    tools: tools(`
cloudposse/atmos:
  repo_owner: cloudposse
  version_constraints:
    - {constraint: ">= 1.0.0, < 2", asset: raw, format: raw}
    - {constraint: ">= 1.0.0", asset: packed, format: gzip}
acme/widget: {binary_name: w2}
acme/nobody: {extends: true, binary_name: x}
acme/bad: {version_constraints: [{constraint: "nope!", asset: x}]}
acme/worse: {files: nope}
`),
    registries: [{ name: "team", type: "aqua", source: "./r.yaml" }],
    fallback: false,
  });
  const assets = async (version?: string) =>
    (await chain.find("cloudposse/atmos", version))?.definitions.map(({ asset }) => asset);
  assert.deepEqual(await assets("1.5.0"), ["raw", "packed"]);
  assert.deepEqual(await assets("v2.1.0"), ["packed"]);
  assert.deepEqual(await assets("0.9.0"), []);
  assert.deepEqual(await assets(), ["raw", "packed"]);
  const extended = (await chain.find("acme/widget"))?.definitions[0];
  assert.deepEqual([extended?.asset, extended?.binary_name], ["w.zip", "w2"]);
  for (const id of ["acme/nobody", "acme/bad", "acme/worse"]) {
    assert.equal((await failure(() => chain.find(id, "1.0.0"))).code, "registry/bad-definition", id);
  }
});

Deno.test("a source may be a file, a folder, an address or a repository", async () => {
  const one = (asset: string) => widget.replace("w.zip", asset);
  await using at = await setUp({
    files: {
      "index.yaml": one("file"),
      "flat/acme/widget/registry.yaml": one("flat"),
      "tree/pkgs/acme/widget/registry.yaml": one("tree"),
      "tree/registry.yaml": one("index of tree"),
      "whole/registry.yaml": one("whole"),
      "index.json":
        '{"packages":[{"type":"http","name":"acme/widget","url":"https://e.test","asset":"json"}]}',
    },
  });
  at.server.route("/raw/acme/reg/v2/registry.yaml", { body: one("repository") });
  at.server.route("/raw/acme/reg/main/sub/acme/widget/registry.yaml", { body: one("subfolder") });
  at.server.route("/raw/acme/reg/HEAD/pkgs/acme/widget/registry.yaml", { body: one("head") });
  at.server.route("/plain/widget/registry.yaml", { body: one("by repository name") });
  at.server.route("/plain.yaml", { body: one("address") });
  const elsewhere = at.server.url.replace("127.0.0.1", "localhost");
  const cases: [source: string, ref: string | undefined, asset: string][] = [
    ["./index.yaml", undefined, "file"],
    [`file://${at.ctx.cwd}/index.yaml`, undefined, "file"],
    [`${at.ctx.cwd}/flat`, undefined, "flat"],
    ["./tree/", undefined, "tree"],
    ["whole", undefined, "whole"],
    ["index.json", undefined, "json"],
    [`${at.server.url}/acme/reg`, "v2", "repository"],
    [`${at.server.url}/acme/reg/tree/v2`, undefined, "repository"],
    [`${at.server.url}/acme/reg/tree/main/sub`, undefined, "subfolder"],
    [`${at.server.url}/acme/reg.git`, undefined, "head"],
    [`${elsewhere}/plain`, undefined, "by repository name"],
    [`${elsewhere}/plain.yaml`, undefined, "address"],
  ];
  for (const [source, ref, asset] of cases) {
    const chain = at.open({ registries: [{ name: "r", type: "aqua", source, ref }], fallback: false });
    assert.equal((await chain.find("acme/widget"))?.definitions[0]?.asset, asset, source);
  }
});

Deno.test("a local index follows its file, a damaged cache is made again", async () => {
  await using at = await setUp({ files: { "r.yaml": index } });
  const registries: RegistryEntry[] = [{ name: "r", type: "aqua", source: "r.yaml" }];
  const asset = async () =>
    (await at.open({ registries, fallback: false }).find("acme/widget"))?.definitions[0]?.asset;
  assert.equal(await asset(), "w.zip");
  await at.ctx.disk.writeAtomic(`${at.ctx.cwd}/r.yaml`, index.replace("w.zip", "other.zip"));
  await at.ctx.disk.touch(`${at.ctx.cwd}/r.yaml`, 1_000_000);
  assert.equal(await asset(), "other.zip");
  const kept = `${at.ctx.root}/cache/registry/local${at.ctx.cwd}/r.yaml.index`;
  const bytes = await at.ctx.disk.readBytes(kept);
  assert.ok(bytes);
  for (
    const damaged of [bytes.subarray(0, 40), bytes.subarray(0, bytes.length - 3), new Uint8Array([0x7b])]
  ) {
    await at.ctx.disk.writeAtomic(kept, damaged);
    assert.equal(await asset(), "other.zip");
  }
  assert.deepEqual(await at.ctx.disk.readBytes(kept), bytes);
});

Deno.test("openRegistries() refuses two registries of one name", async () => {
  await using at = await setUp();
  const registries = [{ name: "a", type: "atmos" }, { name: "a", type: "aqua" }];
  assert.equal((await failure(async () => at.open({ registries }))).code, "registry/duplicate-name");
});
