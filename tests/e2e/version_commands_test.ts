/** `atmos version` and the commands below it, and `version.constraint`, on the compiled binary.
 *  Follows toolchain §17.4, §17.7, config §6.4, §9.8. */
import assert from "node:assert/strict";
import { type Answer, type FixtureServer, fixtureServer } from "../support/server.ts";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { onTerminal } from "./support/running.ts";
import { script } from "./support/releases.ts";

const LIST = "/api.github.com/repos/acme/atmos/releases";

interface World extends AsyncDisposable {
  readonly box: Sandbox;
  readonly server: FixtureServer;
}

function release(version: string, day: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    tag_name: `v${version}`,
    name: `Release ${version}`,
    body: "",
    draft: false,
    prerelease: false,
    published_at: `${day}T10:00:00Z`,
    html_url: `https://github.com/acme/atmos/releases/tag/v${version}`,
    assets: [],
    ...more,
  };
}

const RELEASES = [
  release("3.0.0-rc.1", "2026-03-03", { prerelease: true }),
  release("9.9.9", "2026-03-02", { draft: true }),
  release("2.1.0", "2026-03-01", {
    body: "<details><summary>Faster\u001b[2J starts (#7)</summary></details>",
  }),
  release("2.0.0", "2026-02-01"),
  release("1.0.0", "2026-01-01", {
    body: "Notes\r\nof it\r\n",
    assets: [{
      name: "atmos_linux_amd64",
      url: "https://api.test/1",
      browser_download_url: "https://w.test/a",
      size: 7,
    }],
  }),
];

/** A project whose releases come from a repository on loopback. */
async function world(version = "source: acme/atmos", answer?: Answer): Promise<World> {
  const server = fixtureServer({ [LIST]: answer ?? { body: JSON.stringify(RELEASES) } });
  for (const each of RELEASES) server.route(`${LIST}/tags/${each.tag_name}`, { body: JSON.stringify(each) });
  for (const v of ["2.0.0", "2.1.0"]) {
    server.route(`/dl.acme.test/atmos/${v}/atmos`, { body: script("atmos", v) });
  }
  const box = await sandbox({
    "registry.yaml": `packages:
  - {type: http, repo_owner: acme, repo_name: atmos, url: "https://dl.acme.test/atmos/{{.Version}}/atmos", format: raw,
     version_source: github_tag}
`,
    "atmos.yaml": `version: {${version}}
toolchain:
  install_path: .tools
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  url_replacements: [{from: "https://", to: "${server.url}/"}]
`,
  });
  return {
    box,
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}

function tagsOf(stdout: string): string[] {
  return JSON.parse(stdout).map(({ tag }: { tag: string }) => tag);
}

Deno.test("version list: the newest first, filtered, as a part, in every format", async () => {
  await using w = await world();
  const cases: [args: string[], tags: string[]][] = [
    [[], ["v2.1.0", "v2.0.0", "v1.0.0"]],
    [["--include-prereleases"], ["v3.0.0-rc.1", "v2.1.0", "v2.0.0", "v1.0.0"]],
    [["--limit", "1"], ["v2.1.0"]],
    [["--limit=1", "--offset", "1"], ["v2.0.0"]],
    [["--since", "2026-02-01"], ["v2.1.0", "v2.0.0"]],
    [["--since", "2030-01-01"], []],
    [["--offset", "9"], []],
  ];
  for (const [args, tags] of cases) {
    const { code, stdout, stderr } = await w.box.run(["version", "list", "--format", "json", ...args]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(tagsOf(stdout), tags, args.join(" "));
  }
  const [first] = JSON.parse((await w.box.run(["version", "list", "--format", "json"])).stdout);
  assert.deepEqual(Object.keys(first), ["tag", "name", "title", "published", "prerelease", "current", "url"]);
  assert.deepEqual([first.name, first.current], ["Release 2.1.0", false]);
  const table = (await w.box.run(["version", "list"])).stdout;
  assert.match(table, /^RELEASE +PUBLISHED +TITLE\nv2\.1\.0 +2026-03-01 +Faster\\x1b\[2J starts \(#7\)\n/);
  assert.match((await w.box.run(["version", "list", "--format", "yaml"])).stdout, /^- tag: v2\.1\.0\n/);
});

Deno.test("version list: mistakes in numbers and days are told before anything is asked", async () => {
  await using w = await world();
  for (
    const [args, phrase] of [
      [["--limit", "0"], /1 to 100/],
      [["--limit", "101"], /1 to 100/],
      [["--limit", "1.5"], /1 to 100/],
      [["--offset", "-1"], /at least 0/],
      [["--since", "2026-02-30"], /2026-02-30/],
      [["--since", "yesterday"], /yesterday/],
      [["--format", "xml"], /table, json, yaml/],
    ] as const
  ) {
    const { code, stdout, stderr } = await w.box.run(["version", "list", ...args]);
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    assert.match(stderr, phrase);
  }
  assert.deepEqual(w.server.requests, []);
});

Deno.test("version show: one release with notes and files; the newest; none", async () => {
  await using w = await world();
  for (const version of ["1.0.0", "v1.0.0"]) {
    const { body, assets, tag } = JSON.parse(
      (await w.box.run(["version", "show", version, "--format", "json"])).stdout,
    );
    assert.deepEqual([tag, body], ["v1.0.0", "Notes\r\nof it\r\n"]);
    assert.deepEqual(assets, [{ name: "atmos_linux_amd64", size: 7, download_url: "https://w.test/a" }]);
  }
  const text = (await w.box.run(["version", "show", "1.0.0"])).stdout;
  assert.match(
    text,
    /^v1\.0\.0 {2}Release 1\.0\.0\npublished 2026-01-01\n[^]*\nNotes\nof it\n[^]*atmos_linux_amd64/,
  );
  assert.match((await w.box.run(["version", "show"])).stdout, /^v2\.1\.0/);
  const none = await w.box.run(["version", "show", "7.7.7"]);
  assert.deepEqual([none.code, none.stdout], [1, ""]);
  assert.match(none.stderr, /acme\/atmos has no release 7\.7\.7[^]*atmos version list/);
});

Deno.test("version --check: says whether there is a newer release", async () => {
  await using w = await world();
  const newer = await w.box.run(["version", "--check"]);
  assert.match(newer.stdout, /^Atmos \d/);
  assert.match(
    newer.stderr,
    /Atmos 2\.1\.0 is out, newer than 0\.\d+\.\d+.*atmos version install 2\.1\.0\n$/,
  );
  const json = JSON.parse((await w.box.run(["version", "--check", "--format", "json"])).stdout);
  assert.equal(json.update_version, "2.1.0");
  await using old = await world("source: acme/atmos", {
    body: JSON.stringify([release("0.0.1", "2020-01-01")]),
  });
  const none = await old.box.run(["version", "--check", "--format", "json"]);
  assert.deepEqual(Object.keys(JSON.parse(none.stdout)), ["version", "os", "arch"]);
  assert.match(none.stderr, /no release newer than/);
  const kept = await w.box.run(["version", "--check"], { env: { ATMOS_TOOLCHAIN_OFFLINE: "1" } });
  assert.equal(kept.code, 0);
  assert.match(kept.stderr, /Atmos 2\.1\.0 is out/);
  const XDG_CACHE_HOME = `${w.box.root}/empty`;
  const offline = await w.box.run(["version", "--check"], {
    env: { ATMOS_TOOLCHAIN_OFFLINE: "1", XDG_CACHE_HOME },
  });
  assert.deepEqual([offline.code, offline.stdout], [1, ""]);
  assert.match(offline.stderr, /offline mode is on/);
  assert.equal((await w.box.run(["version"], { env: { ATMOS_TOOLCHAIN_OFFLINE: "1" } })).code, 0);
});

Deno.test("version install, uninstall: without a versions file; what is installed is listed offline", async () => {
  await using w = await world();
  const { box, server } = w;
  const install = await box.run(["version", "install", "2.0.0"]);
  assert.equal(install.code, 0, install.stderr);
  assert.match(install.stderr, /use: "2\.0\.0"[^]*atmos --use-version 2\.0\.0/);
  assert.equal((await box.run(["--use-version", "2.0.0", "x"])).stdout, "atmos 2.0.0 x\n");
  for (const file of [".tool-versions", "toolchain.lock.yaml"]) {
    await assert.rejects(Deno.stat(`${box.project}/${file}`), Deno.errors.NotFound);
  }
  const asked = server.requests.length, env = { ATMOS_TOOLCHAIN_OFFLINE: "true" };
  const listed = await box.run(["version", "list", "--installed", "--format", "json"], { env });
  assert.deepEqual(tagsOf(listed.stdout), ["2.0.0"]);
  assert.equal((await box.run(["version", "install", "v2.0.0"], { env })).code, 0);
  assert.equal(server.requests.length, asked);

  const alone = await box.run(["version", "uninstall"]);
  assert.deepEqual([alone.code, alone.stdout], [1, ""]);
  assert.match(alone.stderr, /atmos version uninstall 2\.0\.0/);
  assert.match((await box.run(["version", "uninstall", "2.0.0"])).stderr, /Uninstalled acme\/atmos@2\.0\.0/);
  assert.match((await box.run(["version", "uninstall", "2.0.0"])).stderr, /not installed/);
  assert.equal((await box.run(["version", "list", "--installed", "--format", "json"])).stdout, "[]\n");
  for (const version of ["pr:12", "^1", "../x", ""]) {
    const { code, stderr } = await box.run(["version", "install", version]);
    assert.equal(code, 1, version);
    assert.match(stderr, /no version of Atmos/, version);
  }
});

Deno.test("version uninstall: lets a person pick", async () => {
  await using w = await world();
  for (const version of ["2.0.0", "2.1.0"]) await w.box.run(["version", "install", version]);
  const picking = onTerminal(w.box, ["version", "uninstall"]);
  await picking.says("2.1.0");
  await picking.type("\u001b[B\r");
  assert.equal((await picking.result).code, 0);
  const left = await w.box.run(["version", "list", "--installed", "--format", "json"]);
  assert.deepEqual(tagsOf(left.stdout), ["2.0.0"]);
  const leaving = onTerminal(w.box, ["version", "uninstall"]);
  await leaving.says("2.0.0");
  await leaving.type("\u0003");
  assert.equal((await leaving.result).code, 130);
});

Deno.test("version list and show follow `use`, install and uninstall stay", async () => {
  await using w = await world("source: acme/atmos, use: 2.0.0");
  await w.box.run(["version", "install", "2.0.0"]);
  assert.equal((await w.box.run(["version", "list"])).stdout, "atmos 2.0.0 version list\n");
  assert.equal((await w.box.run(["version", "show"])).stdout, "atmos 2.0.0 version show\n");
  for (const args of [["version"], ["version", "install", "2.0.0"], ["doctor", "--offline"], ["init"]]) {
    assert.doesNotMatch((await w.box.run(args)).stderr, /Switching/, args.join(" "));
  }
  assert.match((await w.box.run(["version", "uninstall", "2.0.0"])).stderr, /Uninstalled/);
});

Deno.test("version.constraint: once, for what works on the project, after a switch", async () => {
  const unmet = 'constraint: {require: ">=99", message: ask the gardeners}';
  const warn = unmet.replace("}", ", enforcement: warn}");
  const list = ["toolchain", "list"];
  const cases: [
    version: string,
    args: string[],
    env: Record<string, string>,
    code: number,
    warnings: number,
  ][] = [
    [unmet, list, {}, 1, 0],
    [unmet, ["no-such-command"], {}, 1, 0],
    [unmet, list, { ATMOS_VERSION_ENFORCEMENT: "warn" }, 0, 1],
    [unmet, list, { ATMOS_VERSION_ENFORCEMENT: "silent" }, 0, 0],
    [warn, list, {}, 0, 1],
    [warn, list, { ATMOS_VERSION_ENFORCEMENT: "fatal" }, 1, 0],
    [warn, ["exec", "--", "true"], {}, 0, 1],
    ['constraint: {require: ">= 1.150, < 2"}', list, {}, 0, 0],
  ];
  for (const [version, args, env, code, warnings] of cases) {
    await using box = await sandbox({ "atmos.yaml": `version: {${version}}\n` });
    const result = await box.run(args, { env });
    const label = `${version} ${args.join(" ")} ${JSON.stringify(env)}: ${result.stderr}`;
    assert.equal(result.code, code, label);
    assert.equal(result.stderr.match(/constraint not satisfied/g)?.length ?? 0, warnings || code, label);
    if (warnings || code) {
      assert.match(result.stderr, />=99[^]*follows Atmos 1\.\d+\.\d+\.\s+ask the gardeners/);
    }
    if (code) assert.match(result.stderr, /atmos\.yaml:1:33/);
  }
  await using box = await sandbox({ "atmos.yaml": `version: {${unmet}}\n` });
  for (
    const args of [
      ["version"],
      ["--version"],
      ["--help"],
      [],
      ["support"],
      ["about"],
      ["completion", "bash"],
      [
        "doctor",
        "--help",
      ],
      ["__complete", "tool"],
      ["init"],
    ]
  ) {
    const { code, stderr } = await box.run(args);
    assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
    assert.doesNotMatch(stderr, /constraint/);
  }
  const doctor = await box.run(["doctor", "--offline"]);
  assert.equal(doctor.code, 1);
  assert.match(doctor.stdout, /✗ version: atmos\.yaml:1:33: version constraint not satisfied: >=99/);
});

Deno.test("version.constraint: met by the release that is switched to; softened by --use-version", async () => {
  await using w = await world('source: acme/atmos, use: 2.0.0, constraint: {require: ">=99"}');
  await w.box.run(["version", "install", "2.0.0"]);
  assert.equal((await w.box.run(["toolchain", "list"])).stdout, "atmos 2.0.0 toolchain list\n");
  const own = /^Atmos (\S+) /.exec((await w.box.run(["--version"])).stdout)?.[1] ?? "";
  const asked = await w.box.run(["--use-version", own, "toolchain", "aliases"]);
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stderr, /constraint not satisfied/);
});
