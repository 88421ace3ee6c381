/** Registries that are broken or hostile, on the compiled binary: one package spoils no other, and what is wrong is told
 *  by file, line and package. Follows aqua-registry §2, toolchain §7.1, §7.2. */
import assert from "node:assert/strict";
import { releases } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

const GOOD = `  - type: http
    name: acme/plain
    url: https://dl.acme.test/plain/{{.Version}}/plain-{{.OS}}-{{.Arch}}
    format: raw
`;

Deno.test("install: broken packages of a registry spoil no other one, and say what is wrong with them", async () => {
  await using world = await releases({
    "registry.yaml": `\uFEFFpackages:\r
  - {type: http, name: acme/typed, url: [1]}\r
  - {type: http, name: acme/endless, url: 'https://e.test/{{range 100000000}}x{{end}}', format: raw}\r
  - {type: http, name: acme/secret, url: 'https://e.test/{{env "HOME"}}', format: raw}\r
  - {type: http, name: __proto__, url: 'https://e.test/x'}\r
  - just text\r
${GOOD.replaceAll("\n", "\r\n")}`,
  });
  const { box } = world;
  const good = await box.run(["toolchain", "install", "acme/plain@2.0.0"], { env: PLATFORM });
  assert.equal(good.code, 0, good.stderr);
  const cases: [tool: string, code: number, phrases: readonly RegExp[]][] = [
    ["acme/typed", 1, [/acme\/typed/, /url must be a text/, /registry\.yaml:2/]],
    ["typed", 1, [/acme\/typed/, /url must be a text/, /registry\.yaml:2/]],
    ["acme/endless", 1, [/acme\/endless/, /more than \d+ steps/]],
    ["acme/secret", 1, [/acme\/secret/, /function "env" not defined/]],
    ["constructor", 2, [/constructor/]],
  ];
  for (const [tool, code, phrases] of cases) {
    const result = await box.run(["toolchain", "install", `${tool}@1.0.0`], { env: PLATFORM });
    assert.equal(result.code, code, `${tool}: ${result.stderr}`);
    assert.doesNotMatch(result.stderr, /internal error/, tool);
    for (const phrase of phrases) assert.match(result.stderr, phrase, tool);
  }
});

Deno.test("install: a registry that is no registry is told by file and line", async () => {
  const doubling = Array.from({ length: 30 }, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}, *x${i}]`).join("\n");
  const cases: [text: string, phrases: readonly RegExp[]][] = [
    ["packages: {}\n", [/no packages in registry/, /registry\.yaml:1/]],
    [`packages:\n${GOOD}\t- {name: b/c}\n`, [/tab/, /registry\.yaml:6/]],
    [`x0: &x0 [a]\n${doubling}\npackages:\n${GOOD}`, [/expand to too much/, /registry\.yaml:2\d/]],
    ["packages: &p\n  - {name: a/b, files: *p}\n", [/contains itself/, /registry\.yaml:2/]],
  ];
  for (const [text, phrases] of cases) {
    await using world = await releases({ "registry.yaml": text });
    const result = await world.box.run(["toolchain", "install", "acme/plain@2.0.0"], {
      env: { ...PLATFORM, ATMOS_TOOLCHAIN_OFFLINE: "true" },
    });
    assert.equal(result.code, 2, result.stderr);
    assert.doesNotMatch(result.stderr, /internal error/);
    for (const phrase of phrases) assert.match(result.stderr, phrase, text.slice(0, 60));
  }
});

Deno.test("install: no name of a definition leads out of the folder of its tool", async () => {
  const url = "https://dl.acme.test/plain/2.0.0/plain-linux-amd64";
  const bad = [
    "files: [{name: ../../../../../../victim}]",
    "files: [{name: plain, link: ../../../../../../victim}]",
    "binary_name: ../../../../../../victim",
    "files: [{name: .atmos-install.json}]",
  ];
  const packages = bad.map((field, index) =>
    `  - {type: http, name: acme/t${index}, url: "${url}", format: raw, ${field}}`
  );
  await using world = await releases({
    "registry.yaml": `packages:\n${packages.join("\n")}\n`,
    "victim": "mine\n",
  });
  const { box, server } = world;
  for (const index of bad.keys()) {
    const { code, stderr } = await box.run(["toolchain", "install", `acme/t${index}@2.0.0`], {
      env: PLATFORM,
    });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /cannot be the name of a program/);
  }
  assert.equal(await Deno.readTextFile(`${box.project}/victim`), "mine\n");
  assert.deepEqual(server.requests, []);
});
