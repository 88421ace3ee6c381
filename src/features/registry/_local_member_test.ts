import assert from "node:assert/strict";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import { failureOf, rawAt, registrySetup } from "../../../tests/support/registry_setup.ts";
import { resolveCandidates } from "./core/candidates.ts";
import { createEvaluator } from "./core/create_evaluator.ts";

/** The forms that the founding document shows for `toolchain.tools`. */
const tools = `
cloudposse/atmos:
  type: github_release
  repo_owner: cloudposse
  repo_name: atmos
  binary_name: atmos
  version_constraints:
    - constraint: ">= 1.0.0"
      asset: atmos_{{trimV .Version}}_{{.OS}}_{{.Arch}}
      format: raw
    - constraint: ">= 1.0.0"
      asset: atmos_{{trimV .Version}}_{{.OS}}_{{.Arch}}.gz
      format: gzip
hashicorp/terraform:
  type: http
  url: https://releases.example.test/terraform/{{trimV .Version}}/terraform_{{trimV .Version}}_{{.OS}}_{{.Arch}}.zip
  format: zip
  binary_name: terraform
terraform-linters/tflint:
  type: github_release
  repo_owner: terraform-linters
  repo_name: tflint
  binary_name: tflint
my-custom-tool:
  type: github_release
  repo_owner: myorg
  repo_name: my-custom-tool
  asset: my-custom-tool_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
  format: tar.gz
  binary_name: my-custom-tool
opentofu/opentofu:
  type: github_release
  repo_owner: opentofu
  repo_name: opentofu
  binary_name: tofu
  version_constraints:
    - constraint: ">= 1.10.0"
      asset: tofu_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
      format: tar.gz
    - constraint: "< 1.10.0"
      asset: tofu_{{trimV .Version}}_{{.OS}}_{{.Arch}}.zip
      format: zip
helm/helm:
  type: http
  repo_owner: helm
  repo_name: helm
  url: https://get.example.test/helm-v{{.Version}}-{{.OS}}-{{.Arch}}.tar.gz
  format: tar.gz
  binary_name: helm
acme/renamed:
  asset: renamed-{{.OS}}-{{.Arch}}
  format: raw
  replacements: {darwin: macos, amd64: x86_64}
  overrides:
    - {goos: windows, asset: renamed.zip, format: zip, replacements: {amd64: x64}}
`;

const publicTflint =
  "packages: [{type: github_release, repo_owner: terraform-linters, repo_name: tflint, asset: 'tflint_{{.OS}}_" +
  "{{.Arch}}.zip', checksum: {type: github_release, asset: checksums.txt, algorithm: sha256}}]\n";

const commit = "c".repeat(40);

async function setup() {
  const at = await registrySetup();
  at.server.route(rawAt(commit, "pkgs/terraform-linters/tflint/registry.yaml"), { body: publicTflint });
  const registries = at.open({
    tools: parseYamlStrings(tools, { file: "atmos.yaml" }).value,
    commits: { "aqua-public": commit },
  });
  return { at, registries };
}

const gh = "https://github.com";

/** Name, version, platform; programs and addresses in the order in which they are tried. */
const cases: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ["atmos", "1.183.1", "linux/amd64", "atmos=atmos_1.183.1_linux_amd64 atmos=atmos", [
    `${gh}/cloudposse/atmos/releases/download/1.183.1/atmos_1.183.1_linux_amd64`,
    `${gh}/cloudposse/atmos/releases/download/v1.183.1/atmos_1.183.1_linux_amd64`,
    `${gh}/cloudposse/atmos/releases/download/1.183.1/atmos_1.183.1_linux_amd64.gz`,
    `${gh}/cloudposse/atmos/releases/download/v1.183.1/atmos_1.183.1_linux_amd64.gz`,
  ]],
  ["terraform", "v1.11.4", "darwin/arm64", "terraform=terraform", [
    "https://releases.example.test/terraform/1.11.4/terraform_1.11.4_darwin_arm64.zip",
  ]],
  ["tflint", "v0.53.0", "linux/arm64", "tflint=tflint", [
    `${gh}/terraform-linters/tflint/releases/download/v0.53.0/tflint_linux_arm64.zip`,
    `${gh}/terraform-linters/tflint/releases/download/0.53.0/tflint_linux_arm64.zip`,
  ]],
  ["my-custom-tool", "v2.0.0", "windows/amd64", "my-custom-tool=my-custom-tool.exe", [
    `${gh}/myorg/my-custom-tool/releases/download/v2.0.0/my-custom-tool_2.0.0_windows_amd64.tar.gz`,
    `${gh}/myorg/my-custom-tool/releases/download/2.0.0/my-custom-tool_2.0.0_windows_amd64.tar.gz`,
  ]],
  ["tofu", "1.10.0", "linux/amd64", "tofu=tofu", [
    `${gh}/opentofu/opentofu/releases/download/1.10.0/tofu_1.10.0_linux_amd64.tar.gz`,
    `${gh}/opentofu/opentofu/releases/download/v1.10.0/tofu_1.10.0_linux_amd64.tar.gz`,
  ]],
  ["opentofu", "v1.9.4", "linux/amd64", "tofu=tofu", [
    `${gh}/opentofu/opentofu/releases/download/v1.9.4/tofu_1.9.4_linux_amd64.zip`,
    `${gh}/opentofu/opentofu/releases/download/1.9.4/tofu_1.9.4_linux_amd64.zip`,
  ]],
  ["helm", "3.12.1", "linux/amd64", "helm=helm", [
    "https://get.example.test/helm-v3.12.1-linux-amd64.tar.gz",
    "https://get.example.test/helm-vv3.12.1-linux-amd64.tar.gz",
  ]],
  ["renamed", "1.0.0", "darwin/amd64", "renamed=renamed-macos-x86_64", [
    `${gh}/acme/renamed/releases/download/1.0.0/renamed-macos-x86_64`,
    `${gh}/acme/renamed/releases/download/v1.0.0/renamed-macos-x86_64`,
  ]],
];

Deno.test("find() answers the project's own definitions in each form", async () => {
  const { at, registries } = await setup();
  await using _closing = at;
  const evaluator = createEvaluator();
  for (const [name, version, platform, programs, urls] of cases) {
    const id = await registries.idOf(name);
    const found = await registries.find(id, version);
    const [os = "", arch = ""] = platform.split("/");
    const { candidates } = resolveCandidates(
      found?.definitions ?? [],
      { version, platform: { os, arch } },
      evaluator,
    );
    assert.deepEqual(candidates.map((candidate) => candidate.urls[0]), urls, name);
    const actual = new Set(candidates.map(({ files }) => `${files[0]?.name}=${files[0]?.path}`));
    assert.deepEqual(actual, new Set(programs.split(" ")), name);
  }
  const checked = await registries.find("terraform-linters/tflint", "0.53.0");
  assert.equal(
    checked?.definitions[0]?.checksum?.asset,
    "checksums.txt",
    "an incomplete entry keeps the checks",
  );
  assert.equal(checked?.commit, commit);
});

Deno.test("find() has no alternative for a version outside of every range", async () => {
  const { at, registries } = await setup();
  await using _closing = at;
  assert.deepEqual((await registries.find("cloudposse/atmos", "0.9.0"))?.definitions, []);
  assert.deepEqual((await registries.find("opentofu/opentofu", "1.10.0-rc1"))?.definitions, []);
  const broken = at.open({
    tools:
      parseYamlStrings("a/b: {version_constraints: [{constraint: '=~ 1', asset: x}]}", { file: "t" }).value,
  });
  const error = await failureOf(() => broken.find("a/b", "1.0.0"));
  assert.equal(error.code, "registry/bad-definition");
  assert.match(error.title, /"=~ 1"/);
});
