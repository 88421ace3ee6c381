import assert from "node:assert/strict";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import {
  failureOf,
  rawAt,
  registrySetup,
  wholeRegistry,
  widgetRegistry,
} from "../../../tests/support/registry_setup.ts";
import type { RegistryEntry, RegistrySettings } from "./settings.ts";

function tools(yaml: string) {
  return parseYamlStrings(yaml, { file: "tools.yaml" }).value;
}

Deno.test("idOf() names candidates and near names", async () => {
  await using at = await registrySetup();
  at.server.route(rawAt("main", "registry.yaml"), { body: wholeRegistry });
  const ambiguous = await failureOf(() => at.open().idOf("two"));
  assert.deepEqual([ambiguous.code, ambiguous.exitCode], ["toolchain/ambiguous-tool", 2]);
  assert.match(ambiguous.title, /zeta\/gadgeteer, other\/x/);
  const unknown = await failureOf(() => at.open().idOf("widgit"));
  assert.deepEqual([unknown.code, unknown.exitCode], ["toolchain/unknown-tool", 2]);
  assert.match(unknown.title, /registry/);
  assert.match(unknown.hints.join("\n"), /widget/);
  assert.match(unknown.hints.join("\n"), /aliases/);
});

Deno.test("a registry that cannot be read hides no other one", async () => {
  await using at = await registrySetup();
  at.server.route("/away/acme/widget/registry.yaml", { status: 500 });
  at.server.route("/away/widget/registry.yaml", { status: 500 });
  at.server.route("/away/registry.yaml", { status: 500 });
  at.server.route("/low.yaml", { body: widgetRegistry });
  const registries: RegistryEntry[] = [
    { name: "low", type: "aqua", source: `${at.elsewhere}/low.yaml` },
    {
      name: "away",
      type: "aqua",
      source: `${at.elsewhere}/away`,
      priority: 9,
    },
    { name: "odd", type: "nope", priority: 8 },
    { name: "wrong", type: "aqua", source: "./x", ref: "v1", priority: 7 },
  ];
  const chain = at.open({ registries, fallback: false });
  assert.equal((await chain.find("acme/widget"))?.registry, "low");
  assert.equal((await chain.find("acme/widget"))?.registry, "low");
  assert.deepEqual(at.warnings().map((line) => /"(\w+)"/.exec(line)?.[1]), ["away", "odd", "wrong"]);
  const none = await failureOf(() => chain.find("acme/none"));
  assert.equal(none.code, "registry/unreadable");
  assert.equal((none.cause as readonly unknown[]).length, 3);
  const single = await failureOf(() =>
    at.open({ registries: registries.slice(1, 2), fallback: false }).find("a/b")
  );
  assert.deepEqual([single.code, single.exitCode], ["net/server", 1]);
  const unknown = await failureOf(() =>
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
    [{ registries: [], fallback: true }, "aqua-public"],
    [{ registries: [], fallback: false }, undefined],
    [{ registries: [inline, { name: "pinned", type: "aqua", ref: "v4.1.0" }] }, "pinned"],
  ];
  for (const [settings, expected] of cases) {
    await using at = await registrySetup();
    for (const ref of ["main", "v4.1.0"]) {
      at.server.route(rawAt(ref, "pkgs/acme/widget/registry.yaml"), { body: widgetRegistry });
    }
    assert.equal((await at.open(settings).find("acme/widget"))?.registry, expected);
  }
});

Deno.test("a project's own definitions come first, inline registries by priority", async () => {
  await using at = await registrySetup();
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
  await using at = await registrySetup({ files: { "r.yaml": wholeRegistry } });
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
    assert.equal((await failureOf(() => chain.find(id, "1.0.0"))).code, "registry/bad-definition", id);
  }
});

Deno.test("openRegistries() refuses two registries of one name", async () => {
  await using at = await registrySetup();
  const registries = [{ name: "a", type: "atmos" }, { name: "a", type: "aqua" }];
  assert.equal((await failureOf(async () => at.open({ registries }))).code, "registry/duplicate-name");
});
