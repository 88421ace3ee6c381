/** Proxies: scripts on PATH that become the right version of a tool, and start this program only when something has
 *  changed. Follows toolchain §13.14, §16, C7, trap 45. */
import assert from "node:assert/strict";
import { type Sandbox, testBinary } from "../support/binary.ts";
import {
  addTool,
  age,
  type Call,
  call,
  CONFIG,
  installed,
  project,
  SHELLS,
  shimDir,
  unplug,
} from "./support/proxies.ts";

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
  Deno.test({
    name: `proxy: starts nothing when nothing changed, asks after every change: ${shell.join(" ")}`,
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
        ["older content put over it", async (box) => {
          await box.write({ older: "alpha 1.3.0\n" });
          await Deno.utime(`${box.project}/older`, 1, 1);
          await Deno.writeTextFile(`${box.project}/.tool-versions`, "alpha 1.3.0\n");
          await Deno.utime(`${box.project}/.tool-versions`, 1, 1);
        }],
        ["tool installed anew", async (box) => {
          const path = `${box.project}/.tools/bin/acme/alpha/1.2.0`;
          await Deno.rename(path, `${path}.old`);
          await addTool(box, "alpha/1.2.0");
        }],
        [
          "answer of somebody else's times",
          (box) =>
            Deno.remove(`${box.home}/.cache/atmos/toolchain-cache/proxies/=times`, { recursive: true }),
        ],
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
  await Deno.writeTextFile(path, shim.replaceAll(`'${testBinary()}'`, "'/nowhere/atmos'"));
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

Deno.test("proxy: the next program on PATH costs no question either, and follows PATH and what is on it", async () => {
  await using box = await installed();
  const outside = `${box.root}/outside`, dirs = ["first", "second"].map((name) => `${box.root}/${name}`);
  await box.write({ [`${outside}/readme`]: "", [`${dirs[0]}/readme`]: "" });
  const addNext = async (dir = "", text = "") => {
    await box.write({ [`${dir}/a`]: `#!/bin/sh\necho ${text} "$@"\n` });
    await Deno.chmod(`${dir}/a`, 0o755);
    await age(dir);
  };
  await addNext(dirs[1], "second");
  const env = { PATH: [shimDir(box), ...dirs, "/usr/bin", "/bin"].join(":") };
  assert.equal((await call(box, { cwd: outside, env })).stdout, "second 1\n");
  await unplug(box);
  assert.equal((await call(box, { cwd: outside, env })).stdout, "second 1\n");
  assert.equal((await call(box, { cwd: outside, env: { PATH: `${env.PATH}:/sbin` } })).stdout, "asked\n");
  await addNext(dirs[0], "first");
  assert.equal((await call(box, { cwd: outside, env })).stdout, "asked\n");
  await Deno.remove(`${dirs[0]}/a`);
  await box.write({ [`${outside}/atmos.yaml`]: CONFIG });
  assert.equal((await call(box, { cwd: outside, env })).stdout, "asked\n");
});

Deno.test("proxy: one question serves every directory of a project", async () => {
  await using box = await installed({ "one/two/three/readme": "", "four/readme": "" });
  await call(box, { cwd: "one/two/three" });
  await unplug(box);
  for (const cwd of ["one", "one/two", "four"]) {
    assert.equal((await call(box, { cwd })).stdout, "alpha 1.2.0 --x y z 1\n", cwd);
  }
});

Deno.test("proxy: the tool gets the environment, the streams and the process of the caller", async () => {
  await using box = await installed();
  const path = `${box.project}/.tools/bin/acme/alpha/1.2.0/alpha`;
  await box.write({ [path]: "#!/bin/sh\ncase $2 in env) env ;; pid) echo $$ ;; in) cat ;; esac\n" });
  await age(box.project);
  const env = {
    ...box.env,
    d: "1",
    n: "2",
    _atmos: "3",
    OLDPWD: "/",
    ATMOS_CHDIR: "/",
    ATMOS_LOGS_LEVEL: "bad",
  };
  const start = (program: string, args: string[], cwd = box.project) =>
    new Deno.Command(program, { args, cwd, env, clearEnv: true, stdin: "piped", stdout: "piped" }).spawn();
  const output = async (child: Deno.ChildProcess, stdin = "") => {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
    return new TextDecoder().decode((await child.output()).stdout);
  };
  const direct = await output(start(path, ["y z", "env"]));
  const plain = (text: string) =>
    text.split("\n").filter((line) => !/^(_|SHLVL|ATMOS_PROXY_DEPTH)=/.test(line)).sort().join("\n");
  for (let time = 0; time < 2; time++) {
    const shown = await output(start(`${shimDir(box)}/beta`, []));
    assert.equal(shown, "beta 1.0.0\n");
    for (const shell of SHELLS) {
      const [program = "", ...words] = [...shell, `${shimDir(box)}/alpha`];
      const made = await box.run(["toolchain", "proxy", "install", "alpha"]);
      assert.equal(made.code, 0, made.stderr);
      assert.equal(
        plain(await output(start(program, [...words, "y z", "env"]))),
        plain(direct),
        shell.join(" "),
      );
      assert.equal(await output(start(program, [...words, "", "in"]), "hello"), "hello");
      const child = start(program, [...words, "", "pid"]);
      assert.equal(await output(child), `${child.pid}\n`);
    }
  }
});

Deno.test("proxy: variables in atmos.yaml, versions that move, a version of its own", async () => {
  await using box = await installed({
    "atmos.yaml": `toolchain:
  install_path: $PLACE/.tools
  aliases: {alpha: acme/alpha}
  proxies: {a: {tool: alpha}, pinned: {tool: alpha@1.2.0}}
`,
    ".tool-versions": "alpha latest:1\n",
  }, { PLACE: "." });
  const env = { PLACE: "." }, elsewhere = { PLACE: "other" };
  for (let time = 0; time < 2; time++) {
    assert.equal((await call(box, { env })).stdout, "alpha 1.3.0 1\n");
    assert.equal((await call(box, { env, name: "pinned" })).stdout, "alpha 1.2.0 1\n");
  }
  await addTool(box, "alpha/1.4.0");
  assert.equal((await call(box, { env })).stdout, "alpha 1.4.0 1\n");
  await box.write({ "other/.tools/bin/acme/alpha/1.9.0/alpha": "#!/bin/sh\necho other\n" });
  await Deno.chmod(`${box.project}/other/.tools/bin/acme/alpha/1.9.0/alpha`, 0o755);
  assert.equal((await call(box, { env: elsewhere })).stdout, "other\n");
});

Deno.test("proxy: answers that cannot be kept, or are somebody else's, do no harm", async () => {
  await using box = await installed();
  const cache = `${box.home}/.cache`, right = "alpha 1.2.0 --x y z 1\n";
  await Deno.remove(cache, { recursive: true }).catch(() => {});
  await Deno.writeTextFile(cache, "in the way");
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(await call(box), { code: 0, stdout: right, stderr: "" });
  }
  await Deno.remove(cache);
  const calls = await Promise.all(Array.from({ length: 8 }, () => call(box)));
  for (const each of calls) assert.deepEqual(each, { code: 0, stdout: right, stderr: "" });
  const folder = `${cache}/atmos/toolchain-cache/proxies`, answer = `${folder}/a${box.project}/=here`;
  assert.equal(((await Deno.stat(folder)).mode ?? 0) & 0o777, 0o700);
  assert.equal(((await Deno.stat(answer)).mode ?? 0) & 0o777, 0o600);
  await Deno.remove(answer);
  await Deno.mkdir(answer);
  assert.deepEqual(await call(box), { code: 0, stdout: right, stderr: "" });
  await Deno.remove(answer);
  if (Deno.uid() !== 0) return; // only root can give a file away
  await Deno.writeTextFile(answer, "echo stolen\n");
  await Deno.chown(answer, 12345, 12345);
  assert.deepEqual(await call(box), { code: 0, stdout: right, stderr: "" });
});

Deno.test("proxy: programs that send each other in a circle end with an error", async () => {
  await using box = await installed();
  const outside = `${box.root}/outside`, bin = `${box.root}/bin`;
  await box.write({ [`${bin}/a`]: `#!/bin/sh\nexec ${shimDir(box)}/a "$@"\n`, [`${outside}/readme`]: "" });
  await Deno.chmod(`${bin}/a`, 0o755);
  await age(bin);
  const { code, stderr } = await call(box, { cwd: outside, env: { PATH: `${bin}:/usr/bin:/bin` } });
  assert.equal(code, 1);
  assert.match(stderr, /in a circle/);
});

Deno.test("proxy: a link to this program stands for its name, or for this program", async () => {
  await using box = await installed();
  const dir = `${box.root}/links`;
  await Deno.mkdir(dir);
  for (const name of ["a", "mine", "atmos-next"]) await Deno.symlink(testBinary(), `${dir}/${name}`);
  const link = async (name: string, args: string[], env = {}) => {
    const command = new Deno.Command(`${dir}/${name}`, {
      args,
      cwd: box.project,
      env: { ...box.env, ...env },
      clearEnv: true,
    });
    const { code, stdout } = await command.output();
    return { code, stdout: new TextDecoder().decode(stdout) };
  };
  assert.deepEqual(await link("a", ["--version"]), { code: 0, stdout: "alpha 1.2.0 --x y z --version\n" });
  assert.deepEqual(await link("a", ["toolchain"]), { code: 0, stdout: "alpha 1.2.0 --x y z toolchain\n" });
  const version = await box.run(["--version"]);
  const path = { PATH: `${dir}:/usr/bin:/bin` };
  for (const name of ["mine", "atmos-next"]) {
    assert.deepEqual(await link(name, ["--version"], path), { code: 0, stdout: version.stdout }, name);
  }
});

Deno.test("proxy: env and path put the proxies in place and in front; a place that cannot be written is no error", async () => {
  await using box = await project();
  const shims = `${shimDir(box)}:${box.project}/.tools/bin/acme/alpha/1.2.0:`;
  for (const command of ["env", "path"]) {
    await Deno.remove(shimDir(box), { recursive: true }).catch(() => {});
    const { code, stdout, stderr } = await box.run(["toolchain", command]);
    assert.deepEqual([code, stderr, stdout.includes(shims)], [0, "", true], stdout);
    assert.ok((await Deno.stat(`${shimDir(box)}/a`)).isFile);
  }
  const json = JSON.parse((await box.run(["toolchain", "env", "--format", "json"])).stdout);
  assert.equal(json.proxy.dir, shimDir(box));
  await Deno.remove(shimDir(box), { recursive: true });
  await Deno.writeTextFile(shimDir(box), "in the way");
  const { code, stderr } = await box.run(["toolchain", "env"]);
  assert.equal(code, 0);
  assert.match(stderr, /the proxies are not as they should be/);
});

Deno.test("proxy: no answer holds what may be a secret, and a token that nobody reads costs none", async () => {
  const secret = "do-not-keep-me",
    config = `${CONFIG}  github: {hosts: {ghe.acme.test: {token: !env MY_TOKEN}}}\n`;
  const kept = async (files: Readonly<Record<string, string>>) => {
    await using box = await installed(files);
    const env = { MY_TOKEN: secret, GITHUB_TOKEN: secret, ATMOS_GITHUB_TOKEN: secret };
    assert.equal((await call(box, { env })).stdout, "alpha 1.2.0 --x y z 1\n");
    const { stdout } = await new Deno.Command("grep", { args: ["-rl", secret, box.home] }).output();
    assert.equal(new TextDecoder().decode(stdout), "");
    const answer = `${box.home}/.cache/atmos/toolchain-cache/proxies/a${box.project}/=here`;
    return await Deno.stat(answer).then(() => true, () => false);
  };
  assert.equal(await kept({ "atmos.yaml": config }), false);
  assert.equal(await kept({}), true);
});
