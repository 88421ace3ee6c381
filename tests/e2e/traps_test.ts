/** Traps of the toolchain, one assertion each, on the binary. The number is that of toolchain "Traps". */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gzip, tarArchive, zipArchive } from "../support/archive.ts";
import type { Sandbox } from "../support/binary.ts";
import { addWidget, type Releases, releases, script, widgetPath } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

async function ok({ box }: Pick<Releases, "box">, ...args: string[]) {
  const result = await box.run(["toolchain", ...args], { env: PLATFORM });
  assert.equal(result.code, 0, `${args.join(" ")}: ${result.stderr}`);
  return result;
}

/** A project with definitions of its own. */
async function withTools(tools: string, files: Record<string, string> = {}): Promise<Releases> {
  const world = await releases(files);
  const config = await Deno.readTextFile(`${world.box.project}/atmos.yaml`);
  await world.box.write({ "atmos.yaml": `${config}  tools:\n${tools}` });
  return world;
}

function namesIn(dir: string): string[] {
  return Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("trap 1: clean --cache-only leaves tools where they are, with default paths", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = world;
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": config.replace("  install_path: .tools\n", "") });
  await ok(world, "install");
  await ok(world, "clean", "--cache-only", "--force");
  assert.match(
    (await ok(world, "which", "widget")).stdout,
    /\.cache\/atmos\/toolchain\/bin\/acme\/widget\/1\.2\.0/,
  );
  assert.equal(await isThere(`${box.home}/.cache/atmos/toolchain-cache/downloads`), false);
});

Deno.test("traps 2 and 4: running a tool and reading leave the project as it is", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const before = namesIn(world.box.project);
  await ok(world, "exec", "plain@2.0.0");
  await ok(world, "run", "widget", "x");
  for (const args of [["list"], ["which", "widget"], ["env"], ["path"], ["get"], ["aliases"], ["du"]]) {
    await ok(world, ...args);
  }
  assert.deepEqual(namesIn(world.box.project), [...before, ".tools"].sort());
  assert.equal(await Deno.readTextFile(`${world.box.project}/.tool-versions`), "widget 1.2.0\n");
});

Deno.test("trap 3: the configured versions file counts for every command, from every directory", async () => {
  await using world = await releases({ "config/versions": "widget 1.2.0\n", "sub/x": "" });
  const { box } = world;
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": `${config}  versions_file: config/versions\n` });
  const env = PLATFORM, cwd = "sub";
  const install = await box.run(["toolchain", "install", "widget"], { env, cwd });
  assert.match(install.stderr, /Installed acme\/widget@1\.2\.0/);
  await box.run(["toolchain", "install", "plain@2.0.0"], { env, cwd });
  assert.equal(await Deno.readTextFile(`${box.project}/config/versions`), "widget 1.2.0\nplain 2.0.0\n");
  assert.equal(await isThere(`${box.project}/config/toolchain.lock.yaml`), true);
  assert.deepEqual(namesIn(`${box.project}/sub`), ["x"]);
});

Deno.test("trap 5: latest is a pointer that list, env and path look through", async () => {
  await using world = await releases({ ".tool-versions": "widget latest\n" });
  world.server.route("/api.github.com/repos/acme/widget/releases", { body: '[{"tag_name": "v1.3.0"}]' });
  await ok(world, "install");
  const dir = `${world.box.project}/.tools/bin/acme/widget/1.3.0`;
  assert.equal((await ok(world, "path")).stdout, `${dir}\n`);
  assert.match((await ok(world, "env")).stdout, new RegExp(`${dir}:`));
  const [row] = JSON.parse((await ok(world, "list", "--format", "json")).stdout).tools;
  assert.deepEqual([row.installed, row.path], [true, `${dir}/widget`]);
});

Deno.test("trap 6: digits and hexadecimal words are versions like any other", async () => {
  await using world = await withTools(
    `    acme/dated: {type: http, url: "https://dl.acme.test/dated-{{.Version}}", format: raw}\n`,
  );
  for (const version of ["2024", "deadbeef", "7"]) {
    world.server.route(`/dl.acme.test/dated-${version}`, { body: script("dated", version) });
    assert.equal((await ok(world, "exec", `acme/dated@${version}`)).stdout, `dated ${version}\n`);
  }
});

Deno.test("trap 7: v1.2.0 is installed when 1.2.0 is", async () => {
  await using world = await releases();
  await ok(world, "install", "widget@1.2.0");
  const asked = world.server.requests.length;
  assert.match((await ok(world, "install", "--no-save", "widget@v1.2.0")).stderr, /already installed/);
  assert.equal((await ok(world, "exec", "widget@v1.2.0")).stdout, "widget 1.2.0\n");
  assert.equal(world.server.requests.length, asked);
});

Deno.test("traps 8, 9, 10, 11: rules are tried with the tag of each candidate, a prefix counts per rule", async () => {
  await using world = await withTools(`    acme/ruled:
      type: http
      version_constraint: "false"
      version_overrides:
        - {version_constraint: 'Version == "rel-9.0.0"', version_prefix: rel-, url: "https://dl.acme.test/prefixed", format: raw}
        - {version_constraint: 'Version == "v1.0.0"', url: "https://dl.acme.test/by-tag", format: raw}
        - {version_constraint: 'semver(">= 5.0.0")'}
`);
  world.server.route("/dl.acme.test/by-tag", { body: script("ruled", "by-tag") });
  world.server.route("/dl.acme.test/prefixed", { body: script("ruled", "prefixed") });
  assert.equal((await ok(world, "exec", "acme/ruled@1.0.0")).stdout, "ruled by-tag\n");
  assert.equal((await ok(world, "exec", "acme/ruled@9.0.0")).stdout, "ruled prefixed\n");
  const bare = await world.box.run(["toolchain", "install", "acme/ruled@5.0.0"], { env: PLATFORM });
  assert.equal(bare.code, 1);
  assert.match(bare.stderr, /acme\/ruled@v?5\.0\.0 has no url/);
});

Deno.test("trap 13: append_ext completes the name of an archive", async () => {
  await using world = await withTools(
    `    acme/bare: {type: http, url: "https://dl.acme.test/bare_{{.OS}}", format: zip}\n`,
  );
  const archive = zipArchive([{ path: "bare", content: script("bare", "1"), mode: 0o755 }]);
  world.server.route("/dl.acme.test/bare_linux.zip", { body: archive });
  assert.equal((await ok(world, "exec", "acme/bare@1")).stdout, "bare 1\n");
});

Deno.test("traps 16, 17: the sum is that of the exact name, in any case and form of the line", async () => {
  for (const line of ["SUM  *FILE", "SUM  ./FILE", "SUM  dist/FILE", "SHA256 (FILE) = SUM", "SUM"]) {
    await using world = await releases();
    const file = "widget_1.2.0_linux_amd64.tar.gz";
    const sum = (await sumOf(world, widgetPath("1.2.0"))).toUpperCase();
    const decoy = line === "SUM" ? "" : `${"0".repeat(64)}  ${file}.sbom\n`;
    const text = line.replace("SUM", sum).replace("FILE", file);
    world.server.route(widgetPath("1.2.0", "SHA256SUMS"), { body: `${decoy}${text}\r\n` });
    await ok(world, "install", "widget@1.2.0");
  }
});

/** The sum of what the server answers for a path. */
async function sumOf({ server }: Releases, path: string): Promise<string> {
  const body = new Uint8Array(await (await fetch(server.url + path)).arrayBuffer());
  return createHash("sha256").update(body).digest("hex");
}

Deno.test("traps 19, 20: the definition names a single file, and finds members however they are spelled", async () => {
  await using world = await withTools(
    `    acme/single: {type: http, url: "https://dl.acme.test/whatever.gz", format: gz}
    acme/dotted: {type: http, url: "https://dl.acme.test/dotted.tar.gz", files: [{name: dotted, src: bin/dotted}]}
    acme/back: {type: http, url: "https://dl.acme.test/back.zip", files: [{name: back, src: bin/back}]}
`,
  );
  const { server } = world;
  server.route("/dl.acme.test/whatever.gz", { body: gzip(new TextEncoder().encode(script("single", "1"))) });
  server.route("/dl.acme.test/dotted.tar.gz", {
    body: gzip(tarArchive([{ path: "./bin/dotted", content: script("dotted", "1"), mode: 0o755 }])),
  });
  server.route("/dl.acme.test/back.zip", {
    body: zipArchive([{ path: "bin\\back", content: script("back", "1"), mode: 0o755 }]),
  });
  for (const name of ["single", "dotted", "back"]) {
    assert.equal((await ok(world, "exec", `acme/${name}@1`)).stdout, `${name} 1\n`);
  }
});

Deno.test("trap 22: a program that needs its siblings is started in its own directory", async () => {
  await using world = await withTools(
    `    acme/family: {type: http, url: "https://dl.acme.test/family.tar.gz", files: [{name: family, src: pkg/bin/family}]}\n`,
  );
  const main = `#!/bin/sh\ncat "$(dirname "$(readlink -f "$0")")/../lib/word"\n`;
  world.server.route("/dl.acme.test/family.tar.gz", {
    body: gzip(tarArchive([
      { path: "pkg/bin/family", content: main, mode: 0o755 },
      { path: "pkg/lib/word", content: "sibling\n" },
    ])),
  });
  await ok(world, "install", "acme/family@1");
  assert.equal((await ok(world, "exec", "acme/family")).stdout, "sibling\n");
  assert.match((await ok(world, "path")).stdout, /acme\/family\/1\/\.pkg\/.*bin\n$/);
});

Deno.test("traps 24, 25, 47: identity is what was asked for, with three segments too", async () => {
  await using world = await withTools(
    `    acme/kit/tool: {type: github_release, repo_owner: moved, repo_name: elsewhere, asset: tool, format: raw}\n`,
    { ".tool-versions": "acme/kit/tool 1.0\n" },
  );
  world.server.route("/github.com/moved/elsewhere/releases/download/1.0/tool", {
    body: script("tool", "1.0"),
  });
  await ok(world, "install");
  const dir = `${world.box.project}/.tools/bin/acme/kit/tool/1.0`;
  assert.equal((await ok(world, "which", "acme/kit/tool@1.0")).stdout, `${dir}/tool\n`);
  assert.equal((await ok(world, "list", "--format", "plain")).stdout, "acme/kit/tool@1.0\n");
  const receipt = JSON.parse(await Deno.readTextFile(`${dir}/.atmos-install.json`));
  assert.deepEqual([receipt.id, receipt.platform], ["acme/kit/tool", "linux/amd64"]);
  const lock = await Deno.readTextFile(`${world.box.project}/toolchain.lock.yaml`);
  assert.match(lock, /acme\/kit\/tool:\n\s+versions:\n\s+"1\.0":[^]*linux_amd64:/);
  await ok(world, "uninstall", "acme/kit/tool");
  assert.deepEqual(namesIn(`${world.box.project}/.tools/bin`), []);
});

Deno.test("trap 27: a version that looks like a number keeps its digits in every file", async () => {
  await using world = await withTools(
    `    acme/number: {type: http, url: "https://dl.acme.test/number-{{.Version}}", format: raw}\n`,
    { ".tool-versions": "acme/number 1.10\n" },
  );
  world.server.route("/dl.acme.test/number-1.10", { body: script("number", "1.10") });
  await ok(world, "install");
  await ok(world, "install", "--locked");
  const asked = world.server.requests.length;
  const path = `${world.box.project}/toolchain.lock.yaml`;
  await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("'1.10'", "1.10"));
  await ok(world, "install", "--locked");
  assert.equal(world.server.requests.length, asked);
});

Deno.test("trap 29: a tool is found by the name of its program", async () => {
  await using world = await withTools(
    `    acme/opentool: {type: http, url: "https://dl.acme.test/opentool", format: raw, files: [{name: otool}]}\n`,
    { ".tool-versions": "acme/opentool 1\n" },
  );
  world.server.route("/dl.acme.test/opentool", { body: script("otool", "1") });
  await ok(world, "install");
  assert.match((await ok(world, "which", "otool")).stdout, /acme\/opentool\/1\/otool\n$/);
  assert.equal((await ok(world, "exec", "otool")).stdout, "otool 1\n");
});

Deno.test("trap 30: PATH has the order of the versions file, and inner tools stand before outer ones", async () => {
  await using world = await releases({ ".tool-versions": "plain 2.0.0\nwidget 1.2.0 1.3.0\n" });
  const { box } = world;
  await ok(world, "install");
  const dirs = ["plain/2.0.0", "widget/1.2.0"].map((dir) => `${box.project}/.tools/bin/acme/${dir}`);
  assert.equal((await ok(world, "path")).stdout, `${dirs.join(":")}\n`);
  const outer = { ...PLATFORM, PATH: `${dirs.join(":")}:/usr/bin:/bin` };
  const env = await box.run(["toolchain", "env"], { env: outer });
  assert.equal(
    env.stdout,
    `export PATH='${dirs.join(":")}:/usr/bin:/bin'\n`,
    "applied twice it changes nothing",
  );
  await box.write({ "probe": `#!/bin/sh\necho "$PATH"\n` });
  const tool = `${box.project}/.tools/bin/acme/widget/1.3.0/widget`;
  await Deno.writeTextFile(tool, `#!/bin/sh\necho "$PATH"\n`);
  const nested = await box.run(["toolchain", "exec", "widget@1.3.0"], { env: outer });
  const inner = `${box.project}/.tools/bin/acme/widget/1.3.0`;
  assert.equal(nested.stdout, `${[inner, ...dirs].join(":")}:/usr/bin:/bin\n`);
});

Deno.test("trap 31: env for GitHub has directories only, each once", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = world;
  await ok(world, "install");
  const file = `${box.root}/github_path`;
  const dir = `${box.project}/.tools/bin/acme/widget/1.2.0\n`;
  assert.equal((await ok(world, "env", "--format", "github")).stdout, dir);
  for (let times = 0; times < 2; times++) {
    const env = { ...PLATFORM, GITHUB_PATH: file };
    assert.equal((await box.run(["toolchain", "env", "--format", "github"], { env })).code, 0);
  }
  assert.equal(await Deno.readTextFile(file), dir);
});

Deno.test("traps 32, 33: stdout holds what machines read, also when there is nothing, or something to warn of", async () => {
  await using world = await releases();
  assert.deepEqual(JSON.parse((await ok(world, "list", "--format", "json")).stdout), { tools: [] });
  await world.box.write({ ".tool-versions": "lonely\nwidget 1.2.0\n" });
  assert.equal((await ok(world, "install")).stdout, "");
  for (
    const args of [["env"], ["path"], ["which", "widget"], ["list", "--format", "json"], [
      "get",
      "--format",
      "json",
    ]]
  ) {
    const { stdout, stderr } = await world.box.run(["toolchain", ...args, "--logs-level", "trace"], {
      env: PLATFORM,
    });
    assert.match(stderr, /"lonely" has no version/, args.join(" "));
    assert.doesNotMatch(stdout, /lonely|[✓✗⚠]/, args.join(" "));
  }
});

Deno.test("trap 38: a pipe that closes ends the writer inside a tool", async () => {
  await using world = await withTools(
    `    acme/piper: {type: http, url: "https://dl.acme.test/piper", format: raw}\n`,
  );
  world.server.route("/dl.acme.test/piper", { body: "#!/bin/sh\nyes | head -n 1\n" });
  await ok(world, "install", "acme/piper@1");
  for (const how of ["exec", "run"]) {
    const { stdout, stderr } = await ok(world, how, "acme/piper@1");
    assert.deepEqual([stdout, stderr], ["y\n", ""], how);
  }
});

Deno.test("trap 41: 403 of an object store means that the next candidate is tried", async () => {
  await using world = await withTools(
    `    acme/stored: {type: http, url: "https://dl.acme.test/stored-{{.Version}}", format: raw}\n`,
  );
  world.server.route("/dl.acme.test/stored-1.0", {
    status: 403,
    body: "<Error><Code>AccessDenied</Code></Error>",
  });
  world.server.route("/dl.acme.test/stored-v1.0", { body: script("stored", "v1.0") });
  assert.equal((await ok(world, "exec", "acme/stored@1.0")).stdout, "stored v1.0\n");
});

Deno.test("trap 42: a link in the place of the install root stays a link", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n", "shared/x": "" });
  const { project } = world.box;
  await Deno.symlink("shared", `${project}/.tools`);
  await ok(world, "install");
  assert.equal(await Deno.readLink(`${project}/.tools`), "shared");
  assert.equal(await isThere(`${project}/shared/bin/acme/widget/1.2.0/widget`), true);
});

Deno.test("trap 46: nothing of an uninstalled tool is taken for a version", async () => {
  await using world = await releases({ ".tool-versions": "widget latest 1.2.0\n" });
  const { box } = world;
  world.server.route("/api.github.com/repos/acme/widget/releases", { body: '[{"tag_name": "v1.3.0"}]' });
  await ok(world, "install");
  const home = `${box.project}/.tools/bin/acme/widget`;
  await Deno.writeTextFile(`${home}/1.2.0.lock`, "");
  await Deno.mkdir(`${home}/0.0.1`);
  await ok(world, "uninstall", "widget");
  assert.equal((await ok(world, "list", "--installed-only", "--format", "plain")).stdout, "");
  await leavesNothing(box, "widget");
});

async function leavesNothing({ run }: Sandbox, name: string): Promise<void> {
  const which = await run(["toolchain", "which", name]);
  assert.deepEqual([which.code, which.stdout], [1, ""]);
}

Deno.test("trap 49: a definition of the project gets the version as it was typed first", async () => {
  await using world = await withTools(
    `    acme/typed: {type: http, url: "https://dl.acme.test/typed-v{{.Version}}", format: raw}\n`,
  );
  world.server.route("/dl.acme.test/typed-v1.0", { body: script("typed", "1.0") });
  await ok(world, "install", "acme/typed@1.0");
  const paths = world.server.requests.map(({ path }) => path);
  assert.deepEqual(paths.filter((path) => path.includes("typed")), ["/dl.acme.test/typed-v1.0"]);
});

Deno.test("trap 50: the name of a checksum file follows the tag that was downloaded", async () => {
  await using world = await releases();
  const { box, server } = world;
  await addWidget(server, "1.2.0");
  const sum = await sumOf(world, widgetPath("1.2.0"));
  await box.write({
    "registry.yaml": (await Deno.readTextFile(`${box.project}/registry.yaml`))
      .replace("asset: SHA256SUMS", `asset: "widget-{{.Version}}.sums"`),
  });
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": `${config}  verification: {checksums: required}\n` });
  server.route(widgetPath("1.2.0", "widget-v1.2.0.sums"), { body: `${sum}\n` });
  await ok(world, "install", "widget@1.2.0");
});

Deno.test("trap 51: a package that is known by two names is one package", async () => {
  await using world = await releases();
  const { box, server } = world;
  const registry = `packages:
  - {type: http, repo_owner: new, repo_name: renamed, aliases: [{name: old/renamed}], url: "https://dl.acme.test/r", format: raw}
`;
  await box.write({ "registry.yaml": registry });
  server.route("/dl.acme.test/r", { body: script("renamed", "1") });
  assert.equal((await ok(world, "exec", "renamed@1")).stdout, "renamed 1\n");
  assert.match((await ok(world, "which", "new/renamed@1")).stdout, /bin\/new\/renamed\/1\/renamed/);
});

Deno.test("trap 52: nothing waits for the screen", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `acme/t${index}`);
  const tools = names.map((name) => `    ${name}: {type: http, url: "https://dl.acme.test/t", format: raw}\n`)
    .join("");
  await using world = await withTools(tools, {
    ".tool-versions": names.map((name) => `${name} 1\n`).join(""),
  });
  world.server.route("/dl.acme.test/t", { body: script("t", "1") });
  await ok(world, "install");
  const began = performance.now();
  assert.match((await ok(world, "install")).stderr, /Skipped 20 tools/);
  assert.ok(performance.now() - began < 4000, "0.3 s for each of twenty tools would be six seconds");
});
