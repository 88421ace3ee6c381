import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { packageRecord, publicRegistry } from "../../../../tests/support/package_record.ts";
import { hasExpectedV, resolveCandidates, type ResolvedCandidates, tagCandidates } from "./candidates.ts";
import { createEvaluator } from "./create_evaluator.ts";

const evaluator = createEvaluator();

function platformOf(text: string) {
  const [os = "", arch = "", libc] = text.split("/");
  return { os, arch, libc };
}

Deno.test("tagCandidates() tries the prefix of the rule that fits, then the text as it is", () => {
  const plain = packageRecord("{repo_owner: o, repo_name: r}");
  const prefixed = packageRecord("{repo_owner: o, repo_name: r, version_prefix: jq-}");
  const ruled = packageRecord(`
version_constraint: 'semver(">= 2.0.0")'
version_prefix: cli/v
version_overrides:
  - {version_constraint: 'semver("< 1.0.0")', version_prefix: ''}
  - {version_constraint: 'true', version_prefix: old-}
`);
  const tables: [typeof plain, string, readonly string[]][] = [
    [plain, "1.2.3", ["1.2.3", "v1.2.3"]],
    [plain, "v1.2.3", ["v1.2.3", "1.2.3"]],
    [plain, "nightly", ["nightly"]],
    [plain, "r23", ["r23"]],
    [prefixed, "1.7.1", ["jq-1.7.1", "jq-v1.7.1", "1.7.1", "v1.7.1"]],
    [prefixed, "jq-1.7.1", ["jq-1.7.1", "jq-v1.7.1"]],
    [ruled, "2.1.0", ["cli/v2.1.0", "2.1.0", "v2.1.0"]],
    [ruled, "v2.1.0", ["cli/v2.1.0", "v2.1.0", "2.1.0"]],
    [ruled, "0.5.0", ["0.5.0", "v0.5.0"]],
    [ruled, "1.5.0", ["old-1.5.0", "old-v1.5.0", "1.5.0", "v1.5.0"]],
  ];
  for (const [record, typed, expected] of tables) {
    const tags = tagCandidates(record, typed, evaluator);
    assert.deepEqual(tags.slice(0, expected.length), expected, typed);
    assert.equal(new Set(tags).size, tags.length);
  }
});

Deno.test("resolveCandidates() evaluates the rules anew for every tag", () => {
  const record = packageRecord(`
type: github_release
repo_owner: o
repo_name: r
asset: 'new-{{.Version}}'
format: raw
version_constraint: 'false'
version_overrides:
  - {version_constraint: 'Version == "v1.0.0"', asset: 'odd-{{.Version}}'}
  - {version_constraint: 'Version == "3.0.0"', no_asset: true}
  - {version_constraint: 'true'}
`);
  const resolve = (version: string) =>
    resolveCandidates([record], { version, platform: platformOf("linux/amd64") }, evaluator);
  assert.deepEqual(resolve("1.0.0").candidates.map(({ asset }) => asset), ["new-1.0.0", "odd-v1.0.0"]);
  const { candidates, refusal } = resolve("3.0.0");
  assert.deepEqual(candidates.map(({ version }) => version), ["v3.0.0"]);
  assert.equal(refusal?.code, "registry/no-asset");
});

Deno.test("resolveCandidates() leaves out a tag whose templates fail, unless all do", () => {
  const record = packageRecord(`
type: http
name: a/b
version_prefix: b-
url: 'https://e.test/{{(semver .Version).Major}}/{{.Version}}'
format: raw
`);
  const resolve = (version: string) =>
    resolveCandidates([record], { version, platform: platformOf("linux/amd64") }, evaluator).candidates;
  assert.deepEqual(resolve("1.0.0").map(({ version }) => version), ["1.0.0", "v1.0.0"]);
  assert.throws(() => resolve("nightly"), (error) => {
    assert.ok(error instanceof AtmosError && error.code === "registry/template");
    assert.match(error.explanation ?? "", /a\/b.*b-nightly.*linux\/amd64/);
    return true;
  });
});

Deno.test("resolveCandidates() tries alternatives in order and merges equal addresses", () => {
  const raw = packageRecord("{name: a/b, type: http, url: 'https://e.test/{{trimV .Version}}', format: raw}");
  const gz = packageRecord("{name: a/b, type: http, url: 'https://e.test/{{.Version}}.gz', format: gz}");
  const resolved = resolveCandidates([raw, gz], {
    version: "1.0.0",
    platform: platformOf("linux/amd64"),
  }, evaluator);
  assert.deepEqual(resolved.candidates.map(({ urls }) => urls[0]), [
    "https://e.test/1.0.0",
    "https://e.test/1.0.0.gz",
    "https://e.test/v1.0.0.gz",
  ]);
  assert.throws(
    () => resolveCandidates([], { version: "1.0.0", platform: platformOf("linux/amd64") }, evaluator),
    (error) => error instanceof AtmosError && error.code === "registry/no-alternative",
  );
});

Deno.test("hasExpectedV() tells the tags that a definition has seen", () => {
  const tables: [string, string, readonly string[]][] = [
    ["asset: 'r-{{trimV .Version}}'", "1.2.3", ["v1.2.3"]],
    ["asset: 'r-{{trimV .Version}}'", "v1.2.3", ["v1.2.3"]],
    [`asset: 'r', files: [{name: r, src: 'r-{{.Version | trimPrefix "v"}}'}]`, "1.2.3", ["v1.2.3"]],
    ["asset: 'r-{{trimV .Version}}', version_prefix: p-", "1.2.3", ["p-v1.2.3"]],
    ["asset: 'r-{{.Version}}'", "1.2.3", []],
    ["asset: 'r-{{trimV .Version}}'", "vault", []],
  ];
  for (const [fields, version, expected] of tables) {
    const record = packageRecord(`{type: github_release, repo_owner: o, repo_name: r, ${fields}}`);
    const request = { version, platform: platformOf("linux/amd64") };
    const { candidates } = resolveCandidates([record], request, evaluator);
    assert.deepEqual(candidates.filter(hasExpectedV).map((each) => each.version), expected, fields);
  }
});

/** toolchain C1: id, typed version, platform; what some candidate's address ends with, in order, or the error. */
const rendered:
  readonly (readonly [string, string, string, readonly string[] | { readonly error: string }])[] = [
    ["opentofu/opentofu", "1.10.3", "linux/amd64", [
      "/opentofu/opentofu/releases/download/1.10.3/tofu_1.10.3_linux_amd64.tar.gz",
      "/opentofu/opentofu/releases/download/v1.10.3/tofu_1.10.3_linux_amd64.tar.gz",
    ]],
    ["opentofu/opentofu", "1.6.2", "windows/arm64", ["/v1.6.2/tofu_1.6.2_windows_amd64.zip"]],
    ["hashicorp/terraform", "1.11.4", "linux/amd64", [
      "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip",
    ]],
    ["hashicorp/terraform", "0.15.5", "darwin/arm64", ["/0.15.5/terraform_0.15.5_darwin_amd64.zip"]],
    ["helm/helm", "3.12.1", "linux/amd64", [
      "https://get.helm.sh/helm-3.12.1-linux-amd64.tar.gz",
      "https://get.helm.sh/helm-v3.12.1-linux-amd64.tar.gz",
    ]],
    ["kubernetes/kubernetes/kubectl", "1.31.0", "windows/amd64", [
      "https://dl.k8s.io/v1.31.0/bin/windows/amd64/kubectl.exe",
    ]],
    ["jqlang/jq", "1.7.1", "darwin/arm64", ["/jqlang/jq/releases/download/jq-1.7.1/jq-macos-arm64"]],
    ["jqlang/jq", "1.7.1", "windows/amd64", ["/jq-1.7.1/jq-windows-amd64.exe"]],
    ["jqlang/jq", "1.6", "linux/amd64", ["/jq-1.6/jq-linux64"]],
    ["aquasecurity/tfsec", "v1.20.0", "linux/amd64", ["/v1.20.0/tfsec_1.20.0_linux_amd64.tar.gz"]],
    ["aquasecurity/tfsec", "v1.23.2", "linux/amd64", ["/v1.23.2/tfsec-linux-amd64"]],
    ["aquasecurity/tfsec", "v0.63.0", "linux/arm64", { error: "registry/unsupported-platform" }],
    ["terraform-linters/tflint", "0.32.1", "windows/arm64", [
      "/0.32.1/tflint_windows_amd64.zip",
      "/v0.32.1/tflint_windows_arm64.zip",
    ]],
    ["kubernetes-sigs/kustomize", "5.6.0", "linux/arm64", [
      "/kustomize/v5.6.0/kustomize_v5.6.0_linux_arm64.tar.gz",
    ]],
    ["aquasecurity/trivy", "0.58.0", "windows/arm64", ["/v0.58.0/trivy_0.58.0_windows-64bit.zip"]],
    ["aws/aws-cli", "2.15.0", "linux/amd64", ["/awscli-exe-linux-x86_64-2.15.0.zip"]],
    ["aws/aws-cli", "2.15.0", "darwin/arm64", ["/AWSCLIV2-2.15.0.pkg"]],
    ["cloudposse/atmos", "v1.19.0", "linux/amd64", { error: "registry/no-asset" }],
    ["cloudposse/atmos", "1.3.28", "linux/amd64", ["/1.3.28/atmos_1.3.28_linux_amd64"]],
    ["openai/codex", "0.19.0", "linux/amd64", ["/rust-v0.19.0/codex-x86_64-unknown-linux-musl.zst"]],
  ];

Deno.test("resolveCandidates() of real packages gives the addresses that exist", async () => {
  const packages = await publicRegistry();
  if (packages === undefined) return;
  const resolve = (id: string, version: string, platform: string): ResolvedCandidates => {
    const record = packages.get(id) ?? packageRecord("{}");
    return resolveCandidates([record], { version, platform: platformOf(platform) }, evaluator);
  };
  for (const [id, version, platform, expected] of rendered) {
    if ("error" in expected) {
      assert.equal(refusalOf(() => resolve(id, version, platform)), expected.error, `${id}@${version}`);
      continue;
    }
    const urls = resolve(id, version, platform).candidates.map(({ urls }) => urls[0] ?? "");
    const places = expected.map((end) => urls.findIndex((url) => url.endsWith(end)));
    assert.ok(!places.includes(-1), `${id}@${version} ${platform}: ${urls.join(" ")}`);
    assert.deepEqual(places, places.toSorted((a, b) => a - b), `${id}@${version} ${platform}`);
  }
  const { candidates } = resolve("hashicorp/terraform", "1.11.4", "linux/amd64");
  assert.equal(candidates.length, 1, "equal addresses are one candidate");
});

/** Why a version cannot be had, or what is told when none of its candidates exists. */
function refusalOf(resolve: () => ResolvedCandidates): string | undefined {
  try {
    return resolve().refusal?.code;
  } catch (error) {
    return error instanceof AtmosError ? error.code : undefined;
  }
}
