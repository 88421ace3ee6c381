/** The first minutes of somebody who has just got the program: whatever there is around, it says what it sees and the
 *  one command that helps. On the compiled binary. Follows config §6.2, toolchain §20, §21. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";
import { releases } from "./support/releases.ts";
import { onTerminal } from "./support/running.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const OFFLINE = { ATMOS_TOOLCHAIN_OFFLINE: "true", ATMOS_GITHUB_CLI: "" };
const TOOLS = { ".tool-versions": "jq 1.7.1\n" };
const BROKEN = { "atmos.yaml": "toolchain: [\n" };
const NOBODYS = { HOME: undefined, XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined, PATH: undefined };

interface Situation {
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly code: number;
  /** What it sees, then the command that helps; on stdout when the code is 0, else on stderr. */
  readonly says: readonly RegExp[];
  readonly on?: "stdout" | "stderr";
}

const SITUATIONS: readonly Situation[] = [
  {
    args: [],
    code: 0,
    says: [/There is no project here: no atmos\.yaml and no \.tool-versions\.\n {2}atmos init\n$/],
  },
  { args: ["--no-color"], code: 0, says: [/atmos init\n$/] },
  { args: [], env: NOBODYS, code: 0, says: [/atmos init\n$/] },
  { args: [], env: { HOME: "/nonexistent" }, code: 0, says: [/atmos init\n$/] },
  {
    args: [],
    files: TOOLS,
    code: 0,
    says: [/\.tool-versions names 1 tool, 1 not installed\.\n {2}atmos toolchain install\n$/],
  },
  {
    args: [],
    files: { ".tool-versions": "# none\n" },
    code: 0,
    says: [/atmos toolchain install terraform@1\.9\.8\n$/],
  },
  {
    args: [],
    files: { "atmos.yaml": "" },
    code: 0,
    says: [/no \.tool-versions yet\.\n {2}atmos toolchain install \S+\n$/],
  },
  { args: [], files: BROKEN, code: 0, says: [/cannot be read: .*\n {2}atmos doctor\n$/] },
  {
    args: ["--help"],
    code: 0,
    says: [/^ {2}init +Begin/m, /^ {2}doctor +/m, /--help` for the help of a command\.\n$/],
  },
  { args: ["intit"], code: 1, says: [/Unknown command "intit"/, /Did you mean `atmos init`/] },
  { args: ["docter"], code: 1, says: [/Did you mean `atmos doctor`/] },
  { args: ["lock"], code: 1, says: [/Did you mean `atmos toolchain lock`/] },
  { args: ["list"], code: 1, says: [/Did you mean `atmos toolchain list`/, /Use one of: .*aliases/] },
  { args: ["list", "tools"], code: 1, says: [/Did you mean `atmos toolchain list`/] },
  {
    args: ["terragrunt", "plan", "a b"],
    code: 1,
    says: [/Unknown command/, /atmos exec -- terragrunt plan 'a b'/],
  },
  { args: ["toolchain", "install"], code: 1, says: [/there is no \.tool-versions/, /atmos toolchain add/] },
  {
    args: ["toolchain", "which", "jq"],
    files: TOOLS,
    code: 1,
    says: [/not installed/, /atmos toolchain install/],
  },
  {
    args: ["toolchain", "env"],
    files: TOOLS,
    code: 1,
    says: [/no installed tools/, /atmos toolchain install/],
  },
  { args: ["toolchain", "list"], files: BROKEN, code: 1, says: [/atmos\.yaml:\d+:\d+/] },
  {
    args: ["doctor"],
    code: 0,
    says: [/no project here/, /atmos init/, /offline mode is on/, /\nNothing must|\nAll is well/],
  },
  { args: ["doctor"], env: NOBODYS, code: 0, says: [/HOME is not set/, /export HOME=/] },
  { args: ["doctor"], files: TOOLS, code: 0, says: [/jqlang\/jq@1\.7\.1\n.*atmos toolchain install/] },
  {
    args: ["doctor"],
    files: BROKEN,
    code: 1,
    on: "stdout",
    says: [/✗ configuration: atmos\.yaml:\d+:\d+: /, /1 to fix\n$/],
  },
  {
    args: ["toolchain", "install"],
    files: TOOLS,
    code: 2,
    says: [/offline mode is on/, /when you are online/],
  },
];

Deno.test("first steps: every situation is named, with the command that helps", async () => {
  for (const { files = {}, args, env = {}, code, says, on } of SITUATIONS) {
    await using box = await sandbox(files);
    const result = await box.run(args, { env: { ...OFFLINE, ...env } });
    const label = `${args.join(" ")} ${JSON.stringify(files)}\n${result.stdout}${result.stderr}`;
    assert.equal(result.code, code, label);
    const [told, silent] = (on ?? (code === 0 ? "stdout" : "stderr")) === "stdout"
      ? [result.stdout, result.stderr]
      : [result.stderr, result.stdout];
    for (const phrase of says) assert.match(told, phrase, label);
    assert.equal(silent, "", label);
    assert.doesNotMatch(told, /internal error/);
    // deno-lint-ignore no-control-regex -- that is what is looked for
    assert.doesNotMatch(told, /\x1b/);
    assert.deepEqual(
      Array.from(Deno.readDirSync(box.project), ({ name }) => name).sort(),
      Object.keys(files).sort(),
    );
  }
});

Deno.test("first steps: nothing that says something is wider than the terminal, but for commands", async () => {
  await using box = await sandbox(TOOLS);
  for (const width of [20, 80]) {
    const { stdout } = await box.run([], { env: { ...OFFLINE, COLUMNS: `${width}` } });
    const [sees, command] = stdout.trimEnd().split("\n\n").at(-1)?.split("\n  ") ?? [];
    assert.equal(command, "atmos toolchain install");
    for (const line of sees?.split("\n") ?? []) assert.ok(line.length <= width, `${width}: ${line}`);
  }
});

Deno.test("no network: install, init and doctor say so, and nothing is left half done", async () => {
  await using box = await sandbox(TOOLS);
  const env = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9", ATMOS_GITHUB_CLI: "" };
  const doctor = await box.run(["doctor"], { env });
  assert.equal(doctor.code, 1);
  assert.match(
    doctor.stdout,
    /✗ network: none of 3 hosts answers\n[^]*Check the connection, and HTTPS_PROXY/,
  );
  assert.match(doctor.stdout, /1 to fix/);
  const install = await box.run(["toolchain", "install"], { env });
  assert.equal(install.code, 2);
  const hints = install.stderr.split("\n").filter((line) => line.startsWith("💡"));
  assert.match(hints[0] ?? "", /Check the connection/);
  const init = await box.run(["init", "--tool", "no/body@1"], { env, cwd: box.home });
  assert.equal(init.code, 2, init.stderr);
  assert.deepEqual(
    Array.from(Deno.readDirSync(box.home), ({ name }) => name).filter((name) => name !== ".cache"),
    [],
  );
});

Deno.test("a home that cannot be written: doctor and install name it and another place", async (t) => {
  await using box = await sandbox({ ...TOOLS, "blocked": "a file" });
  const home = `${box.project}/blocked`;
  const env = { ...OFFLINE, HOME: home, XDG_CACHE_HOME: `${home}/.cache` };
  const doctor = await box.run(["doctor", "--format", "json"], { env });
  assert.equal(doctor.code, 1, doctor.stdout + doctor.stderr);
  const { ok, findings } = JSON.parse(doctor.stdout);
  const [root] = findings.filter(({ check }: { check: string }) => check === "install_root");
  assert.deepEqual([ok, root.status], [false, "error"]);
  assert.match(root.summary, /blocked\/\.cache\/atmos\/toolchain cannot be written/);
  assert.match(root.fix, /^export ATMOS_TOOLCHAIN_PATH=/);
  await t.step("install", async () => {
    await using world = await releases({ ".tool-versions": "widget 1.2.0\n", "blocked": "a file" });
    const { code, stdout, stderr } = await world.box.run(["toolchain", "install"], {
      env: { ...PLATFORM, ATMOS_TOOLCHAIN_PATH: "blocked/tools" },
    });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /blocked\/tools/);
  });
});

Deno.test("doctor: stable JSON, exit code 1 only when something must be fixed, never a secret", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box, server } = world;
  const rate = { resources: { core: { limit: 60, remaining: 3, reset: 1 } } };
  server.route("/api.github.com/rate_limit", { body: JSON.stringify(rate) });
  const env = { ...PLATFORM, ATMOS_GITHUB_CLI: "", GITHUB_TOKEN: "ghp_0123456789" };
  const { code, stdout, stderr } = await box.run(["doctor", "--format", "json"], { env });
  assert.deepEqual([code, stderr], [0, ""]);
  const { ok, findings } = JSON.parse(stdout) as {
    readonly ok: boolean;
    readonly findings: readonly {
      readonly check: string;
      readonly status: string;
      readonly summary: string;
    }[];
  };
  assert.equal(ok, true);
  assert.deepEqual([...new Set(findings.map(({ check }) => check))], [
    ...[
      "platform",
      "configuration",
      "tools",
      "lock_file",
      "install_root",
      "path",
      "programs",
      "tokens",
      "network",
    ],
  ]);
  const network = findings.filter(({ check }) => check === "network");
  assert.deepEqual(network.map(({ status }) => status), ["warning", "ok", "ok"]);
  assert.match(network[0]?.summary ?? "", /3 of 60 requests/);
  assert.doesNotMatch(stdout, /0123456789/);
  assert.ok(server.requests.length <= 3);

  server.route("/api.github.com/rate_limit", { status: 401, body: '{"message": "Bad credentials"}' });
  const refused = await box.run(["doctor"], { env });
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /✗ network: .*\n/);
  server.route("/api.github.com/rate_limit", { body: "x", stallAfterBytes: 0 });
  const slow = await box.run(["doctor"], { env });
  assert.match(slow.stdout, /api\.github\.com does not answer/);
});

Deno.test("init: what it writes installs; the program alone then says how to go on", async () => {
  await using world = await releases();
  const { box } = world;
  const init = await box.run(["init", "--tool", "widget@1.2.0", "--tool=plain@2.0.0"], { env: PLATFORM });
  assert.deepEqual([init.code, init.stdout], [0, ""], init.stderr);
  assert.match(init.stderr, /Created \.tool-versions\nKept atmos\.yaml\nNext: atmos toolchain install\n$/);
  const install = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.match(install.stderr, /Installed 2 tools/);
  const alone = (await box.run([], { env: PLATFORM })).stdout;
  assert.match(alone, /installed, but not on PATH\.\n {2}eval "\$\(atmos toolchain env\)"\n$/);
  const PATH = `${(await box.run(["path"])).stdout.trim()}`;
  assert.match((await box.run([], { env: { ...PLATFORM, PATH } })).stdout, /installed and on PATH\.\n/);
  assert.equal((await box.run(["exec", "--", "widget", "x"], { env: PLATFORM })).stdout, "widget 1.2.0 x\n");
});

Deno.test("init: a second time nothing changes; in a folder of a project it refuses", async () => {
  await using box = await sandbox();
  const env = { ...OFFLINE };
  assert.equal((await box.run(["init", "--tool", "jq@1.7.1"], { env })).code, 0);
  const read = () =>
    [".tool-versions", "atmos.yaml"].map((name) => Deno.readTextFileSync(`${box.project}/${name}`));
  const before = read();
  const again = await box.run(["init"], { env });
  assert.deepEqual([again.code, again.stderr], [
    0,
    "Kept atmos.yaml\nKept .tool-versions\nNext: atmos toolchain install\n",
  ]);
  assert.deepEqual(read(), before);
  await Deno.mkdir(`${box.project}/sub`);
  const inside = await box.run(["init"], { env, cwd: "sub" });
  assert.deepEqual([inside.code, inside.stdout], [1, ""]);
  assert.match(
    inside.stderr,
    /in the project of \.\.\/atmos\.yaml[^]*atmos toolchain add[^]*touch atmos\.yaml && atmos init/,
  );
  const force = await box.run(["init", "--force"], { env });
  assert.match(force.stderr, /unknown flag: --force/);
});

Deno.test("init: takes over what other tool managers say plainly, and names the rest", async () => {
  await using box = await sandbox({
    ".terraform-version": "1.9.8\n",
    "aqua.yaml":
      'packages:\n- name: cli/cli@v2.60.0\n- {name: a/b@1, registry: own}\n- name: "c\\e[2J\\n@"\n',
  });
  const { code, stderr } = await box.run(["init"], { env: OFFLINE });
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /\.terraform-version: took over terraform 1\.9\.8\naqua\.yaml: took over .*2\.60\.0; left out a\/b@1, c\\x1b\[2J @\n/,
  );
  assert.match(Deno.readTextFileSync(`${box.project}/.tool-versions`), /\nterraform 1\.9\.8\n.* 2\.60\.0\n$/);
});

Deno.test("init: asks at a terminal, which may leave; not in CI", async () => {
  await using box = await sandbox();
  const typing = onTerminal(box, ["init"], OFFLINE);
  await typing.says("Which tools");
  await typing.type("jq@1.7.1 terraform@1.9.8\r");
  assert.equal((await typing.result).code, 0);
  assert.match(Deno.readTextFileSync(`${box.project}/.tool-versions`), /\njq 1\.7\.1\nterraform 1\.9\.8\n$/);

  await using other = await sandbox();
  const leaving = onTerminal(other, ["init"], OFFLINE);
  await leaving.says("Which tools");
  await leaving.type("\u0003");
  assert.equal((await leaving.result).code, 130);
  assert.deepEqual([...Deno.readDirSync(other.project)], []);
  const inCi = await onTerminal(other, ["init"], { ...OFFLINE, CI: "true" }).result;
  assert.equal(inCi.code, 0);
  assert.doesNotMatch(inCi.stdout, /Which tools/);
});
