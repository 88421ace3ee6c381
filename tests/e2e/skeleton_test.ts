/** What every command line program must get right, on the compiled binary. Follows house §5.2, toolchain §2.3, §14. */
import assert from "node:assert/strict";
import { sandbox, testBinary } from "../support/binary.ts";

Deno.test("version: on stdout, in every form, also beside a broken atmos.yaml", async () => {
  await using box = await sandbox({ "atmos.yaml": "a: [\n" });
  for (const args of [["--version"], ["version"]]) {
    const { code, stdout, stderr } = await box.run(args);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Atmos \d+\.\d+\.\d+ \w+\/\w+ \(follows Atmos [\d.]+\)\n$/);
  }
  const json = JSON.parse((await box.run(["version", "--format", "json"])).stdout);
  assert.deepEqual(Object.keys(json), ["version", "os", "arch"]);
});

Deno.test("help: on stdout with exit code 0, also beside a broken atmos.yaml", async () => {
  await using box = await sandbox({ "atmos.yaml": "a: [\n" });
  for (const args of [["--help"], ["help"], ["toolchain", "--help"], ["toolchain", "install", "-h"]]) {
    const { code, stdout, stderr } = await box.run(args);
    assert.equal(code, 0, args.join(" "));
    // Commands of the project stand in the help of groups only.
    assert.match(
      stderr,
      args.includes("install") ? /^$/ : /^⚠ commands of the project are not known: [^\n]*\n$/,
    );
    assert.match(stdout, /Usage:/);
    // deno-lint-ignore no-control-regex -- that is what is looked for
    assert.doesNotMatch(stdout, /\x1b/);
  }
});

Deno.test("mistakes: on stderr with exit code 1, naming what was meant", async () => {
  await using box = await sandbox();
  const cases: [string[], RegExp[]][] = [
    [["toolchian"], [/toolchian/, /atmos toolchain/]],
    [["toolchain"], [/requires a subcommand/, /install/, /which/]],
    [["toolchain", "instal"], [/instal/, /install/]],
    [["toolchain", "list", "--fromat", "json"], [/--fromat/, /--format/]],
    [["toolchain", "list", "--format", "nope"], [/nope/, /table/, /plain/, /json/]],
    [["toolchain", "which"], [/arg/]],
    [["-C", "nowhere", "toolchain", "list"], [/nowhere/]],
  ];
  for (const [args, phrases] of cases) {
    const { code, stdout, stderr } = await box.run(args);
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    for (const phrase of phrases) assert.match(stderr, phrase);
  }
});

Deno.test("a broken atmos.yaml: file, line and column", async () => {
  await using box = await sandbox({ "atmos.yaml": "toolchain:\n  aliases: [\n" });
  const { code, stdout, stderr } = await box.run(["toolchain", "list"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /atmos\.yaml:\d+:\d+/);
  assert.doesNotMatch(stderr, /internal error|at file:/);
});

Deno.test("a reader that goes away ends the program quietly", async () => {
  await using box = await sandbox();
  const script = `"$0" toolchain install --help | head -1; exit "\${PIPESTATUS[0]}"`;
  const { code, stderr } = await new Deno.Command("bash", {
    args: ["-c", script, testBinary()],
    env: { ...box.env },
    clearEnv: true,
  }).output();
  assert.ok(code === 0 || code === 141, String(code));
  assert.equal(new TextDecoder().decode(stderr), "");
});

Deno.test("readers leave no trace: a read-only project and no home", async () => {
  await using box = await sandbox({ ".tool-versions": "acme/widget 1.2.0\n" });
  const env = { HOME: undefined, XDG_CACHE_HOME: undefined };
  for (const args of [["list", "--format", "plain"], ["which", "acme/widget"], ["env"]]) {
    await box.run(["toolchain", ...args], { env });
  }
  const names = Array.from(Deno.readDirSync(box.project), ({ name }) => name);
  assert.deepEqual(names, [".tool-versions"]);
});
