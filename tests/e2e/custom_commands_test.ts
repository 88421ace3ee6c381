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

Deno.test("custom commands: what is not understood is refused whole, mistakes name the next step", async () => {
  await using box = await project(`  - {name: templated, steps: [touch ran, "echo {{ .Arguments.x }}"]}
  - {name: typed, steps: [touch ran, {type: toast, content: x}]}
  - {name: needy, arguments: [{name: x}], steps: [touch ran]}
  - {name: empty}
  - {name: version, steps: [touch ran]}
  - {name: plain, steps: [echo first]}
  - {name: plain, steps: [echo last]}
`);
  const cases: [words: string[], code: number, says: RegExp][] = [
    [["templated"], 1, /cannot be run yet[^]*templates in steps[^]*--use-version/],
    [["typed"], 1, /type toast/],
    [["needy"], 1, /arguments/],
    [["empty"], 1, /has no steps[^]*commands in atmos\.yaml/],
    [["plain", "word"], 1, /atmos plain takes no arguments[^]*atmos plain/],
    [["nothing"], 1, /Unknown command "nothing"/],
  ];
  for (const [words, code, says] of cases) {
    const result = await box.run(words);
    assert.equal(result.code, code, words[0]);
    assert.equal(result.stdout, "", words[0]);
    assert.match(result.stderr, says, words[0]);
  }
  await assert.rejects(Deno.stat(`${box.project}/ran`), Deno.errors.NotFound);
  assert.match((await box.run(["version"])).stdout, /^Atmos /);
  assert.equal((await box.run(["plain"])).stdout, "last\n");
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
