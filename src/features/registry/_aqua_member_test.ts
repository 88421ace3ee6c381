import assert from "node:assert/strict";
import type { Disk } from "@/base/ports.ts";
import {
  failureOf,
  rawAt,
  registrySetup,
  wholeRegistry,
  widgetRegistry,
} from "../../../tests/support/registry_setup.ts";
import { DEFAULT_TTL_SECONDS, type RegistryEntry } from "./settings.ts";

const commits = { old: "a".repeat(40), new: "b".repeat(40) };
const day = DEFAULT_TTL_SECONDS * 1000;

/** The answer of a git server. */
function refs(commit: string): { body: string } {
  const line = `${commit} refs/heads/main\n`;
  return { body: `${(line.length + 4).toString(16).padStart(4, "0")}${line}0000` };
}

const publicGit = "POST /aquaproj/aqua-registry.git/git-upload-pack";

Deno.test("find() reads one package at the commit of the public registry, then nothing until the day is over", async () => {
  await using at = await registrySetup();
  at.server.route(publicGit, [refs(commits.old), refs(commits.new)]);
  at.server.route(rawAt(commits.old, "pkgs/acme/widget/registry.yaml"), { body: widgetRegistry });
  at.server.route(rawAt(commits.new, "pkgs/acme/widget/registry.yaml"), {
    body: widgetRegistry.replace("w.zip", "new.zip"),
  });
  const registries = at.open();
  assert.deepEqual(registries.commits(), {});
  const found = await registries.find("acme/widget");
  assert.equal(found?.registry, "aqua-public");
  assert.equal(found?.commit, commits.old);
  assert.deepEqual(found?.definitions.map(({ asset }) => asset), ["w.zip"]);
  assert.deepEqual(registries.commits(), { "aqua-public": commits.old });
  assert.deepEqual(at.seen(), [
    publicGit,
    `GET ${rawAt("main", "pkgs/acme/widget/registry.yaml")}`, // meanwhile; no answer of a branch counts
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

Deno.test("find() asks at the branch once where the server tells no commits", async () => {
  await using at = await registrySetup();
  const [one, two] = ["widget", "gadget"].map((name) => rawAt("main", `pkgs/acme/${name}/registry.yaml`)) as [
    string,
    string,
  ];
  at.server.route(one, { body: widgetRegistry });
  at.server.route(two, { body: widgetRegistry.replaceAll("widget", "gadget") });
  const registries = at.open();
  for (const id of ["acme/widget", "acme/gadget", "acme/widget"]) {
    const found = await registries.find(id);
    assert.deepEqual(found?.definitions.map(({ repo_name }) => `acme/${repo_name}`), [id]);
    assert.equal(found?.commit, undefined);
  }
  assert.deepEqual(at.seen(), [publicGit, `GET ${one}`, `GET ${two}`]);
});

Deno.test("find() uses the commit of the lock file while it is locked", async () => {
  await using at = await registrySetup();
  at.server.route(rawAt(commits.old, "pkgs/acme/widget/registry.yaml"), { body: widgetRegistry });
  const registries = at.open({ commits: { "aqua-public": commits.old } });
  assert.equal((await registries.find("acme/widget"))?.commit, commits.old);
  assert.deepEqual(registries.commits(), { "aqua-public": commits.old });
  assert.equal(at.server.requests.length, 1);
});

Deno.test("find() and idOf() fall back to the index for aliases and short names, and read it once", async () => {
  await using at = await registrySetup();
  at.server.route(publicGit, refs(commits.old));
  at.server.route(rawAt(commits.old, "registry.yaml"), { body: wholeRegistry });
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

Deno.test("find() refuses a package that cannot be decoded, and only that", async () => {
  const other = "packages: [{type: http, name: acme/broken, url: 'https://e.test/other'}]\n";
  await using at = await registrySetup({ files: { "r.yaml": wholeRegistry, "below.yaml": other } });
  const registries = at.open({
    registries: [
      { name: "team", type: "aqua", source: "r.yaml" },
      { name: "below", type: "aqua", source: "below.yaml" },
    ],
    fallback: false,
  });
  const error = await failureOf(() => registries.find("acme/broken"));
  assert.equal(error.code, "registry/bad-definition");
  assert.equal(error.at?.line, 6);
  const byShortName = await registries.idOf("broken");
  assert.equal(byShortName, "acme/broken", "a short name leads to what is wrong, too");
  assert.equal((await registries.find("acme/widget"))?.registry, "team");
});

Deno.test("a new commit brings a new index and takes the old one off the disk", async () => {
  await using at = await registrySetup();
  at.server.route(publicGit, [refs(commits.old), refs(commits.new), { status: 500 }]);
  for (const commit of [commits.old, commits.new]) {
    at.server.route(rawAt(commit, "registry.yaml"), { body: wholeRegistry });
  }
  const indexes = async () =>
    (await filesBelow(at.ctx.disk, `${at.ctx.root}/cache`)).filter((path) => path.endsWith("/registry.yaml"));
  assert.equal(await at.open().idOf("gad"), "acme/tools/gadget");
  assert.deepEqual((await indexes()).map((path) => path.includes(commits.old)), [true]);
  await at.clock.advance(day);
  assert.equal(await at.open().idOf("gad"), "acme/tools/gadget");
  assert.deepEqual((await indexes()).map((path) => path.includes(commits.new)), [true]);

  await at.clock.advance(day);
  const registries = at.open();
  assert.equal(await registries.idOf("gad"), "acme/tools/gadget");
  assert.equal(await registries.idOf("wad"), "acme/widget");
  assert.equal(at.warnings().length, 1, "the last known commit is used, with one warning");
  assert.deepEqual(registries.commits(), { "aqua-public": commits.new });
});

Deno.test("without a git server the branch is read, checked by ETag each day, and used while the host is away", async () => {
  await using at = await registrySetup();
  const path = rawAt("main", "pkgs/acme/widget/registry.yaml");
  at.server.route(
    path,
    ({ headers }) =>
      headers["if-none-match"] === '"1"'
        ? { status: 304 }
        : { body: widgetRegistry, headers: { etag: '"1"' } },
  );
  assert.equal((await at.open().find("acme/widget"))?.commit, undefined);
  await at.open().find("acme/widget");
  assert.equal(at.seen().filter((line) => line === `GET ${path}`).length, 1);
  await at.clock.advance(day);
  await at.open().find("acme/widget");
  await at.open().find("acme/widget");
  assert.equal(at.seen().filter((line) => line === `GET ${path}`).length, 2);
  await at.open({ refresh: true }).find("acme/widget");
  assert.equal(at.seen().filter((line) => line === `GET ${path}`).length, 3);

  await at.clock.advance(day);
  at.server.route(path, { status: 503 });
  assert.equal((await at.open().find("acme/widget"))?.definitions.length, 1);
  assert.equal(at.warnings().length, 1);
  assert.match(at.warnings()[0] ?? "", /aqua-public.*503/);
});

Deno.test("a source may be a file, a folder, an address or a repository", async () => {
  const one = (asset: string) => widgetRegistry.replace("w.zip", asset);
  await using at = await registrySetup({
    files: {
      "one.yaml": one("file"),
      "flat/acme/widget/registry.yaml": one("flat"),
      "tree/pkgs/acme/widget/registry.yaml": one("tree"),
      "tree/registry.yaml": one("index of tree"),
      "whole/registry.yaml": one("whole"),
      "one.json": '{"packages":[{"type":"http","name":"acme/widget","url":"https://e.test","asset":"json"}]}',
    },
  });
  at.server.route("/raw/acme/reg/v2/registry.yaml", { body: one("repository") });
  at.server.route("/raw/acme/reg/main/sub/acme/widget/registry.yaml", { body: one("subfolder") });
  at.server.route("/raw/acme/reg/HEAD/pkgs/acme/widget/registry.yaml", { body: one("head") });
  at.server.route("/plain/widget/registry.yaml", { body: one("by repository name") });
  at.server.route("/plain.yaml", { body: one("address") });
  const cases: [source: string, ref: string | undefined, asset: string][] = [
    ["./one.yaml", undefined, "file"],
    [`file://${at.ctx.cwd}/one.yaml`, undefined, "file"],
    [`${at.ctx.cwd}/flat`, undefined, "flat"],
    ["./tree/", undefined, "tree"],
    ["whole", undefined, "whole"],
    ["one.json", undefined, "json"],
    [`${at.server.url}/acme/reg`, "v2", "repository"],
    [`${at.server.url}/acme/reg/tree/v2`, undefined, "repository"],
    [`${at.server.url}/acme/reg/tree/main/sub`, undefined, "subfolder"],
    [`${at.server.url}/acme/reg.git`, undefined, "head"],
    [`${at.elsewhere}/plain`, undefined, "by repository name"],
    [`${at.elsewhere}/plain.yaml`, undefined, "address"],
  ];
  for (const [source, ref, asset] of cases) {
    const chain = at.open({ registries: [{ name: "r", type: "aqua", source, ref }], fallback: false });
    assert.equal((await chain.find("acme/widget"))?.definitions[0]?.asset, asset, source);
  }
});

Deno.test("a local index follows its file, a damaged cache is made again", async () => {
  await using at = await registrySetup({ files: { "r.yaml": wholeRegistry } });
  const registries: RegistryEntry[] = [{ name: "r", type: "aqua", source: "r.yaml" }];
  const asset = async () => {
    const lists = await at.open({ registries, fallback: false }).packages();
    return lists.flatMap(({ packages }) => packages).find(({ repo_name }) => repo_name === "widget")?.asset;
  };
  assert.equal(await asset(), "w.zip");
  await at.ctx.disk.writeAtomic(`${at.ctx.cwd}/r.yaml`, wholeRegistry.replace("w.zip", "other.zip"));
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

Deno.test("a source that is not there is told by the name of its registry", async () => {
  await using at = await registrySetup({ files: { "empty/readme": "" } });
  const cases: [source: string, code: string | undefined][] = [
    ["./none.yaml", "registry/no-index"],
    ["./none", "registry/no-index"],
    [`${at.elsewhere}/none.yaml`, "registry/no-index"],
    [`${at.server.url}/acme/none`, "registry/no-index"],
    ["./empty", undefined],
    [`${at.elsewhere}/folder`, undefined],
  ];
  for (const [source, code] of cases) {
    const chain = at.open({ registries: [{ name: "team", type: "aqua", source }], fallback: false });
    if (code === undefined) assert.equal(await chain.find("acme/widget"), undefined, source);
    else assert.equal((await failureOf(() => chain.find("acme/widget"))).code, code, source);
  }
});

Deno.test("a password in the address of a registry is not kept", async () => {
  await using at = await registrySetup();
  at.server.route("/r.yaml", { body: wholeRegistry });
  const source = at.server.url.replace("//127.0.0.1", "//user:hunter2@localhost") + "/r.yaml";
  const chain = at.open({ registries: [{ name: "team", type: "aqua", source }], fallback: false });
  assert.equal((await chain.find("acme/widget"))?.registry, "team");
  const error = await failureOf(() => chain.find("acme/broken"));
  assert.doesNotMatch(JSON.stringify([error.at, error.facts, error.message]), /hunter2/);
  const kept = Array.from(await filesBelow(at.ctx.disk, `${at.ctx.root}/cache`));
  assert.ok(kept.length > 0);
  for (const path of kept) {
    assert.doesNotMatch(`${path} ${await at.ctx.disk.readText(path)}`, /hunter2/);
  }
});

async function filesBelow(disk: Disk, folder: string): Promise<readonly string[]> {
  const entries = await disk.list(folder);
  const found = await Promise.all(
    entries.map(({ name, kind }) =>
      kind === "directory" ? filesBelow(disk, `${folder}/${name}`) : [`${folder}/${name}`]
    ),
  );
  return found.flat();
}
