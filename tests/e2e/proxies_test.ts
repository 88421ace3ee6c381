/** Proxies: scripts on PATH that become the right version of a tool, and start this program only when something has
 *  changed. Follows toolchain §13.14, §16, C7, trap 45. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const CONFIG = `toolchain:
  install_path: .tools
  aliases: {alpha: acme/alpha, beta: acme/beta}
  proxies: {a: {tool: alpha, args: ["--x", "y z"]}, beta: {tool: beta}}
`;

/** A project with two versions of one tool, whose atmos.yaml is an hour old. */
async function project(files: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const box = await sandbox({
    "atmos.yaml": CONFIG,
    ".tool-versions": "alpha 1.2.0\nbeta 1.0.0\n",
    ...files,
  });
  for (const tool of ["alpha/1.2.0", "alpha/1.3.0", "beta/1.0.0"]) await addTool(box, tool);
  const hourAgo = Date.now() / 1000 - 3600;
  await Deno.utime(`${box.project}/atmos.yaml`, hourAgo, hourAgo);
  return box;
}

async function addTool(box: Sandbox, place: string): Promise<void> {
  const [name = "", version = ""] = place.split("/"),
    path = `${box.project}/.tools/bin/acme/${place}/${name}`;
  const script = `#!/bin/sh\n[ "$1" = exit ] && exit "$2"\necho ${name} ${version} "$@"\n`;
  await box.write({ [path]: script });
  await Deno.chmod(path, 0o755);
}

interface Call {
  readonly shell?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly name?: string;
}

async function call(box: Sandbox, { shell = [], cwd = ".", env = {}, args = ["1"], name = "a" }: Call = {}) {
  const [program = "", ...words] = [...shell, `${shimDir(box)}/${name}`, ...args];
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: words,
    cwd: cwd.startsWith("/") ? cwd : `${box.project}/${cwd}`,
    env: { ...box.env, ...env },
    clearEnv: true,
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function shimDir(box: Sandbox): string {
  return `${box.project}/.tools/bin/proxy`;
}

/** Puts a script that says "asked" in the place of this program. */
async function unplug(box: Sandbox): Promise<void> {
  const path = `${shimDir(box)}/a`, shim = await Deno.readTextFile(path);
  await box.write({ asked: "#!/bin/sh\necho asked\n" });
  await Deno.chmod(`${box.project}/asked`, 0o755);
  await Deno.writeTextFile(
    path,
    shim.replace(/^_atmos_program='.*'$/m, `_atmos_program='${box.project}/asked'`),
  );
}

async function installed(files?: Readonly<Record<string, string>>): Promise<Sandbox> {
  const box = await project(files);
  const { code, stderr } = await box.run(["toolchain", "proxy", "install"]);
  assert.equal(code, 0, stderr);
  return box;
}

const SHELLS = [["/bin/sh"], ["/bin/bash"], ["/bin/bash", "--posix"], ["/bin/busybox", "sh"]];

Deno.test("proxy: becomes the tool, with its own words, its exit code and nothing added", async () => {
  await using box = await installed();
  const cases: [Call, string, number][] = [
    [{}, "alpha 1.2.0 --x y z 1\n", 0],
    [{ args: ["a b", "*", "", "--", "-x", "ü"] }, "alpha 1.2.0 --x y z a b *  -- -x ü\n", 0],
    [{ name: "beta", args: ["exit", "7"] }, "", 7],
  ];
  // Twice: asking, and by the answer.
  for (const [how, stdout, code] of [...cases, ...cases]) {
    assert.deepEqual(await call(box, how), { code, stdout, stderr: "" });
  }
});

for (const shell of SHELLS) {
  const isHere = await Deno.stat(shell[0] ?? "").then(() => true, () => false);
  Deno.test({
    name: `proxy: starts nothing when nothing changed, asks after every change: ${shell.join(" ")}`,
    ignore: !isHere,
    async fn() {
      const changes: [string, (box: Sandbox) => Promise<unknown> | Call][] = [
        [
          "version edited at once",
          (box) => Deno.writeTextFile(`${box.project}/.tool-versions`, "alpha 1.3.0\n"),
        ],
        ["file of an older time", async (box) => {
          await box.write({ older: "alpha 1.3.0\nbeta 1.0.0\n" });
          await Deno.utime(`${box.project}/older`, 1, 1);
          await Deno.rename(`${box.project}/older`, `${box.project}/.tool-versions`);
        }],
        [
          "line end gone",
          (box) => Deno.writeTextFile(`${box.project}/.tool-versions`, "alpha 1.2.0\nbeta 1.0.0"),
        ],
        ["versions file gone", (box) => Deno.remove(`${box.project}/.tool-versions`)],
        ["atmos.yaml edited", (box) => Deno.writeTextFile(`${box.project}/atmos.yaml`, `${CONFIG}\n`)],
        ["nearer file", (box) => box.write({ "sub/atmos.yaml": CONFIG })],
        ["nearer hidden file", (box) => box.write({ "sub/.atmos.yaml": CONFIG })],
        ["nearer repository", (box) => box.write({ "sub/.git/HEAD": "" })],
        ["tools.yaml", (box) => box.write({ "tools.yaml": "tools: {}\n" })],
        [
          "tool uninstalled",
          (box) => Deno.remove(`${box.project}/.tools/bin/acme/alpha/1.2.0`, { recursive: true }),
        ],
        [
          "tool not executable",
          (box) => Deno.chmod(`${box.project}/.tools/bin/acme/alpha/1.2.0/alpha`, 0o644),
        ],
        ["another home", () => ({ env: { HOME: "/nowhere" } })],
        ["no home", () => ({ env: { HOME: "", XDG_CACHE_HOME: "" } })],
        ["another versions file", () => ({ env: { ATMOS_TOOL_VERSIONS: "other" } })],
        ["another root", () => ({ env: { ATMOS_TOOLCHAIN_PATH: "/nowhere" } })],
        ["another project", () => ({ env: { ATMOS_TOOLCHAIN_PROXY_CONFIG_PATH: "/nowhere" } })],
        ["another directory", () => ({ cwd: "." })],
      ];
      await Promise.all(changes.map(async ([name, change]) => {
        await using box = await installed({ "sub/readme": "" });
        assert.equal((await call(box, { shell, cwd: "sub" })).stdout, "alpha 1.2.0 --x y z 1\n", name);
        await unplug(box);
        assert.equal(
          (await call(box, { shell, cwd: "sub" })).stdout,
          "alpha 1.2.0 --x y z 1\n",
          `${name}: before`,
        );
        const how = await change(box);
        const { stdout, stderr } = await call(box, { shell, cwd: "sub", ...how as Call });
        assert.equal(stdout, "asked\n", `${name}: ${stderr}`);
        assert.equal(stderr, "", name);
      }));
    },
  });
}

Deno.test("proxy: directories of every name, links, and a lying PWD", async () => {
  await using box = await installed();
  for (const name of ["a b", "it's", 'q"q', "$HOME", "new\nline", "ü☃", "back\\slash", "-n"]) {
    await Deno.mkdir(`${box.project}/${name}`);
    for (let time = 0; time < 2; time++) {
      assert.equal((await call(box, { cwd: name })).stdout, "alpha 1.2.0 --x y z 1\n", name);
    }
  }
  await box.write({
    "other/atmos.yaml": CONFIG.replace(".tools", "../.tools"),
    "other/.tool-versions": "alpha 1.3.0\n",
  });
  await Deno.symlink("a b", `${box.project}/link`);
  const env = { PWD: `${box.project}/link` };
  const through = () => call(box, { cwd: `${box.project}/link`, env });
  for (let time = 0; time < 2; time++) assert.match((await through()).stdout, /^alpha 1\.2\.0/);
  await Deno.remove(`${box.project}/link`);
  await Deno.symlink("other", `${box.project}/link`);
  for (let time = 0; time < 2; time++) assert.match((await through()).stdout, /^alpha 1\.3\.0/);
  assert.match(
    (await call(box, { cwd: "other", env: { PWD: `${box.project}/a b` } })).stdout,
    /^alpha 1\.3\.0/,
  );
});

Deno.test("proxy: what it is not configured for is the next program on PATH, never a proxy", async () => {
  await using box = await installed();
  const bin = `${box.root}/bin`, outside = `${box.root}/outside`;
  await box.write({ [`${bin}/a`]: "#!/bin/sh\necho the other a\n", [`${outside}/readme`]: "" });
  await Deno.chmod(`${bin}/a`, 0o755);
  const env = { PATH: `${shimDir(box)}:${bin}:/usr/bin:/bin` };
  assert.deepEqual(await call(box, { cwd: outside, env }), { code: 0, stdout: "the other a\n", stderr: "" });
  const none = await call(box, { cwd: outside, env: { PATH: `${shimDir(box)}:/usr/bin:/bin` } });
  assert.equal(none.code, 127);
  assert.match(none.stderr, /a is not configured here, and not on PATH/);
  const lines = (await box.run(["toolchain", "env", "--format", "dotenv"])).stdout;
  const exported = [...lines.matchAll(/^(ATMOS_\w+)='(.*)'$/gm)].map((
    [, name = "", value = ""],
  ) => [name, value]);
  assert.equal(exported.length, 3, lines);
  const named = { ...env, ...Object.fromEntries(exported) };
  assert.match((await call(box, { cwd: outside, env: named })).stdout, /^alpha 1\.2\.0/);
});

Deno.test("proxy: without this program it says what is missing", async () => {
  await using box = await installed();
  const path = `${shimDir(box)}/a`, shim = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, shim.replace(/^_atmos_program='.*'$/m, "_atmos_program='/nowhere/atmos'"));
  const { code, stderr } = await call(box);
  assert.equal(code, 127);
  assert.match(stderr, /a: atmos is not at/);
});

Deno.test("proxy install, list, remove: only files of ours, stale ones go", async () => {
  await using box = await installed();
  const states = async () => {
    const { stdout } = await box.run(["toolchain", "proxy", "list", "--format", "json"]);
    return Object.fromEntries(
      JSON.parse(stdout).map((row: { name: string; state: string }) => [row.name, row.state]),
    );
  };
  assert.deepEqual(await states(), { a: "ready", beta: "ready" });
  assert.match((await box.run(["toolchain", "proxy", "sync"])).stderr, /2 proxies are in place/);
  await box.write({ "atmos.yaml": CONFIG.replace(", beta: {tool: beta}", "") });
  assert.match((await box.run(["toolchain", "proxy", "install"])).stderr, /Removed beta/);
  assert.deepEqual(await states(), { a: "ready" });
  await box.run(["toolchain", "proxy", "install", "--all"]);
  assert.deepEqual(await states(), { a: "ready", alpha: "ready", beta: "ready" });
  assert.equal((await call(box, { name: "alpha" })).stdout, "alpha 1.2.0 1\n");
  await box.write({ [`${shimDir(box)}/beta`]: "mine\n" });
  const foreign = await box.run(["toolchain", "proxy", "install"]);
  assert.equal(foreign.code, 1);
  assert.match(foreign.stderr, /beta already exists and is not managed/);
  assert.equal((await box.run(["toolchain", "proxy", "remove"])).code, 0);
  assert.equal(await Deno.readTextFile(`${shimDir(box)}/beta`), "mine\n");
  await assert.rejects(Deno.stat(`${shimDir(box)}/a`), Deno.errors.NotFound);
  for (const name of ["atmos", "con", "../x", "-x", "nul.txt"]) {
    await box.write({
      "atmos.yaml": `toolchain: {install_path: .tools, proxies: {${JSON.stringify(name)}: {tool: alpha}}}\n`,
    });
    const { code, stderr } = await box.run(["toolchain", "proxy", "install"]);
    assert.equal(code, 1, name);
    assert.match(stderr, /cannot be the name of a proxy/, name);
  }
});

Deno.test("proxy exec writes its answer nowhere but where answers belong", async () => {
  await using box = await installed();
  const cache = `${box.env["XDG_CACHE_HOME"]}/atmos/proxies`;
  for (const path of [`${box.project}/answer`, `${cache}/../../answer`, `${cache}/x/a/answer`, "answer"]) {
    const { code } = await box.run(["toolchain", "proxy", "exec", `--answer=${path}`, "a", "--", "1"]);
    assert.equal(code, 0);
    await assert.rejects(
      Deno.stat(path.startsWith("/") ? path : `${box.project}/${path}`),
      Deno.errors.NotFound,
    );
  }
});
