/** Definitions that a project writes itself and that cannot be used, on the binary. Follows toolchain §6.1, §7.3, §20. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";

const DEFINITIONS = [
  "me/nourl: {type: http, format: raw}",
  'me/address: {type: http, url: "nope/{{.Version}}", format: raw}',
  'me/value: {type: http, url: "https://dl.acme.test/{{.Nope}}", format: raw}',
  'me/open: {type: http, url: "https://dl.acme.test/{{.Version", format: raw}',
  'me/gone: {type: http, url: "https://dl.acme.test/x", error_message: "use acme/widget"}',
  "me/rule: {type: http, url: 'https://dl.acme.test/x', version_constraint: 'semver(\">= 1'}",
  "me/range: {version_constraints: [{constraint: odd, url: 'https://dl.acme.test/x'}]}",
  "me/list: [1]",
  "me/one: {type: http, url: 'https://dl.acme.test/x', files: [{name: shared}]}",
  "me/two: {type: http, url: 'https://dl.acme.test/x', binary_name: shared}",
];

const CONFIG = `toolchain:
  registry_fallback: false
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  tools:
${DEFINITIONS.map((line) => `    ${line}\n`).join("")}`;

/** The place of a definition. */
function at(name: string): RegExp {
  return new RegExp(`at atmos\\.yaml:${5 + DEFINITIONS.findIndex((line) => line.startsWith(name))}:\\d`);
}

Deno.test("§7.3: what is wrong with a definition is told with its place", async () => {
  await using world = await commandWorld({ "atmos.yaml": CONFIG });
  const cases: [spec: string, ...says: RegExp[]][] = [
    ["me/nourl", /has no url/],
    ["me/address", /address/, /nope\/1/],
    ["me/value", /\{\{\.Nope\}\}/],
    ["me/open", /unclosed action/],
    ["me/gone", /✗ use acme\/widget/],
    ["me/rule", /no version constraint/],
    ["me/range", /"odd" is no version range/],
    ["me/list", /must be a map/],
  ];
  await world.cases(cases.map(([name, ...says]) => ({
    args: ["install", `${name}@1`],
    code: 1,
    stderr: [at(name), ...says],
  })));
  await world.cases([{ args: ["install", "list@1"], code: 1, stderr: [at("me/list")] }]);
  assert.deepEqual(world.server.requests, []);
});

Deno.test("§7.3: a definition that needs another one says when the registries cannot be read", async () => {
  await using world = await commandWorld({ "atmos.yaml": CONFIG, "registry.yaml": "packages: []" });
  await world.cases([{
    args: ["install", "me/nourl@1"],
    code: 1,
    stderr: [at("me/nourl"), /names no download/, /no packages in registry/],
  }]);
});

Deno.test("§6.1: a name of several definitions is refused with all of them", async () => {
  await using world = await commandWorld({ "atmos.yaml": CONFIG });
  await world.cases([{
    args: ["install", "shared@1"],
    code: 2,
    stderr: [/may be several tools: me\/one, me\/two/, /aliases of atmos\.yaml: "shared: me\/one"/],
  }]);
});
