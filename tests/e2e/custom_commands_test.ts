/** Commands of a project: steps of the shell with its tools and proxies on PATH. Follows workflows §12.6, toolchain §15. */
import assert from "node:assert/strict";
import { makeOld } from "../support/age.ts";
import { sandbox } from "../support/binary.ts";

const TOOL = ".tools/bin/acme/alpha/1.2.0/alpha";

async function project(commands: string) {
  const box = await sandbox({
    "atmos.yaml": `toolchain:
  install_path: .tools
  aliases: {alpha: acme/alpha}
  proxies: {a: {tool: alpha, args: [--fixed]}}
commands:
${commands}`,
    ".tool-versions": "alpha 1.2.0\n",
    [TOOL]: '#!/bin/sh\necho alpha "$@"\n',
  });
  await Deno.chmod(`${box.project}/${TOOL}`, 0o755);
  return box;
}

Deno.test("custom commands: steps in order, with tools and proxies, until one fails", async () => {
  await using box = await project(`  - name: build
    steps:
      - alpha one
      - {name: second, type: shell, command: "a 'two words'"}
      - exit 7
      - echo never
`);
  const { code, stdout, stderr } = await box.run(["build"]);
  assert.deepEqual({ code, stdout }, { code: 7, stdout: "alpha one\nalpha --fixed two words\n" }, stderr);
});

Deno.test("custom commands: a mistake in one says where it stands, runs nothing and leaves others alone", async () => {
  await using box = await project(`  - {name: typed, steps: [touch ran, {type: dance, content: x}]}
  - {name: needy, arguments: [{name: x, required: true}, {name: y, required: true}], steps: [touch ran]}
  - {name: twin, flags: [{name: a}, {name: a}], steps: [touch ran]}
  - {name: short, flags: [{name: a, shorthand: v}], steps: [touch ran]}
  - {name: both, env: {X: {value: a, valueCommand: touch ran}}, steps: [touch ran]}
  - {name: wrong, steps: ["touch ran {{ .Arguments.nope }}"]}
  - {name: dir, working_directory: nowhere, steps: [touch ran]}
  - {name: who, identity: admin, steps: [touch ran]}
  - {name: empty}
  - {name: group, commands: [{name: kid, steps: [touch ran]}]}
  - {name: circle, default: circle, commands: [{name: kid, steps: [touch ran]}]}
  - {name: version, steps: [touch ran]}
  - {name: plain, steps: [echo first]}
  - {name: plain, steps: [echo last]}
`);
  const cases: [words: string[], says: RegExp][] = [
    [["typed"], /dance[^]*atmos\.yaml:6:/],
    [["needy"], /missing arguments <x>, <y>/],
    [["needy", "1"], /missing argument <y>[^]*received 1/],
    [["twin"], /"twin": duplicate flag --a\s+at atmos\.yaml:8:37/],
    [["short"], /-v of flag --a is that of --verbose[^]*atmos\.yaml:9:/],
    [["both"], /either 'value' or 'valueCommand'[^]*atmos\.yaml:10:/],
    [["wrong"], /nope/],
    [["dir"], /working directory does not exist: \S+\/nowhere\s+at atmos\.yaml:12:/],
    [["who"], /identity "admin" not found[^]*atmos\.yaml:13:/],
    [["empty"], /no steps or subcommands configured\s+at atmos\.yaml:14:/],
    [["group"], /requires a subcommand[^]*atmos group kid/],
    [["circle"], /default names the command itself[^]*atmos circle kid/],
    [["plain", "word"], /unexpected argument "word"[^]*atmos plain --help/],
    [["nothing"], /Unknown command "nothing"/],
  ];
  for (const [words, says] of cases) {
    const result = await box.run(words);
    assert.deepEqual([result.code, result.stdout], [1, ""], words.join(" "));
    assert.match(result.stderr, says, words.join(" "));
  }
  await assert.rejects(Deno.stat(`${box.project}/ran`), Deno.errors.NotFound);
  assert.match((await box.run(["version"])).stdout, /^Atmos /);
  assert.equal((await box.run(["plain"])).stdout, "last\n");
});

Deno.test("custom commands: words are data, whatever they look like, and those after -- are quoted", async () => {
  await using box = await project(`  - name: say
    arguments: [{name: what, default: "-"}]
    flags: [{name: times, type: int, default: 1}, {name: tag, type: list}, {name: loud, type: bool, shorthand: l}]
    steps:
      - |-
        printf '%s|' '{{ .Arguments.what }}' {{ .Flags.times }} {{ .Flags.tag | join "+" }} {{ .Flags.loud }} {{ .TrailingArgs }}
`);
  const { stdout, stderr } = await box.run(
    ["say", "{{ .x }},b", "--times=7", "--tag", "p", "--tag", "q", "-l", "--", "a b", "$HOME", "--tag"],
  );
  assert.equal(stdout, "{{ .x }},b|7|p+q|true|a b|$HOME|--tag|", stderr);
  const bad = await box.run(["say", "--times", "many"]);
  assert.deepEqual([bad.code, bad.stdout], [1, ""]);
  assert.match(bad.stderr, /invalid value "many" for flag --times: use a whole number/);
});

Deno.test("custom commands: env in the order of the file, evaluated once; the exit code of a valueCommand", async () => {
  await using box = await project(`  - name: vars
    env:
      Z: {valueCommand: 'printf "{%s\\n\\n" "{ .no }}"'}
      A: "<{{ .env.Z }}>"
    steps: ['printf "%s" "$A"']
  - {name: fails, env: {X: {valueCommand: "echo why >&2; exit 6"}}, steps: [echo never]}
`);
  assert.equal((await box.run(["vars"])).stdout, "<{{ .no }}>");
  const { code, stdout, stderr } = await box.run(["fails"]);
  assert.deepEqual([code, stdout], [6, ""]);
  assert.match(stderr, /why[^]*valueCommand of env X exited with code 6\s+at atmos\.yaml:11:/);
});

Deno.test("custom commands: below groups of the program, with inherited flags, in help", async () => {
  await using box = await project(`  - name: list
    commands: [{name: birds, description: All birds, steps: [echo wren]}]
  - name: tree
    flags: [{name: size, default: s, values: [s, xl]}]
    commands: [{name: leaf, description: A leaf, arguments: [{name: side, description: which one}], steps: ["echo {{ .Flags.size }}"]}]
  - {name: deep down, steps: [echo deep]}
`);
  assert.equal((await box.run(["list", "birds"])).stdout, "wren\n");
  assert.equal((await box.run(["tree", "--size", "xl", "leaf"])).stdout, "xl\n");
  assert.equal((await box.run(["deep", "down"])).stdout, "deep\n");
  const help = (await box.run(["help", "tree", "leaf"])).stdout;
  assert.match(
    help,
    /^A leaf\n[^]*atmos tree leaf \[flags\] \[side\]\n[^]*which one[^]*--size <s\|xl>[^]*--identity/,
  );
});

Deno.test("custom commands: beside an atmos.yaml that cannot be read, an unknown command stays one", async () => {
  await using box = await sandbox({ "atmos.yaml": "commands: [" });
  const { code, stderr } = await box.run(["build"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /commands of the project are not known: atmos\.yaml:1:\d+: [^]*Unknown command "build"/,
  );
});

Deno.test("custom commands: an install remembers the configuration without losing them", async () => {
  await using box = await project("  - {name: build, steps: [echo built]}\n");
  await makeOld(`${box.project}/atmos.yaml`);
  await Deno.writeTextFile(`${box.project}/.tool-versions`, "");
  assert.equal((await box.run(["toolchain", "install"])).code, 0);
  assert.equal((await box.run(["build"])).stdout, "built\n");
});
