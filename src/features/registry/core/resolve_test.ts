import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { packageRecord } from "../../../../tests/support/package_record.ts";
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
  ["{type: http, url: 'https://EX.com:443/a/../b/{{.OS}}/?x=1#y'}", {
    L: { asset: "linux", id: "http/EX.com:443/b/linux" },
  }],
  ["{type: http, url: 'https://u:p@ex.com/{{.OS}}'}", { L: { asset: "linux", id: "http/ex.com/linux" } }],
  ["{type: http, url: 'ex.com/{{.OS}}'}", everywhere({ error: "registry/bad-url" })],
  ["{type: http, url: 'https://ex.com/%zz'}", everywhere({ error: "registry/bad-url" })],
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
  [
    "{asset: c, format: raw, overrides: [{goos: darwin, variants: [{key: libc, value: ''}], asset: a}, " +
    "{goos: linux, variants: [{key: libc, value: glibc}], asset: b}]}",
    { D: { asset: "a" }, L: { asset: "c" } },
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
  ["{asset: x, format: zip, format_overrides: [{goos: linux}]}", {
    L: { asset: "x", format: "" },
    D: { asset: "x.zip" },
  }],
  [
    "{asset: x.zip, supported_envs: [linux], rosetta2: true, build: {type: go_build, excluded_envs: [amd64]}}",
    { D: unsupported, W: unsupported, WA: { type: "go_build" } },
  ],
  ["{asset: x.zip, supported_envs: [linux], build: {excluded_envs: []}}", {
    D: { error: "registry/unknown-type" },
  }],
  ["{asset: x, format: raw, error_message: nope}", { L: { asset: "x" } }],
  [
    "{asset: x, version_constraint: 'false', version_overrides: " +
    "[{version_constraint: 'true', error_message: nope}]}",
    { L: { error: "registry/error-message" } },
  ],
  ["{asset: x, no_asset: true}", { L: { error: "registry/no-asset" } }],
  ...["../x", "a/b", "..", "a\\\\b", "c:x", ".atmos-install.json", ".pkg", "\\u0000"].map((
    name,
  ): [string, Record<string, Expected>] => [
    `{asset: x, files: [{name: "${name}"}]}`,
    { L: { error: "registry/bad-program-name" } },
  ]),
  ["{asset: x, files: [{name: a, link: ../../b}]}", { L: { error: "registry/bad-program-name" } }],
  ["{asset: x, binary_name: ../b}", { L: { error: "registry/bad-program-name" } }],
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
  ["{name: n/tool, repo_owner: '', type: go_install, path: g.test/a/cmd/prog}", {
    L: { name: "prog", goPath: "g.test/a/cmd/prog" },
  }],
  ["{name: n/tool, type: go_install, path: g.test/a/cmd/prog}", { L: { name: "tool" } }],
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
