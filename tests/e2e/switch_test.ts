/** `use`: another release of the program takes over, in the same process. Follows toolchain §17, C6, traps 34–38.
 *  The other releases are shell scripts that tell what they were given. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { onTerminal } from "./support/running.ts";

/** Tells its version and words, one a line; its first word may make it do something else. */
function release(version: string): string {
  return `#!/bin/sh
case "$1" in
pid) echo $$ ;;
exit) exit "$2" ;;
env) env | sort ;;
cat) cat ;;
pwd) pwd -P ;;
fds) ls /proc/self/fd | wc -l ;;
wait) trap 'echo got TERM; exit 41' TERM; trap 'echo got INT; exit 42' INT; echo ready; while :; do sleep 0.02; done ;;
yes) while :; do echo y; done ;;
*) echo ${version}; for word; do echo "<$word>"; done ;;
esac
`;
}

const OWNER = ".tools/bin/cloudposse/atmos";

async function project(yaml: string, versions = ["1.183.1", "1.200.0"]): Promise<Sandbox> {
  const box = await sandbox({ "atmos.yaml": `${yaml}\ntoolchain: {install_path: .tools}\n` });
  for (const version of versions) await addRelease(box, version);
  return box;
}

async function addRelease(box: Sandbox, version: string, id = OWNER): Promise<void> {
  await box.write({ [`${id}/${version}/atmos`]: release(version) });
  await Deno.chmod(`${box.project}/${id}/${version}/atmos`, 0o755);
}

Deno.test("switch: every source, the first that speaks", async () => {
  await using box = await project('use: "1.183.1"');
  const cases: [words: string[], env: Readonly<Record<string, string>>, version: string][] = [
    [["list"], {}, "1.183.1"],
    [["list"], { ATMOS_VERSION: "1.200.0" }, "1.200.0"],
    [["list"], { ATMOS_VERSION: "nightly" }, "1.183.1"],
    [["list"], { ATMOS_VERSION_USE: "1.200.0", ATMOS_VERSION: "1.183.1" }, "1.200.0"],
    [["list"], { ATMOS_USE_VERSION: "v1.200.0", ATMOS_VERSION_USE: "1.183.1" }, "1.200.0"],
    [["list"], { ATMOS_USE: "1.200.0" }, "1.200.0"],
    [["list"], { ATMOS_VERSION_USE: "1.200.0", ATMOS_USE: "1.183.1" }, "1.200.0"],
    [["list", "--use-version", "1.200.0"], { ATMOS_USE_VERSION: "1.183.1" }, "1.200.0"],
    [["--use-version=1.200.0", "list"], { ATMOS_REEXEC_DEPTH: "1" }, "1.200.0"],
    [["toolchain", "list"], {}, "1.183.1"],
    [["no-such", "--no-such-flag"], {}, "1.183.1"],
    [["version"], { ATMOS_USE_VERSION: "1.200.0" }, "1.200.0"],
    [["--version"], { ATMOS_USE_VERSION: "1.200.0" }, "1.200.0"],
    [["--version"], { ATMOS_USE: "1.200.0" }, "1.200.0"],
    [["--version"], { ATMOS_VERSION: "1.200.0" }, "1.200.0"],
    [["--help"], { ATMOS_USE_VERSION: "1.200.0" }, "1.200.0"],
  ];
  for (const [words, env, version] of cases) {
    const { stdout, stderr } = await box.run(words, { env });
    const label = `${words.join(" ")} ${JSON.stringify(env)}: ${stderr}`;
    assert.equal(stdout.split("\n")[0], version, label);
    assert.match(stderr, new RegExp(`Switching to Atmos version \`${version}\``), label);
  }
});

Deno.test("switch: none for this very program, below another one, and to the version that runs", async () => {
  await using box = await project('version: {use: "1.183.1"}');
  const own = /^Atmos (\S+) /.exec((await box.run(["--version"])).stdout)?.[1] ?? "";
  assert.match(own, /^\d+\.\d+\.\d+/);
  const cases: [words: string[], env: Readonly<Record<string, string>>][] = [
    [["--version"], {}],
    [["version"], {}],
    [["version", "--format", "json"], {}],
    [["--help"], {}],
    [["help", "toolchain"], {}],
    [["toolchain", "list"], { ATMOS_REEXEC_DEPTH: "1" }],
    [["toolchain", "list"], { ATMOS_REEXEC_DEPTH: "1", ATMOS_USE_VERSION: "1.200.0" }],
    [["toolchain", "list", "--use-version", own], {}],
    [["toolchain", "list"], { ATMOS_USE_VERSION: `v${own}` }],
  ];
  for (const [words, env] of cases) {
    const { code, stderr } = await box.run(words, { env });
    assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
    assert.doesNotMatch(stderr, /Switching/, words.join(" "));
  }
});

Deno.test("switch: a release that is not installed is not asked for offline, by flag too", async () => {
  await using box = await project('use: "9.9.9"');
  const { code, stderr } = await box.run(["toolchain", "list", "--offline"]);
  assert.equal(code, 1);
  assert.match(stderr, /cannot switch to Atmos version 9\.9\.9/);
  assert.match(stderr, /offline mode is on/);
});

Deno.test("switch: the same process, with words, streams, folder and environment as they are", async () => {
  await using box = await project('use: "1.183.1"');
  const child = box.start(["pid"]);
  assert.equal(new TextDecoder().decode((await child.output()).stdout), `${child.pid}\n`);
  const words = ["a b", "*", "", "ü☃", "$HOME", "-x", "--", "-C", "keep", "--use-version", "1"];
  const { stdout } = await box.run(["plan", "-C", ".", "--use-version", "1.200.0", ...words]);
  assert.equal(stdout, ["1.200.0", ...["plan", ...words].map((word) => `<${word}>`), ""].join("\n"));
  assert.equal((await box.run(["exit", "9"])).code, 9);
  assert.equal((await box.run(["cat"], { stdin: "one\ntwo\n" })).stdout, "one\ntwo\n");
  const given = { EMPTY: "", LINES: "a\nb", ATMOS_BASE_PATH: "." };
  const seen = (await box.run(["env"], { env: given })).stdout;
  const expected = { ...box.env, ...given, ATMOS_REEXEC_DEPTH: "1" };
  const lines = Object.entries(expected).map(([name, value]) => `${name}=${value}`).join("\n").split("\n");
  // What a shell adds by itself.
  const shells = /^(_|PWD|OLDPWD|SHLVL)=/;
  assert.deepEqual(seen.trimEnd().split("\n").filter((line) => !shells.test(line)), lines.sort());
  const direct = await new Deno.Command(`${box.project}/${OWNER}/1.183.1/atmos`, { args: ["fds"] }).output();
  assert.equal((await box.run(["fds"])).stdout, new TextDecoder().decode(direct.stdout));
});

Deno.test("switch: words of a tool reach it as they are", async () => {
  await using box = await project('use: "1.183.1"');
  const calls = [
    ["toolchain", "exec", "jq", "-C", ".", "--use-version", "1.200.0", "--chdir=x"],
    ["exec", "git", "-C", "dir", "status"],
  ];
  for (const words of calls) {
    const { stdout, stderr } = await box.run(words);
    assert.equal(stdout, ["1.183.1", ...words.map((word) => `<${word}>`), ""].join("\n"), stderr);
  }
});

Deno.test("switch: --chdir is done once, also by a relative variable", async () => {
  await using box = await project("");
  await box.write({ "sub/atmos.yaml": 'use: "1.183.1"\ntoolchain: {install_path: ../.tools}\n' });
  for (const [words, env] of [[["-C", "sub", "pwd"], {}], [["pwd"], { ATMOS_CHDIR: "sub" }]] as const) {
    const { stdout, stderr } = await box.run(words, { env });
    assert.equal(stdout, `${await Deno.realPath(box.project)}/sub\n`, stderr);
  }
});

Deno.test("switch: signals and a closed pipe reach the release", async () => {
  await using box = await project('use: "1.183.1"');
  for (const [signal, code, word] of [["SIGTERM", 41, "got TERM"], ["SIGINT", 42, "got INT"]] as const) {
    const child = box.start(["wait"]);
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (text === "" && next.value.includes("ready")) child.kill(signal);
      text += next.value;
    }
    await child.stderr.cancel();
    assert.equal((await child.status).code, code, signal);
    assert.ok(text.includes(word), text);
  }
  const child = box.start(["yes"]);
  await child.stdout.cancel();
  await child.stderr.cancel();
  assert.equal((await child.status).signal, "SIGPIPE");
});

Deno.test(
  "switch: Ctrl-C on a terminal is the release's own",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    await using box = await project('use: "1.183.1"');
    const release = onTerminal(box, ["wait"], {});
    await release.says("ready");
    await release.type("\x03");
    const { code, stdout } = await release.result;
    assert.equal(code, 42, stdout);
    assert.match(stdout, /got INT\r\n$/);
  },
);

Deno.test("switch: v or not, latest, another source", async () => {
  await using box = await project('use: "1.210.0"', ["v1.210.0"]);
  assert.match((await box.run(["list"])).stdout, /^v1\.210\.0\n/);
  await box.write({ [`${OWNER}/latest`]: "v1.210.0" });
  assert.match((await box.run(["--use-version", "latest", "list"])).stdout, /^v1\.210\.0\n/);
  await addRelease(box, "2.0.0", ".tools/bin/acme/atmos");
  await box.write({
    "atmos.yaml": 'version: {use: "2.0.0", source: acme/atmos}\ntoolchain: {install_path: .tools}\n',
  });
  assert.match((await box.run(["list"])).stdout, /^2\.0\.0\n/);
});

Deno.test("switch: what cannot be is told, with the place, and nothing is written", async () => {
  await using box = await project('use: "9.9.9"');
  const offline = { ATMOS_TOOLCHAIN_OFFLINE: "true" };
  const cases: [words: string[], env: Readonly<Record<string, string>>, phrases: RegExp[]][] = [
    [["list"], offline, [
      /cannot switch to Atmos version 9\.9\.9 of cloudposse\/atmos/,
      /atmos\.yaml:1:6/,
      /offline/,
    ]],
    [["list"], { ...offline, CI: "true" }, [/cannot switch/]],
    [["--use-version", "9.9.8", "list"], offline, [/9\.9\.8/, /--use-version asks for it/]],
    [["--use-version", "^1.2", "list"], {}, [/"\^1\.2" is no version/]],
    [["--use-version", "pr:12", "list"], {}, [/pull requests/]],
    [["list", "--use-version"], {}, [/--use-version: "" is no version/]],
    [["--version", "--use-version", "1.200.0"], {}, [/--version and --use-version/]],
  ];
  for (const [words, env, phrases] of cases) {
    const { code, stdout, stderr } = await box.run(words, { env });
    assert.equal(code, 1, words.join(" "));
    assert.equal(stdout, "", words.join(" "));
    for (const phrase of phrases) assert.match(stderr, phrase, words.join(" "));
  }
  await box.write({
    "atmos.yaml": 'version: {use: "9.9.9", use_fallback: warn}\ntoolchain: {install_path: .tools}\n',
  });
  const goes = await box.run(["toolchain", "list"], { env: offline });
  assert.equal(goes.code, 0);
  assert.match(goes.stderr, /cannot switch to Atmos version 9\.9\.9.*going on/);
  for (const file of [".tool-versions", "toolchain.lock.yaml"]) {
    await assert.rejects(Deno.stat(`${box.project}/${file}`), Deno.errors.NotFound);
  }
});

Deno.test("switch: no way back and forth between releases", async () => {
  await using box = await project('use: "1.183.1"');
  await box.write({ [`${OWNER}/1.183.1/atmos`]: '#!/bin/sh\nexec "$ATMOS" "$@"\n' });
  const { testBinary } = await import("../support/binary.ts");
  const { code, stderr } = await box.run(["toolchain", "list"], { env: { ATMOS: testBinary() } });
  assert.equal(code, 0, stderr);
  assert.equal(stderr.match(/Switching/g)?.length, 1);
});
