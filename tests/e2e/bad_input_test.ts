/** Every error of toolchain §20 that the binary can meet: essence, place, next step, exit code; nothing on stdout, no
 *  stack. Follows toolchain §20, house §5.2. */
import assert from "node:assert/strict";
import { gzip, tarArchive } from "../support/archive.ts";
import type { BinaryOptions } from "../support/binary.ts";
import { type Releases, releases, script, widgetPath } from "./support/releases.ts";

const REGISTRY = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    format: tar.gz
    files: [{name: widget}]
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
  - {type: http, repo_owner: acme, repo_name: plain, url: "https://dl.acme.test/plain/{{.Version}}", format: raw}
  - type: github_release
    repo_owner: acme
    repo_name: retired
    asset: x
    version_constraint: "false"
    version_overrides:
      - {version_constraint: 'semver("< 2.0.0")', no_asset: true}
      - {version_constraint: "true", error_message: "retired has become widget"}
  - {type: github_release, repo_owner: acme, repo_name: elsewhere, asset: x, supported_envs: [windows/amd64]}
  - {type: http, repo_owner: acme, repo_name: seven, url: "https://dl.acme.test/seven.7z", format: 7z}
  - {type: http, repo_owner: acme, repo_name: login, url: "https://dl.acme.test/login.tar.gz", format: tar.gz}
  - {type: http, repo_owner: acme, repo_name: hollow, url: "https://dl.acme.test/hollow.tar.gz", files: [{name: hollow}]}
  - {type: http, repo_owner: acme, repo_name: notes, url: "https://dl.acme.test/notes"}
  - {type: go_install, repo_owner: acme, repo_name: gopher, path: github.com/acme/gopher}
  - {type: odd, repo_owner: acme, repo_name: odd}
  - {type: http, repo_owner: one, repo_name: twin, url: "https://dl.acme.test/twin", format: raw}
  - {type: http, repo_owner: two, repo_name: twin, url: "https://dl.acme.test/twin", format: raw}
`;

const ALIASES = "widget: acme/widget, plain: acme/plain, lost: acme/gone, a: b, b: a";

/** A project with that registry alone; `more` are further lines of `toolchain:`. */
async function world(more = ""): Promise<Releases> {
  const made = await releases({ "registry.yaml": REGISTRY });
  const { box, server } = made;
  await box.write({
    "atmos.yaml": `toolchain:
  install_path: .tools
  aliases: {${ALIASES}}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  registry_fallback: false
  url_replacements: [{from: "https://nowhere.test/", to: "http://127.0.0.1:1/"}, {from: "https://", to: "${server.url}/"}]
${more}`,
  });
  server.route("/dl.acme.test/plain/2.0.0", { body: script("plain", "2.0.0") });
  server.route("/dl.acme.test/seven.7z", { body: "7z\xbc\xaf\x27\x1c rest" });
  server.route("/dl.acme.test/login.tar.gz", { body: "<!DOCTYPE html><html>Sign in</html>" });
  server.route("/dl.acme.test/notes", { body: "no program at all" });
  server.route("/dl.acme.test/hollow.tar.gz", {
    body: gzip(tarArchive([{ path: "bin/solid", content: script("solid", "1"), mode: 0o755 }])),
  });
  return made;
}

interface BadInput {
  readonly args: readonly string[];
  readonly code: number;
  /** What stderr has. */
  readonly says: readonly RegExp[];
  readonly env?: BinaryOptions["env"];
}

async function check({ box }: Releases, cases: readonly BadInput[]): Promise<void> {
  for (const { args, code, says, env } of cases) {
    const asked = { env: { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64", ...env } };
    const { code: actual, stdout, stderr } = await box.run(["toolchain", ...args], asked);
    const shown = `atmos toolchain ${args.join(" ")}\n${stderr}`;
    assert.equal(actual, code, shown);
    assert.equal(stdout, "", shown);
    assert.doesNotMatch(stderr, /internal error|\n\s+at \S+ \(|file:\/\/\//, shown);
    for (const phrase of says) assert.match(stderr, phrase, shown);
  }
}

Deno.test("§20: words that are no tool", async () => {
  await using made = await world();
  await check(made, [
    ...["a@b@c", "@1", "a@", "", "a@..", "a@../x", "../a@1", "a b@1"].map((spec) => ({
      args: ["install", spec],
      code: 2,
      says: [/invalid tool specification/, /owner\/repo@version or alias@version/],
    })),
    ...["^1.2", "~> 1.2", ">=1", "1.x || 2"].map((range) => ({
      args: ["install", `widget@${range}`],
      code: 2,
      says: [/is a constraint/, /dependencies\.tools/, /atmos toolchain get --all widget/],
    })),
    { args: ["install", "widget@pr:12"], code: 2, says: [/pr:12/, /build of atmos/] },
    {
      args: ["install", "widgt@1.2.0"],
      code: 2,
      says: [/"widgt" is not in any registry/, /mean widget/, /aliases/],
    },
    {
      args: ["install", "acme/widgt@1"],
      code: 2,
      says: [/acme\/widgt@1/, /registry/, /mean acme\/widget\?/],
    },
    {
      args: ["install", "twin@1"],
      code: 2,
      says: [/one\/twin, two\/twin/, /aliases of atmos\.yaml: "twin: one/],
    },
    { args: ["install", "lost@1"], code: 2, says: [/atmos\.yaml:3:\d+/, /alias "lost" means acme\/gone/] },
    { args: ["install", "a@1"], code: 2, says: [/atmos\.yaml:3:\d+/, /a → b → a/] },
    { args: ["install", "plain@2.0.0", "widget@1@2"], code: 2, says: [/widget@1@2/] },
  ]);
  assert.deepEqual(made.server.requests, []);
});

Deno.test("§6.1: an alias whose tool nobody knows is told as one, also while a registry cannot be read", async () => {
  await using made = await world();
  const { box } = made;
  const meaning = /The alias "lost" means acme\/gone\./,
    advice = /Give it a meaning/,
    correct = /Correct "lost: acme\/gone"/;
  const known = await box.run(["toolchain", "install", "lost@1"]);
  assert.match(known.stderr, meaning);
  assert.match(known.stderr, correct);
  assert.doesNotMatch(known.stderr, advice);

  await box.write({ "registry.yaml": "packages: [" });
  const unread = await box.run(["toolchain", "install", "lost@1"]);
  assert.equal(unread.code, 2);
  assert.match(unread.stderr, meaning);
  assert.match(unread.stderr, /Registry "tests" cannot be read/);
  assert.doesNotMatch(unread.stderr, correct);
  assert.doesNotMatch(unread.stderr, advice);
});

Deno.test("§20: versions and packages that cannot be had", async () => {
  await using made = await world();
  await check(made, [
    {
      args: ["install", "acme/retired@1.0.0"],
      code: 1,
      says: [/no asset is released for acme\/retired@1\.0\.0/, /atmos toolchain info acme\/retired/],
    },
    { args: ["install", "acme/retired@2.0.0"], code: 1, says: [/retired has become widget/] },
    {
      args: ["install", "acme/elsewhere@1"],
      code: 1,
      says: [/does not support linux\/amd64/, /Supported: windows\/amd64/, /ATMOS_TOOLCHAIN_PLATFORM/],
    },
    {
      args: ["install", "widget@9.9.9"],
      code: 1,
      says: [/download\/9\.9\.9\/widget_9/, /download\/v9\.9\.9\/widget_9/, /404/, /version exists/],
    },
    {
      args: ["install", "acme/gopher@1"],
      code: 1,
      says: [/go_install/, /go install github\.com\/acme\/gopher/],
    },
    { args: ["install", "acme/odd@1"], code: 1, says: [/"odd"/, /github_release/, /toolchain\.tools/] },
    { args: ["install", "acme/seven@1"], code: 1, says: [/7z/, /acme\/seven/] },
    { args: ["install", "acme/login@1"], code: 1, says: [/acme\/login/, /HTML|web page/i] },
    { args: ["install", "acme/hollow@1"], code: 1, says: [/hollow/, /bin\/solid/] },
    {
      args: ["install", "acme/notes@1"],
      code: 1,
      says: [/not a program/, /atmos toolchain info acme\/notes@1/, /url +https:\/\/dl\.acme\.test\/notes/],
    },
  ]);
});

Deno.test("§20: of several that cannot be had each one's reason is told", async () => {
  await using made = await world();
  const path = widgetPath("1.3.0", "SHA256SUMS");
  made.server.route(path, { body: `${"0".repeat(64)}  widget_1.3.0_linux_amd64.tar.gz\n` });
  const args = ["toolchain", "install", "widget@9.9.9", "widget@1.3.0", "acme/hollow@1"];
  const { code, stderr } = await made.box.run(args);
  assert.equal(code, 1);
  const page = stderr.slice(stderr.indexOf("3 tools failed"));
  for (
    const says of [
      /• acme\/widget@9\.9\.9 cannot be downloaded\n {4}No address has it \(status 404\): .*download\/v9\.9\.9\/widget_9/,
      /• checksum mismatch for acme\/widget@1\.3\.0\n[^•]*expected +0{64}\n[^•]*actual +[0-9a-f]{64}\n[^•]*url +https:/,
      /• [^\n]*hollow[^]*bin\/solid/,
      /💡 .*version exists/,
    ]
  ) assert.match(page, says);
});

Deno.test("§20: hosts that refuse or are not there", async () => {
  await using made = await world(`  tools:
    acme/unreachable: {type: http, url: "https://nowhere.test/x", format: raw}
`);
  const api = "/api.github.com/repos/acme/widget/releases";
  const reset = String(Math.floor(Date.now() / 1000) + 3600);
  made.server.route(api, {
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-limit": "60", "x-ratelimit-reset": reset },
    body: '{"message":"API rate limit exceeded"}',
  });
  await check(made, [
    {
      args: ["add", "widget"],
      code: 1,
      says: [/too many requests/, /resets_at/, /token\s+none/, /@VERSION/],
    },
    {
      args: ["install", "acme/unreachable@1"],
      code: 1,
      says: [/127\.0\.0\.1:1/, /refused/i, /--offline|HTTPS_PROXY/],
    },
    {
      args: ["install", "widget@1.2.0", "--offline"],
      code: 1,
      says: [/acme\/widget@1\.2\.0/, /offline/i],
    },
  ]);
  made.server.route(api, { status: 401, body: '{"message":"Bad credentials"}' });
  await check(made, [
    { args: ["add", "widget"], code: 1, says: [/401/, /api\.github\.com/] },
  ]);
});

Deno.test("§20: proofs that do not hold", async () => {
  await using made = await world();
  const { box, server } = made;
  const zeros = "0".repeat(64);
  server.route(widgetPath("1.2.0", "SHA256SUMS"), { body: `${zeros}  widget_1.2.0_linux_amd64.tar.gz\n` });
  await check(made, [{
    args: ["install", "widget@1.2.0"],
    code: 1,
    says: [
      /checksum mismatch for acme\/widget@1\.2\.0/,
      /expected\s+0{64}/,
      /actual\s+[0-9a-f]{64}/,
      /url\s+https:/,
    ],
  }]);
  server.route(widgetPath("1.2.0", "SHA256SUMS"), { body: `${zeros}  widget.sbom\n` });
  await check(made, [{ args: ["install", "widget@1.2.0"], code: 1, says: [/widget_1\.2\.0/, /SHA256SUMS/] }]);
  await box.write({
    "toolchain.lock.yaml": `version: 1
tools:
  acme/plain: {versions: {2.0.0: {platforms: {linux_amd64: {url: "https://dl.acme.test/plain/2.0.0", checksum: "${zeros}"}}}}}
`,
  });
  await check(made, [{
    args: ["install", "plain@2.0.0"],
    code: 1,
    says: [
      /lock mismatch for acme\/plain@2\.0\.0/,
      /expected\s+0{64}/,
      /atmos toolchain lock acme\/plain@2\.0\.0/,
    ],
  }]);
});

Deno.test("§20: proofs that are demanded and not there", async () => {
  for (
    const [key, says] of [["checksums", /checksum required/], ["signatures", /signature required/]] as const
  ) {
    await using made = await world(`  verification: {${key}: required}\n`);
    await check(made, [{
      args: ["install", "plain@2.0.0"],
      code: 1,
      says: [says, /acme\/plain@2\.0\.0/, new RegExp(`toolchain\\.verification\\.${key}`)],
    }]);
  }
});

Deno.test("§20: files that are not what they should be", async () => {
  const cases: [Record<string, string>, BadInput[]][] = [
    [{ ".tool-versions": "plain 2.0.0\nwidget ../../x\n" }, [
      {
        args: ["install"],
        code: 1,
        says: [/\.tool-versions:2:1/, /"\.\.\/\.\.\/x"/, /toolchain set --only widget/],
      },
    ]],
    [{ ".tool-versions": "plain 2.0.0\nwidget ^1.2\n" }, [
      { args: ["install"], code: 1, says: [/\.tool-versions:2:1/, /constraint/] },
      { args: ["exec", "widget"], code: 1, says: [/\.tool-versions:2:1/, /constraint/] },
    ]],
    [{ ".tool-versions": "plain\n" }, [
      { args: ["add", "widget@1.2.0"], code: 1, says: [/\.tool-versions:1:1/, /"plain VERSION"/] },
    ]],
    [{ ".tool-versions/x": "" }, [
      { args: ["install"], code: 1, says: [/\.tool-versions': Is a directory/] },
      { args: ["which", "plain"], code: 1, says: [/\.tool-versions': Is a directory/] },
    ]],
    [{ ".tool-versions": "plain 2.0.0\n", "toolchain.lock.yaml": "version: 7\n" }, [
      {
        args: ["install"],
        code: 1,
        says: [/lockfile version mismatch/, /lock\.yaml:1:10/, /version is 7.*up to 1/s],
      },
    ]],
    [{ ".tool-versions": "plain 2.0.0\n", "toolchain.lock.yaml": "a: [\n" }, [
      {
        args: ["install"],
        code: 1,
        says: [/lock file cannot be read/, /lock\.yaml:1:5/, /rm .*lock\.yaml && atmos toolchain lock/],
      },
    ]],
    [{ ".tool-versions": "plain 2.0.0\n", "toolchain.lock.yaml": "<<<<<<< HEAD\nversion: 1\n" }, [
      { args: ["install"], code: 1, says: [/conflict/, /lock\.yaml:1:1/] },
    ]],
    [{ ".tools": "a file" }, [
      { args: ["install", "plain@2.0.0"], code: 1, says: [/\.tools\/\.locks': Not a directory/] },
    ]],
  ];
  for (const [files, inputs] of cases) {
    await using made = await world();
    await made.box.write(files);
    await check(made, inputs);
  }
});

Deno.test("a directory that PATH cannot hold is told", async () => {
  await using made = await world();
  await made.box.run(["toolchain", "install", "plain@2.0.0"]);
  const to = "with:colon";
  await Deno.rename(`${made.box.project}/.tools`, `${made.box.project}/${to}`);
  const env = { ATMOS_TOOLCHAIN_PATH: to };
  await check(
    made,
    ["env", "path"].map((name) => (
      { args: [name], code: 1, says: [/PATH cannot hold .*with:colon/, /install_path/], env }
    )),
  );
  assert.equal((await made.box.run(["toolchain", "exec", "plain"], { env })).stdout, "plain 2.0.0\n");
});

Deno.test("§20: questions without a terminal, programs that fail or are not there", async () => {
  await using made = await world();
  const { box } = made;
  await check(made, [
    {
      args: ["clean"],
      code: 1,
      says: [/interactive confirmation or --force/, /atmos toolchain clean --force/],
    },
    { args: ["set", "plain"], code: 1, says: [/requires a terminal/, /atmos toolchain set plain VERSION/] },
    {
      args: ["exec", "--no-install", "plain@2.0.0"],
      code: 1,
      says: [/not installed/, /atmos toolchain install plain/],
    },
    { args: ["remove", "plain"], code: 1, says: [/"plain" is not in \.tool-versions/] },
    {
      args: ["get", "plain"],
      code: 1,
      says: [/not configured in \.tool-versions/, /atmos toolchain add plain/],
    },
    { args: ["which", "plain"], code: 1, says: [/not configured in \.tool-versions/] },
    { args: ["env"], code: 1, says: [/no tools configured/, /atmos toolchain add/] },
    { args: ["install"], code: 1, says: [/there is no \.tool-versions/, /atmos toolchain add/] },
  ]);
  await box.run(["toolchain", "install", "plain@2.0.0"]);
  for (const how of ["exec", "run"]) {
    const failed = await box.run(["toolchain", how, "plain", "exit", "7"]);
    assert.deepEqual([failed.code, failed.stdout, failed.stderr], [7, "", ""], how);
    const args = [how, "--command", "nope", "plain"];
    await check(made, [{ args, code: 127, says: [/no program "nope"/, /It has plain/] }]);
  }
});
