import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { packageRecord, publicRegistry } from "../../../../tests/support/package_record.ts";
import { createEvaluator } from "./create_evaluator.ts";
import { resolvePackage } from "./resolve.ts";

const platforms: Readonly<Record<string, readonly [os: string, arch: string]>> = {
  L: ["linux", "amd64"],
  LA: ["linux", "arm64"],
  D: ["darwin", "arm64"],
  W: ["windows", "amd64"],
  WA: ["windows", "arm64"],
};

interface Expected {
  readonly error?: string;
  readonly asset?: string;
  readonly url?: string;
  readonly path?: string;
  readonly name?: string;
  readonly format?: string;
  readonly type?: string;
  readonly checksum?: string;
  readonly id?: string;
  readonly goPath?: string;
}

const everywhere = (expected: Expected) => ({ L: expected, D: expected, W: expected });
const unsupported = { error: "registry/unsupported-platform" };

/** aqua-registry §25.2: what is added to a release package `o/foo`, and what comes out for v1.2.3. */
const cases: readonly (readonly [yaml: string, expected: Readonly<Record<string, Expected>>])[] = [
  ["{asset: 'foo-{{.OS}}', format: tar.gz}", {
    L: { asset: "foo-linux.tar.gz" },
    W: { asset: "foo-windows.tar.gz", path: "foo.exe" },
  }],
  ["{asset: 'foo-{{.OS}}', format: tar.gz, append_ext: false}", { L: { asset: "foo-linux" } }],
  ["{asset: 'foo-{{.OS}}.tgz', format: tar.gz}", { L: { asset: "foo-linux.tgz" } }],
  ["{asset: foo.exe, format: zip}", everywhere({ asset: "foo.exe.zip" })],
  ["{asset: 'foo-{{.Version}}-{{.OS}}', format: raw}", { W: { asset: "foo-v1.2.3-windows.exe" } }],
  ["{asset: 'foo-{{.Version}}-{{.OS}}'}", {
    L: { asset: "foo-v1.2.3-linux", path: "foo" },
    W: { asset: "foo-v1.2.3-windows.exe", path: "foo-v1.2.3-windows.exe" },
  }],
  ["{asset: 'foo-9.9-{{.OS}}'}", { W: { asset: "foo-9.9-windows", path: "foo.exe" } }],
  ["{asset: 'foo-{{.OS}}', format: raw, complete_windows_ext: false}", {
    W: { asset: "foo-windows", path: "foo-windows.exe" },
  }],
  ["{asset: foo.jar}", everywhere({ asset: "foo.jar", path: "foo.jar" })],
  ["{asset: a.zip, format: zip, windows_ext: .bat, files: [{name: foo, src: bin/foo}]}", {
    W: { path: "bin/foo.bat" },
  }],
  ["{type: github_content, path: bin/foo}", {
    L: { url: "https://raw.githubusercontent.com/o/foo/v1.2.3/bin/foo" },
    W: { asset: "bin/foo", path: "foo.sh" },
  }],
  ["{type: github_archive, files: [{name: foo, src: 'foo-{{trimV .Version}}/foo'}]}", {
    L: { path: "foo-1.2.3/foo", format: "tar.gz", asset: "" },
    W: { path: "foo-1.2.3/foo.sh" },
  }],
  ["{type: http, name: a/b, url: 'https://ex.com/d/foo.tar.gz?x=1'}", {
    L: {
      asset: "foo.tar.gz",
      id: "http/ex.com/d/foo.tar.gz",
      name: "b",
      url: "https://ex.com/d/foo.tar.gz?x=1",
    },
  }],
  ["{type: http, url: 'https://ex.com/a%2Bb//foo%20{{.OS}}'}", {
    L: { asset: "foo linux", id: "http/ex.com/a+b/foo linux" },
  }],
  ["{asset: 'foo-{{.OS}}-{{.Arch}}', format: raw, replacements: {linux: '', amd64: x86_64}}", {
    L: { asset: "foo-linux-x86_64" },
    D: { asset: "foo-darwin-arm64" },
  }],
  [
    "{asset: 'foo-{{.OS}}-{{.Arch}}-{{.GOARCH}}', format: raw, rosetta2: true, windows_arm_emulation: true, " +
    "replacements: {amd64: x64, arm64: a64}, supported_envs: [amd64]}",
    {
      D: { asset: "foo-darwin-x64-arm64" },
      WA: { asset: "foo-windows-x64-arm64.exe" },
      LA: unsupported,
    },
  ],
  ["{asset: foo, supported_envs: []}", everywhere(unsupported)],
  ["{asset: foo, format: raw, version_overrides: [{version_constraint: 'true', asset: bar}]}", {
    L: { asset: "foo" },
  }],
  [
    "{asset: foo, format: raw, version_constraint: 'semver(\">= 2.0.0\")', " +
    "version_overrides: [{version_constraint: 'semver(\"< 1.0.0\")', asset: bar}]}",
    { L: { asset: "foo" } },
  ],
  [
    "{asset: foo, format: raw, version_prefix: cli-, version_constraint: 'true', version_overrides: " +
    "[{version_constraint: 'true', asset: bar}, {version_constraint: 'true', version_prefix: '', asset: baz}]}",
    { L: { asset: "baz" } },
  ],
  [
    "{asset: 'foo-{{.OS}}-{{.Arch}}', format: raw, replacements: {linux: L, amd64: A}, version_constraint: 'false', " +
    "version_overrides: [{version_constraint: 'true', replacements: {amd64: B}, " +
    "overrides: [{goos: linux, replacements: {linux: X}}]}]}",
    { L: { asset: "foo-X-B" }, D: { asset: "foo-darwin-arm64" }, W: { asset: "foo-windows-B.exe" } },
  ],
  ["{format: raw, overrides: [{goos: linux, asset: a}, {goos: linux, goarch: amd64, asset: b}]}", {
    L: { asset: "a" },
    D: { error: "registry/missing-asset" },
  }],
  [
    "{format: raw, overrides: [{goos: linux, variants: [{key: linkage, value: static}], asset: a}, " +
    "{goos: linux, asset: c}]}",
    { L: { asset: "c" } },
  ],
  ["{asset: b, format: raw, overrides: [{envs: [], asset: a}]}", {
    L: { asset: "b" },
    W: { asset: "b.exe" },
  }],
  [
    "{asset: x.zip, format: zip, version_constraint: 'false', version_overrides: " +
    "[{version_constraint: 'true', type: http, url: 'https://ex.com/foo-{{.OS}}'}]}",
    { L: { url: "https://ex.com/foo-linux.zip" } },
  ],
  [
    "{asset: x.zip, format: zip, overrides: [{goos: darwin, type: go_install, path: github.com/o/foo/cmd/foo}]}",
    { D: { type: "go_install", format: "", goPath: "github.com/o/foo/cmd/foo" }, L: { asset: "x.zip" } },
  ],
  [
    "{asset: x.zip, supported_envs: [linux], build: {type: go_build, excluded_envs: [windows/arm64], " +
    "files: [{name: foo, src: ./cmd/foo, dir: 'foo-{{trimV .Version}}'}]}}",
    { D: { type: "go_build", path: "bin/foo" }, WA: unsupported, L: { asset: "x.zip" } },
  ],
  [
    "{asset: 'x.{{.Format}}', format: tar.gz, format_overrides: [{goos: windows, format: zip}], " +
    "overrides: [{goos: windows, format: tgz}]}",
    { W: { asset: "x.tgz", format: "tgz" }, L: { asset: "x.tar.gz" } },
  ],
  ["{asset: x, format: raw, error_message: nope}", { L: { asset: "x" } }],
  [
    "{asset: x, version_constraint: 'false', version_overrides: " +
    "[{version_constraint: 'true', error_message: nope}]}",
    { L: { error: "registry/error-message" } },
  ],
  ["{asset: x, no_asset: true}", { L: { error: "registry/no-asset" } }],
  [
    "{asset: x.zip, replacements: {linux: Linux, amd64: x64}, checksum: {type: github_release, " +
    "asset: 'sums-{{.OS}}-{{.Arch}}.txt', algorithm: sha256, replacements: {linux: LNX}}}",
    { L: { checksum: "sums-LNX-x64.txt" } },
  ],
  [
    "{asset: x.zip, replacements: {linux: Linux, amd64: x64}, checksum: {type: github_release, " +
    "asset: 'sums-{{.OS}}-{{.Arch}}.txt', algorithm: sha256, replacements: {}}}",
    { L: { checksum: "sums-linux-amd64.txt" } },
  ],
  ["{format: raw, version_constraint: false, version_overrides: [{version_constraint: true, asset: bar}]}", {
    L: { asset: "bar" },
  }],
  ["{name: o/foo/bar, asset: 'x-{{.OS}}.zip'}", { L: { name: "bar", path: "bar" } }],
  ["{asset: 'foo-{{.Vars.x}}-{{.Nope}}', format: raw}", { L: { error: "registry/template" } }],
  ["{asset: 'foo{{if .Vars.x}}-x{{end}}', format: raw}", { L: { asset: "foo" } }],
  ["{asset: 'foo-{{nope .Version}}'}", { L: { error: "registry/template" } }],
  ["{asset: 'foo-{{env \"HOME\"}}'}", { L: { error: "registry/template" } }],
  ["{asset: 'foo-{{.Version'}", { L: { error: "registry/template" } }],
  ["{asset: foo, type: nope}", { L: { error: "registry/unknown-type" } }],
  ["{}", { L: { error: "registry/missing-asset" } }],
  ["{type: http}", { L: { error: "registry/missing-url" } }],
  ["{type: http, url: 'no address'}", { L: { error: "registry/bad-url" } }],
  ["{asset: foo, checksum: {algorithm: sha256}}", { L: { error: "registry/bad-checksum" } }],
  ["{asset: foo, vars: [{name: x, required: true}]}", { L: { error: "registry/missing-variable" } }],
  ["{asset: 'foo-{{.Vars.x}}', format: raw, vars: [{name: x, default: 1.20}]}", { L: { asset: "foo-1.20" } }],
];

Deno.test("resolvePackage() renders synthetic packages", () => {
  const evaluator = createEvaluator();
  for (const [yaml, expectations] of cases) {
    const record = { type: "github_release", repo_owner: "o", repo_name: "foo", ...packageRecord(yaml) };
    const before = JSON.stringify(record);
    for (const [key, expected] of Object.entries(expectations)) {
      const [os, arch] = platforms[key] ?? ["", ""];
      const actual = outcome(() =>
        resolvePackage(record, { version: "v1.2.3", platform: { os, arch } }, evaluator)
      );
      const compared = Object.fromEntries(
        Object.keys(expected).map((name) => [name, actual[name as keyof Expected]]),
      );
      assert.deepEqual(compared, expected, `${key} ${yaml}`);
    }
    assert.equal(JSON.stringify(record), before, "the record stays as it was");
  }
});

function outcome(run: () => ReturnType<typeof resolvePackage>): Expected {
  try {
    const { asset, urls, files, format, type, checksum, checksumId, goPath } = run();
    const [file] = files;
    return JSON.parse(JSON.stringify({
      asset,
      url: urls[0],
      path: file?.path,
      name: file?.name,
      format,
      type,
      checksum: checksum?.release?.asset,
      id: checksumId,
      goPath,
    }));
  } catch (error) {
    if (error instanceof AtmosError) return { error: error.code };
    throw error;
  }
}

/** What a row of aqua-registry §25.1 tells. `GH/` is the release of the version; `files` are `command=path`. */
interface Real {
  readonly url?: string;
  readonly files?: string;
  readonly sum?: string;
  readonly signed?: string;
  readonly id?: string;
  readonly type?: string;
  readonly error?: string;
  readonly vars?: Readonly<Record<string, string>>;
}

const unsupportedHere = { error: "registry/unsupported-platform" };
const noSum = { sum: "" };
const hashicorp = "https://releases.hashicorp.com/terraform";

const real: readonly (readonly [spec: string, platform: string, expected: Real])[] = [
  ["hashicorp/terraform v1.9.8", "linux/amd64", {
    url: `${hashicorp}/1.9.8/terraform_1.9.8_linux_amd64.zip`,
    files: "terraform=terraform",
    sum: `${hashicorp}/1.9.8/terraform_1.9.8_SHA256SUMS`,
    id: "http/releases.hashicorp.com/terraform/1.9.8/terraform_1.9.8_linux_amd64.zip",
  }],
  ["hashicorp/terraform v1.9.8", "windows/arm64", unsupportedHere],
  ["hashicorp/terraform v0.13.7", "darwin/arm64", {
    url: `${hashicorp}/0.13.7/terraform_0.13.7_darwin_amd64.zip`,
  }],
  ["opentofu/opentofu v1.8.5", "windows/amd64", {
    url: "GH/tofu_1.8.5_windows_amd64.tar.gz",
    files: "tofu=tofu.exe",
    signed: "cosign c:cosign",
  }],
  ["opentofu/opentofu v1.6.0", "linux/arm64", { url: "GH/tofu_1.6.0_linux_arm64.zip" }],
  ["gruntwork-io/terragrunt v0.68.0", "windows/amd64", { url: "GH/terragrunt_windows_amd64.exe" }],
  ["gruntwork-io/terragrunt v0.99.0", "linux/amd64", {
    url: "GH/terragrunt_linux_amd64.tar.gz",
    files: "terragrunt=terragrunt_linux_amd64",
  }],
  ["cloudposse/atmos v1.190.0", "windows/amd64", {
    url: "GH/atmos_1.190.0_windows_amd64.exe",
    sum: "GH/atmos_1.190.0_SHA256SUMS",
  }],
  ["kubernetes/kubernetes/kubectl v1.31.0", "windows/amd64", {
    url: "https://dl.k8s.io/v1.31.0/bin/windows/amd64/kubectl.exe",
    sum: "https://dl.k8s.io/v1.31.0/bin/windows/amd64/kubectl.exe.sha256",
  }],
  ["helm/helm v3.16.0", "windows/amd64", {
    url: "https://get.helm.sh/helm-v3.16.0-windows-amd64.tar.gz",
    files: "helm=windows-amd64/helm.exe",
  }],
  ["kubernetes-sigs/kustomize kustomize/v5.5.0", "windows/amd64", {
    url: "GH/kustomize_v5.5.0_windows_amd64.zip",
    ...noSum,
  }],
  ["kubernetes-sigs/kustomize kustomize/v5.1.0", "windows/amd64", {
    url: "GH/kustomize_v5.1.0_windows_amd64.tar.gz",
  }],
  ["jqlang/jq jq-1.7.1", "linux/arm64", { url: "GH/jq-linux-arm64", sum: "GH/sha256sum.txt" }],
  ["jqlang/jq jq-1.6", "darwin/arm64", { url: "GH/jq-osx-amd64", ...noSum }],
  ["jqlang/jq jq-1.6", "windows/amd64", { url: "GH/jq-win64.exe", ...noSum }],
  ["jqlang/jq jq-1.5", "linux/amd64", { url: "GH/jq-linux64" }],
  ["mikefarah/yq v4.44.3", "windows/amd64", { url: "GH/yq_windows_amd64.exe", sum: "GH/checksums-bsd" }],
  ["aquasecurity/trivy v0.56.0", "darwin/arm64", { url: "GH/trivy_0.56.0_macOS-ARM64.tar.gz" }],
  ["bridgecrewio/checkov 3.2.255", "windows/amd64", {
    url: "GH/checkov_windows_X86_64.zip",
    files: "checkov=dist/checkov.exe",
  }],
  ["terraform-linters/tflint v0.53.0", "linux/amd64", {
    url: "GH/tflint_linux_amd64.zip",
    sum: "GH/checksums.txt",
    signed: "c:attestations c:cosign",
  }],
  ["koalaman/shellcheck v0.10.0", "linux/amd64", {
    url: "GH/shellcheck-v0.10.0.linux.x86_64.tar.xz",
    files: "shellcheck=shellcheck-v0.10.0/shellcheck",
  }],
  ["koalaman/shellcheck v0.10.0", "windows/amd64", {
    url: "GH/shellcheck-v0.10.0.zip",
    files: "shellcheck=shellcheck.exe",
  }],
  ["aws/aws-cli 2.17.0", "darwin/arm64", { url: "https://awscli.amazonaws.com/AWSCLIV2-2.17.0.pkg" }],
  ["docker/cli v27.0.3", "windows/amd64", {
    url: "https://download.docker.com/win/static/stable/x86_64/docker-27.0.3.zip",
  }],
  ["nodejs/node v22.0.0", "linux/amd64/glibc", {
    url: "https://nodejs.org/dist/v22.0.0/node-v22.0.0-linux-x64.tar.gz",
  }],
  ["nodejs/node v22.0.0", "linux/amd64/musl", {
    url: "https://unofficial-builds.nodejs.org/download/release/v22.0.0/node-v22.0.0-linux-x64-musl.tar.gz",
  }],
  ["snyk/cli v1.1294.0", "linux/amd64/musl", { url: "GH/snyk-alpine", sum: "GH/snyk-alpine.sha256" }],
  ["gradle/gradle-distributions v8.10.0", "linux/amd64", {
    url: "GH/gradle-8.10-bin.zip",
    files: "gradle=gradle-8.10/bin/gradle",
  }],
  ["gradle/gradle-distributions v8.11.0-RC2", "linux/amd64", { url: "GH/gradle-8.11-rc-2-bin.zip" }],
  ["apache/maven maven-3.9.9", "linux/amd64", {
    url: "https://archive.apache.org/dist/maven/maven-3/3.9.9/binaries/apache-maven-3.9.9-bin.tar.gz",
    sum: "https://archive.apache.org/dist/maven/maven-3/3.9.9/binaries/apache-maven-3.9.9-bin.tar.gz.sha512",
  }],
  ["k0sproject/k0s v1.31.7+k0s.0", "linux/amd64", { url: "GH/k0s-v1.31.7+k0s.0-amd64" }],
  ["argoproj/argo-cd v2.12.0", "windows/amd64", {
    url: "GH/argocd-windows-amd64.exe",
    sum: "GH/cli_checksums.txt",
    signed: "slsa",
  }],
  ["argoproj/argo-workflows v3.5.0", "linux/amd64", {
    url: "GH/argo-linux-amd64.gz",
    files: "argo=argo-linux-amd64",
  }],
  ["golang/go 1.23.0", "linux/amd64", {
    url: "https://golang.org/dl/go1.23.0.linux-amd64.tar.gz",
    files: "go=go/bin/go gofmt=go/bin/gofmt",
  }],
  ["golang/go go1.23.0", "linux/amd64", { url: "https://golang.org/dl/go1.23.0.linux-amd64.tar.gz" }],
  ["slsa-framework/slsa-verifier v1.3.0", "linux/amd64", { type: "github_release", signed: "slsa" }],
  ["slsa-framework/slsa-verifier v1.3.0", "darwin/arm64", { type: "go_install" }],
  ["biomejs/biome @biomejs/biome@2.5.10", "linux/amd64", {
    url: "GH/biome-linux-x64",
    signed: "attestations",
  }],
  ["biomejs/biome cli/v1.9.4", "windows/arm64", { url: "GH/biome-win32-arm64.exe" }],
  ["pnpm/pnpm v10.0.0", "windows/amd64", {
    url: "GH/pnpm-win-x64.exe",
    files: "pnpm=pnpm-win-x64.exe>pnpm!",
  }],
  ["pnpm/pnpm v11.0.3", "linux/amd64/musl", {
    url: "GH/pnpm-linux-x64-musl.tar.gz",
    files: "pnpm=pnpm pn=pnpm>pn",
  }],
  ["pnpm/pnpm v7.0.0-alpha.1", "linux/amd64", { error: "registry/no-asset" }],
  ["oven-sh/bun bun-v1.1.30", "darwin/arm64", {
    url: "GH/bun-darwin-aarch64.zip",
    files: "bun=bun-darwin-aarch64/bun bunx=bun-darwin-aarch64/bun>bunx",
  }],
  ["PaddiM8/kalker 0.2.0", "linux/amd64", { url: "GH/kalk_cli_linux64" }],
  ["commercialhaskell/stack rc/v2.13.0.1", "linux/amd64", { url: "GH/stack-2.13.0.1-linux-x86_64.tar.gz" }],
  ["mongodb/mongodb-atlas-cli/atlascli atlascli/v1.30.0", "linux/amd64", {
    url: "GH/mongodb-atlas-cli_1.30.0_linux_x86_64.tar.gz",
    files: "atlas=mongodb-atlas-cli_1.30.0_linux_x86_64/bin/atlas",
  }],
  ["porter-dev/porter v0.54.0", "darwin/amd64", { url: "GH/porter_v0.54.0_Darwin_x86_64.zip" }],
  ["99designs/aws-vault v7.2.0", "darwin/arm64", { url: "GH/aws-vault-darwin-arm64.dmg" }],
  ["99designs/aws-vault v7.2.0", "windows/amd64", unsupportedHere],
  ["sass/dart-sass 1.79.0", "windows/amd64", { files: "sass=dart-sass/sass.bat" }],
  ["tfutils/tfenv v3.0.0", "linux/amd64", {
    url: "https://github.com/tfutils/tfenv/archive/refs/tags/v3.0.0.tar.gz",
    files: "tfenv=tfenv-3.0.0/bin/tfenv terraform=tfenv-3.0.0/bin/terraform",
  }],
  ["aws-containers/amazon-ecs-exec-checker v0.7", "linux/amd64", {
    url: "https://raw.githubusercontent.com/aws-containers/amazon-ecs-exec-checker/v0.7/check-ecs-exec.sh",
    files: "check-ecs-exec=check-ecs-exec.sh",
  }],
  ["cli/cli v2.58.0", "windows/amd64", { files: "gh=bin/gh.exe" }],
  ["cli/cli v2.58.0", "darwin/arm64", {
    url: "GH/gh_2.58.0_macOS_arm64.zip",
    files: "gh=gh_2.58.0_macOS_arm64/bin/gh",
    signed: "attestations",
  }],
  ["goreleaser/goreleaser v2.3.2", "darwin/arm64", { url: "GH/goreleaser_Darwin_all.tar.gz" }],
  ["getsops/sops v3.9.0", "windows/amd64", { url: "GH/sops-v3.9.0.exe", signed: "slsa c:cosign" }],
  ["sharkdp/bat v0.24.0", "windows/arm64", { url: "GH/bat-v0.24.0-x86_64-pc-windows-msvc.zip" }],
  ["restic/restic v0.17.1", "linux/amd64", {
    url: "GH/restic_0.17.1_linux_amd64.bz2",
    files: "restic=restic_0.17.1_linux_amd64",
  }],
  ["minio/mc RELEASE.2024-10-02T08-27-28Z", "windows/amd64", {
    url: "https://dl.min.io/client/mc/release/windows-amd64/archive/mc.RELEASE.2024-10-02T08-27-28Z",
    files: "mc=mc.RELEASE.2024-10-02T08-27-28Z>mc.exe",
    signed: "minisign",
  }],
  ["1password/cli v2.30.0", "windows/arm64", {
    url: "https://cache.agilebits.com/dist/1P/op2/pkg/v2.30.0/op_windows_amd64_v2.30.0.zip",
    files: "op=op.exe",
  }],
  ["ip7z/7zip 24.08", "windows/amd64", { url: "GH/7z2408-extra.7z", files: "7za=x64/7za.exe" }],
  ["openai/codex rust-v0.50.0", "linux/amd64", { url: "GH/codex-x86_64-unknown-linux-musl.zst" }],
  ["scenarigo/scenarigo v0.17.3", "linux/amd64", {
    vars: { go_version: "1.22.2" },
    url: "GH/scenarigo_v0.17.3_go1.22.2_Linux_x86_64.tar.gz",
  }],
  ["scenarigo/scenarigo v0.17.3", "linux/amd64", { error: "registry/missing-variable" }],
  ["rvben/rumdl v0.0.49", "linux/arm64", {
    url: "GH/rumdl-0.0.49-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
    files: "rumdl=rumdl-0.0.49.data/scripts/rumdl",
  }],
  ["docker/buildx v0.10.0", "darwin/arm64", { url: "GH/buildx-v0.10.0.darwin-arm64", ...noSum }],
  ["nextest-rs/nextest/cargo-nextest cargo-nextest-0.9.69", "linux/amd64", { error: "registry/no-asset" }],
  ["nextest-rs/nextest/cargo-nextest cargo-nextest-0.9.70", "linux/amd64", {
    url: "GH/cargo-nextest-0.9.70-x86_64-unknown-linux-musl.tar.gz",
  }],
  ["s0undt3ch/ToolR v0.19.0", "linux/amd64", { error: "registry/error-message" }],
  ["crates.io/skim 0.10.4", "linux/amd64", { type: "cargo", files: "sk=bin/sk" }],
  ["hashicorp/terraform-config-inspect 3ac4afe3bb4e", "linux/amd64", { type: "go_install" }],
  ["Checkmarx/kics v2.1.20", "linux/amd64", {
    type: "go_build",
    id: "github_archive/github.com/Checkmarx/kics/v2.1.20",
  }],
  ["linkerd/linkerd2 edge-24.10.1", "linux/amd64", { url: "GH/linkerd2-cli-edge-24.10.1-linux-amd64" }],
];

Deno.test("resolvePackage() renders real packages", async () => {
  const packages = await publicRegistry();
  if (packages === undefined) return;
  const evaluator = createEvaluator();
  for (const [spec, platform, expected] of real) {
    const [id = "", version = ""] = spec.split(" ");
    const [os = "", arch = "", libc] = platform.split("/");
    const request = { version, platform: { os, arch, libc }, vars: expected.vars };
    const actual = realOutcome(() => resolvePackage(packages.get(id) ?? {}, request, evaluator));
    for (const [key, value] of Object.entries(expected)) {
      if (key !== "vars") assert.equal(actual[key as keyof Real], value, `${key} of ${spec} ${platform}`);
    }
  }
});

function realOutcome(run: () => ReturnType<typeof resolvePackage>): Real {
  try {
    const { urls, files, checksum, signatures, checksumId, type, repository, version } = run();
    const release =
      `https://github.com/${repository?.owner}/${repository?.name}/releases/download/${version}/`;
    const inner = Object.keys(checksum?.signatures ?? {}).map((kind) => `c:${kind}`);
    return {
      url: (urls[0] ?? "").replace(release, "GH/"),
      files: files.map(({ name, path, link, hard }) =>
        `${name}=${path}${link ? `>${link}` : ""}${hard ? "!" : ""}`
      ).join(" "),
      sum: (checksum?.url ?? "").replace(release, "GH/"),
      signed: [...Object.keys(signatures), ...inner].join(" "),
      id: checksumId ?? "",
      type,
    };
  } catch (error) {
    if (error instanceof AtmosError) return { error: error.code };
    throw error;
  }
}
