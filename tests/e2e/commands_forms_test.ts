/** What all toolchain commands have in common: help, JSON, formats, variables, streams, a read-only project.
 *  Follows toolchain §2.3, §13 (General), §14, §20, §21. */
import assert from "node:assert/strict";
import { commandWorld } from "./support/commands.ts";

const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("every command has help with its form and an example, and refuses unknown flags and words", async () => {
  await using world = await commandWorld();
  const { stdout } = await world.ok(["--help"]);
  const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name ?? "");
  assert.ok(names.length >= 20, names.join(" "));
  for (const name of names.filter((name) => name !== "registry" && name !== "proxy")) {
    const help = (await world.ok([name, "--help"])).stdout;
    assert.match(help, new RegExp(`^Usage:\\n  atmos toolchain ${name}`, "m"));
    assert.match(help, new RegExp(`^Examples:\\n.*atmos toolchain ${name}`, "m"));
    assert.match(help, /ATMOS_TOOL_VERSIONS/);
    const wrong = await world.run([name, "--nosuchflag"]);
    assert.deepEqual([wrong.code, wrong.stdout], [1, ""], `${name}: ${wrong.stderr}`);
    assert.match(wrong.stderr, /unknown flag: --nosuchflag/);
  }
  for (const name of ["list", "du", "env", "path", "clean", "prune"]) {
    const wrong = await world.run([name, "word"]);
    assert.deepEqual([wrong.code, wrong.stdout], [1, ""], `${name}: ${wrong.stderr}`);
  }
});

Deno.test("JSON and YAML: two spaces, a final newline, nothing else on stdout at any level of talk", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install", "widget"]);
  const calls = [
    ["list", "--format", "json"],
    ["get", "--format", "json"],
    ["get", "widget", "--all", "--format", "json"],
    ["aliases", "--format", "json"],
    ["du", "--format", "json"],
    ["env", "--format", "json"],
    ["path", "--json"],
    ["info", "widget", "-o", "json"],
    ["search", "acme", "--format", "json"],
    ["registry", "list", "--format", "json"],
    ["registry", "list", "tests", "--format", "json"],
    ["update", "--dry-run", "--format", "json"],
    ["verify", "widget", "--format", "json"],
  ];
  for (const args of calls) {
    const quiet = await world.run([...args, "--logs-level", "off"]);
    assert.equal(JSON.stringify(JSON.parse(quiet.stdout), null, 2) + "\n", quiet.stdout, args.join(" "));
    assert.equal(quiet.stderr, "", args.join(" "));
    const loud = await world.run([...args, "--logs-level", "trace"]);
    assert.equal(loud.stdout, quiet.stdout, args.join(" "));
  }
  for (const args of [["info", "widget", "-o", "yaml"], ["search", "acme", "--format", "yaml"]]) {
    assert.match((await world.ok(args)).stdout, /^[^]+[^\n]\n$/);
  }
});

Deno.test("variables stand for flags, an empty one for nothing, a flag wins", async () => {
  await using world = await commandWorld({ ...TOOLS, "other.tv": "plain 2.0.0\n" });
  await world.cases([
    {
      args: ["list", "--format", "plain"],
      env: { ATMOS_TOOL_VERSIONS: "other.tv" },
      stdout: "acme/plain@2.0.0\n",
    },
    {
      args: ["list", "--tool-versions", "other.tv"],
      env: { ATMOS_TOOL_VERSIONS: "none.tv", ATMOS_TOOLCHAIN_FORMAT: "plain" },
      stdout: "acme/plain@2.0.0\n",
    },
    { args: ["list", "--format", "plain"], env: { ATMOS_TOOL_VERSIONS: "" }, stdout: [/widget/] },
    {
      args: ["list"],
      env: { ATMOS_TOOLCHAIN_FORMAT: "xml" },
      code: 1,
      stderr: [/ATMOS_TOOLCHAIN_FORMAT/, /plain/],
    },
    {
      args: ["install", "plain"],
      env: { ATMOS_TOOLCHAIN_PATH: "there" },
      stderr: [/\/project\/there\/bin\/acme/],
    },
    { args: ["install", "plain"], env: { ATMOS_TOOLS_DIR: "there" }, stderr: [/Skipped acme\/plain/] },
    {
      args: ["install", "widget@1.3.0", "--no-save", "--max-concurrency", "2"],
      env: { ATMOS_TOOLCHAIN_MAX_CONCURRENCY: "0" },
      stderr: [/Installed acme\/widget@1\.3\.0/],
    },
    {
      args: ["install", "widget@1.3.0", "--no-save", "--reinstall", "--no-locked"],
      env: { ATMOS_TOOLCHAIN_LOCKED: "perhaps" },
      stderr: [/Installed acme\/widget@1\.3\.0/],
    },
    {
      args: ["get", "widget", "--all", "--offline=false"],
      env: { ATMOS_TOOLCHAIN_OFFLINE: "perhaps" },
      stderr: [/2\.0\.0 \(not installed\)/],
    },
    { args: ["install"], env: { ATMOS_TOOLCHAIN_MAX_CONCURRENCY: "0" }, code: 1, stderr: [/at least 1/] },
    { args: ["install"], env: { ATMOS_TOOLCHAIN_MAX_CONCURRENCY: "many" }, code: 1, stderr: [/many/] },
    { args: ["install"], env: { ATMOS_TOOLCHAIN_OFFLINE: "maybe" }, code: 1, stderr: [/maybe/] },
    {
      args: ["install"],
      env: { ATMOS_TOOLCHAIN_PLATFORM: "amiga/m68k" },
      code: 1,
      stderr: [/"amiga\/m68k"/],
    },
    {
      args: ["install", "widget@1.3.0"],
      env: { ATMOS_TOOLCHAIN_DEFAULT: "true" },
      stderr: [/Registered widget 1\.3\.0/],
    },
    { args: ["add", "widget@1.2.0"], env: { ATMOS_TOOLCHAIN_DEFAULT: "true" }, stderr: [/widget 1\.2\.0/] },
    {
      args: ["add", "widget@1", "plain@1", "--default"],
      stderr: [/--default is for one tool/, /Added widget 1 to/],
    },
    { args: ["add", "elsewhere", "--latest"], stderr: [/Added elsewhere latest/] },
    { args: ["add", "widget", "--latest", "--only"], stderr: [/widget latest/] },
  ]);
  assert.equal(await world.read(".tool-versions"), "widget latest\nplain 2.0.0 1\nelsewhere latest\n");
});

Deno.test("the install root is in the cache directory unless said otherwise", async () => {
  await using world = await commandWorld({ "atmos.yaml": "", ".tool-versions": "acme/widget 1.2.0\n" });
  const cases: [string, Record<string, string | undefined>][] = [
    ["/a", { ATMOS_XDG_CACHE_HOME: "/a", XDG_CACHE_HOME: "/b" }],
    ["/b", { XDG_CACHE_HOME: "/b" }],
    [`${world.box.home}/.cache`, { XDG_CACHE_HOME: undefined }],
  ];
  for (const [cache, env] of cases) {
    const { stderr } = await world.ok(["clean", "--dry-run"], { env });
    assert.match(stderr, new RegExp(`installed tools: ${cache}/atmos/toolchain does not exist`));
    assert.match(stderr, new RegExp(`cache: ${cache}/atmos/toolchain-cache does not exist`));
  }
});

Deno.test("readers leave no trace in a read-only project", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install"]);
  const before = await tree(world.box.project);
  for (
    const args of [
      ["list"],
      ["get"],
      ["which", "widget"],
      ["env"],
      ["path"],
      ["du"],
      ["aliases"],
      ["verify"],
      ["prune", "--dry-run"],
      ["clean", "--dry-run"],
      ["lock", "--check", "--platform", "linux/amd64"],
      ["update", "--check"],
      ["install", "--dry-run"],
      ["search", "acme"],
      ["exec", "widget", "x"],
    ]
  ) {
    await world.run(args);
    assert.deepEqual(await tree(world.box.project), before, args.join(" "));
  }
});

/** Every path below a folder with its time of change. */
async function tree(dir: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    const path = `${dir}/${name}`;
    found.push(`${path} ${(await Deno.lstat(path)).mtime?.getTime()}`);
    if (isDirectory) found.push(...await tree(path));
  }
  return found.sort();
}
