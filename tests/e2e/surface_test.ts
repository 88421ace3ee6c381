/** What is around the toolchain, on the compiled binary: exec, path, packages, support, about, global flags, help.
 *  Follows config §8, §9.6, §9.8, §9.10, §11 and toolchain §13.7, §13.8, §19. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";
import { releases } from "./support/releases.ts";

const ENV = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("exec: named tools first, in the place of the process; says what is missing, installs it when asked", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  const exec = (...args: string[]) => box.run(["exec", ...args], { env: ENV });
  const missing = await exec("--use", "widget@1.3.0", "--", "widget", "x");
  assert.deepEqual([missing.code, missing.stdout], [1, ""]);
  assert.match(
    missing.stderr,
    /Package is not installed: widget@1\.3\.0[^]*--install[^]*atmos toolchain install/,
  );
  const unknown = await exec("--use", "nobody@1", "widget");
  assert.deepEqual([unknown.code, unknown.stdout], [1, ""]);
  assert.match(unknown.stderr, /Package is not configured: nobody/);
  const asked = await exec("--install", "--use", "nobody@1", "widget");
  assert.deepEqual([asked.code, asked.stdout], [1, ""]);
  assert.match(asked.stderr, /Package is not configured: nobody/);

  const installed = await exec("--install", "--use", "widget@1.3.0", "widget", "a b", "--use", "y", "--");
  assert.equal(installed.stdout, "widget 1.3.0 a b --use y --\n", installed.stderr);
  const owner = await exec("--install", "widget", "x");
  assert.equal(owner.stdout, "widget 1.2.0 x\n", owner.stderr);
  assert.equal((await exec("--use=widget@1.3.0", "--", "sh", "-c", "widget; exit 7")).code, 7);
  assert.equal((await exec("--", "no-such-program")).code, 127);
  assert.equal((await exec()).code, 1);
  const child = box.start(["exec", "--use", "widget", "widget", "pid"], { env: ENV });
  assert.equal(new TextDecoder().decode((await child.output()).stdout), `${child.pid}\n`);
  assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), TOOLS[".tool-versions"]);
  await assert.rejects(Deno.stat(`${box.project}/toolchain.lock.yaml`), Deno.errors.NotFound);
});

Deno.test("path, packages: other names of toolchain commands", async () => {
  await using world = await releases(TOOLS);
  const { box } = world;
  const install = await box.run(["packages", "install"], { env: ENV });
  assert.match(install.stderr, /Installed 2 tools/);
  for (const options of [[], ["--lines"], ["--json"], ["--full"]]) {
    const [short, long] = [
      await box.run(["path", ...options]),
      await box.run(["toolchain", "path", ...options]),
    ];
    assert.deepEqual([short.code, short.stdout], [0, long.stdout]);
    assert.ok(short.stdout.includes(`${box.project}/.tools/bin/acme/widget/1.2.0`));
  }
  assert.equal((await box.run(["packages", "exec", "widget", "x"])).stdout, "widget 1.2.0 x\n");
  const alone = await box.run(["packages"]);
  assert.deepEqual([alone.code, alone.stdout], [1, ""]);
  assert.match(alone.stderr, /exec, install, update/);
  assert.match((await box.run(["packages", "update", "--help"])).stdout, /atmos packages update/);
});

Deno.test("support: the facts, no secret, no request; also with a broken configuration and without a home", async () => {
  await using world = await releases(TOOLS);
  const { box, server } = world;
  const env = { GITHUB_TOKEN: "ghp_0123456789", ATMOS_GITHUB_CLI: "" };
  const text = await box.run(["support"], { env });
  assert.deepEqual([text.code, text.stderr], [0, ""]);
  for (const phrase of [/\bversion +\d/, /linux/, /acme\/widget +1\.2\.0 +configured/, /GITHUB_TOKEN +set/]) {
    assert.match(text.stdout, phrase);
  }
  const json = await box.run(["support", "--format", "json"], { env });
  assert.equal(JSON.parse(json.stdout).tools.length, 2);
  assert.doesNotMatch(text.stdout + json.stdout, /0123456789/);
  assert.deepEqual(server.requests, []);

  await box.write({ "atmos.yaml": "use: 9.9.9\n" });
  for (const words of [["support"], ["about"]]) assert.equal((await box.run(words)).code, 0);
  await box.write({ "atmos.yaml": "toolchain: [\n" });
  const nothing = { HOME: undefined, XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined, PATH: undefined };
  const broken = await box.run(["support", "-f", "json"], { env: nothing });
  assert.deepEqual([broken.code, broken.stderr], [0, ""]);
  assert.match(JSON.parse(broken.stdout).problems[0], /^atmos\.yaml:\d+:\d+: /);
  assert.deepEqual(Array.from(Deno.readDirSync(box.project), ({ name }) => name).sort(), [
    ".tool-versions",
    "atmos.yaml",
    "registry.yaml",
  ]);
});

Deno.test("about, version: beside a broken configuration", async () => {
  await using box = await sandbox({ "atmos.yaml": "a: [\n" });
  const about = await box.run(["about"]);
  assert.deepEqual([about.code, about.stderr], [0, ""]);
  assert.match(about.stdout, /^Atmos \d/);
  assert.match(
    (await box.run(["version", "--format", "yaml"])).stdout,
    /^version: \S+\nos: \w+\narch: \w+\n$/,
  );
  const cases: [args: string[], code: number, phrase: RegExp][] = [
    [["version", "--format", "xml"], 2, /xml[^]*json, yaml/],
    [["version", "--bogus"], 1, /unknown flag: --bogus/],
    [["version", "foo"], 1, /foo/],
    [["version", "-C", "nope"], 1, /directory does not exist/],
  ];
  for (const [args, code, phrase] of cases) {
    const result = await box.run(args);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, phrase);
  }
});

Deno.test("--config and --config-path: instead of the search, over their variables, after --chdir", async () => {
  const aliases = (target: string) => `toolchain: {offline: true, aliases: {x: acme/${target}}}\n`;
  await using box = await sandbox({
    "atmos.yaml": aliases("found"),
    "own.yaml": aliases("file"),
    "conf/atmos.yaml": aliases("dir"),
    "sub/own.yaml": aliases("sub"),
  });
  const cases: [args: string[], env: Record<string, string>, target: string][] = [
    [[], {}, "found"],
    [["--config", "own.yaml"], {}, "file"],
    [["--config=own.yaml"], {}, "file"],
    [["--config-path", "conf"], {}, "dir"],
    [[], { ATMOS_CONFIG: "own.yaml" }, "file"],
    [[], { ATMOS_CONFIG_PATH: "conf" }, "dir"],
    [["--config", "own.yaml"], { ATMOS_CONFIG: "gone.yaml" }, "file"],
    [["--config="], {}, "found"],
    [["-C", "sub", "--config", "own.yaml"], {}, "sub"],
  ];
  for (const [args, env, target] of cases) {
    for (const words of [[...args, "toolchain", "aliases", "x"], ["toolchain", "aliases", "x", ...args]]) {
      const { stdout, stderr } = await box.run(words, { env });
      assert.equal(stdout, `acme/${target}\n`, `${words.join(" ")}: ${stderr}`);
    }
  }
  const wrong: [args: string[], code: number, phrase: RegExp][] = [
    [["--config", "gone.yaml"], 1, /--config file 'gone\.yaml' does not exist/],
    [["--config-path", "gone"], 1, /--config-path directory 'gone' does not exist/],
    [["--config-path", ",conf"], 2, /--config-path requires a non-empty directory path/],
    [["--config"], 1, /needs an argument: --config/],
  ];
  for (const [args, code, phrase] of wrong) {
    const result = await box.run(["toolchain", "aliases", "x", ...args]);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, phrase);
  }
});

Deno.test("global flags of the real program are taken; those whose absence counts are told", async () => {
  await using box = await sandbox({ "atmos.yaml": "toolchain: {aliases: {x: acme/x}}\n" });
  const quiet = [
    "--base-path=.",
    "--pager",
    "--interactive=false",
    "--mask=false",
    "--heatmap",
    "--force-tty",
  ];
  const { code, stdout, stderr } = await box.run([
    ...quiet,
    "toolchain",
    "aliases",
    "x",
    "--edition",
    "2026",
  ]);
  assert.deepEqual([code, stdout, stderr], [0, "acme/x\n", "Found by toolchain.aliases\n"]);
  const told = await box.run(["toolchain", "aliases", "x", "--redirect-stderr", "y", "--cast=x"]);
  assert.deepEqual([told.code, told.stdout], [0, "acme/x\n"]);
  assert.match(
    told.stderr,
    /--redirect-stderr has no effect yet\n.*--cast has no effect yet\nFound by /,
  );
});

Deno.test("help: as wide as COLUMNS says, colours only where somebody sees or wants them", async () => {
  await using box = await sandbox();
  for (const width of [20, 40, 80, 100]) {
    const { stdout } = await box.run(["toolchain", "install", "--help"], { env: { COLUMNS: `${width}` } });
    const broken = stdout.split("\n").filter((line) => line.length > width && line.trim().includes(" "));
    const uncut = /^ {2}(-|atmos toolchain install)/;
    assert.deepEqual(broken.filter((line) => !uncut.test(line)), [], `${width}`);
  }
  const plain = (await box.run(["--help"])).stdout;
  for (const COLUMNS of ["0", "-5", "wide", "99999999"]) {
    assert.equal((await box.run(["--help"], { env: { COLUMNS } })).stdout, plain, COLUMNS);
  }
  const paint = "\x1b[";
  const colored: [args: string[], env: Record<string, string>, expected: boolean][] = [
    [["--help"], {}, false],
    [["--color", "--help"], {}, true],
    [["--force-color", "--help"], { NO_COLOR: "1" }, true],
    [["--help"], { CLICOLOR_FORCE: "1" }, true],
    [["--help"], { CLICOLOR_FORCE: "1", NO_COLOR: "1" }, false],
    [["--help", "--no-color"], { CLICOLOR_FORCE: "1" }, false],
  ];
  for (const [args, env, expected] of colored) {
    assert.equal((await box.run(args, { env })).stdout.includes(paint), expected, args.join(" "));
  }
});

Deno.test("mistakes name what was meant, also inside other mistakes; help wins over all of them", async () => {
  await using box = await sandbox();
  const cases: [args: string[], phrases: RegExp[]][] = [
    [["excc"], [/Unknown command "excc"/, /Did you mean `atmos exec`/]],
    [["install"], [/Did you mean `atmos toolchain install`/, /^((?!packages)[^])*$/]],
    [["help", "nonsense"], [/Unknown command "nonsense"/]],
    [["support", "--fromat", "json"], [/unknown flag: --fromat/, /Did you mean `--format`/]],
    [["support", "extra"], [/unexpected argument "extra"/]],
    [["exec", "--use"], [/needs an argument: --use/]],
    [["completion", "zhs"], [/Did you mean `atmos completion zsh`/]],
    [["toolchain", "list", "-z"], [/unknown shorthand flag: 'z' in -z/]],
  ];
  for (const [args, phrases] of cases) {
    const { code, stdout, stderr } = await box.run(args);
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    for (const phrase of phrases) assert.match(stderr, phrase);
    const help = await box.run([...args, "--help"]);
    const isCommand = !["excc", "install", "help"].includes(args[0] ?? "") && !args.includes("--use");
    if (isCommand) assert.deepEqual([help.code, help.stderr], [0, ""], args.join(" "));
  }
  const alone = await box.run([]);
  assert.deepEqual([alone.code, alone.stderr], [0, ""]);
  assert.match(alone.stdout, /Commands:[^]*toolchain/);
});
