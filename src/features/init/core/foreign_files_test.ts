import { deepEqual, equal } from "node:assert/strict";
import { FOREIGN_FILES } from "./foreign_files.ts";

const NAMES = { terraform: "hashicorp/terraform", jq: "jqlang/jq", kubectl: "kubernetes/kubernetes/kubectl" };

/** `name version, … | left out, …` */
function read(file: string, text: string, parsed?: unknown): string {
  const { found, leftOut } =
    FOREIGN_FILES.find((each) => each.file === file)?.read({ text, parsed }, NAMES) ??
      { found: [], leftOut: ["no such file"] };
  const names = found.map(({ name, version }) => `${name} ${version}`);
  return `${names.join(", ")} | ${leftOut.join(", ")}`.trim();
}

Deno.test(".terraform-version: one plain version", () => {
  const cases: [text: string, expected: string][] = [
    ["1.9.8\n", "terraform 1.9.8 |"],
    ["\uFEFF# pinned\r\n\r\n  v1.9.8 \r\n", "terraform v1.9.8 |"],
    ["latest:^1.9", "| terraform latest:^1.9"],
    ["min-required", "| terraform min-required"],
    ["../../etc", "| terraform ../../etc"],
    ["1.9.8/../../x", "| terraform 1.9.8/../../x"],
    ["", "|"],
    ["# nothing\n", "|"],
  ];
  for (const [text, expected] of cases) equal(read(".terraform-version", text), expected, text);
  equal(read(".packer-version", "1.2.3"), "| packer 1.2.3");
});

Deno.test("mise.toml: names with a plain version in [tools]", () => {
  const cases: [text: string, expected: string][] = [
    ['[tools]\njq = "1.7.1"\n', "jq 1.7.1 |"],
    ["[tools] # of us\nterraform='1.9' # soon more\n", "terraform latest:1.9 |"],
    ['[tools]\n"aqua:cli/cli" = "v2.60.0"\n', "cli/cli 2.60.0 |"],
    ['[tools]\naqua:x = "1"\n', "|"],
    ['[tools]\nnode = "22"\njq = ["1.7", "1.6"]\n', "| node 22, jq"],
    ['[tools]\njq = { version = "1.7" }\n"ubi:a/b" = "1"\n', "| jq, ubi:a/b 1"],
    ['[tools]\njq = ">=1"\n', "| jq >=1"],
    ['[env]\njq = "1.7.1"\n[tools]\n[tasks.tools]\nterraform = "1.9.8"\n', "|"],
    ['jq = "1"\n', "|"],
    ['[tools]\nconstructor = "1.2.3"\n', "| constructor 1.2.3"],
    ["", "|"],
  ];
  for (const [text, expected] of cases) equal(read("mise.toml", text), expected, text);
});

Deno.test("aqua.yaml: packages of the standard registry", () => {
  const cases: [packages: unknown, expected: string][] = [
    [[{ name: "hashicorp/terraform@v1.9.8" }], "terraform 1.9.8 |"],
    [[{ name: "cli/cli", version: "v2.60.0", registry: "standard" }], "cli/cli 2.60.0 |"],
    [[{ name: "kubernetes/kubernetes/kubectl@v1.31.0" }], "kubectl 1.31.0 |"],
    [
      [{ name: "a/b@1", registry: "own" }, { import: "x/*.yaml" }, { name: "a/b" }],
      "| a/b@1, import x/*.yaml, a/b",
    ],
    [[{ name: "../x@1" }, { name: "noslash@1" }, { name: "a/b@^1" }], "| ../x@1, noslash@1, a/b@^1"],
    [[null, 1, "a/b@1", {}], "|"],
    ["none", "|"],
    [undefined, "|"],
  ];
  for (const [packages, expected] of cases) equal(read("aqua.yaml", "", { packages }), expected);
  for (const parsed of [null, undefined, [], "text"]) equal(read("aqua.yaml", "", parsed), "|");
  deepEqual(FOREIGN_FILES.filter(({ isYaml }) => isYaml).map(({ file }) => file).length, 4);
});
