/** The project of examples/workflows does what docs/workflows.md says. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const EXAMPLE = new URL("../../examples/workflows/", import.meta.url);
const read = (name: string) => Deno.readTextFile(new URL(name, EXAMPLE));

Deno.test("examples/workflows: release runs, tries again what failed, and cleans up", async () => {
  await using box = await sandbox({
    "atmos.yaml": await read("atmos.yaml"),
    "workflows/release.yaml": await read("workflows/release.yaml"),
  });
  const { code, stdout, stderr } = await box.run(["workflow", "release"], { env: { CI: "" } });
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split("\n");
  assert.deepEqual(lines.slice(0, 2).sort(), ["code is fine", "docs are fine"]);
  assert.deepEqual(lines.slice(2), ["docs are fine, code is fine", "acme-1.10-linux", "acme-1.10-darwin"]);
  assert.match(stderr, /\[checks\] summary: 3 succeeded, 0 failed, 0 skipped, 0 canceled/);
  await assert.rejects(Deno.stat(`${box.project}/ready`), Deno.errors.NotFound);
  assert.match((await box.run(["workflow", "release"], { env: { CI: "true" } })).stdout, /only in CI/);
});

Deno.test("workdir: a copy, replaced when asked for, never over what holds the project", async () => {
  const step = (more: string) => `{type: workdir, source: src, ${more}}`;
  await using box = await sandbox({
    "atmos.yaml": "workflows: {base_path: wf}\n",
    "src/deep/run.sh": "#!/bin/sh\necho ran\n",
    "old/mine.txt": "mine\n",
    "wf/w.yaml": `workflows:
  copy: {steps: [${step("path: made/here")}, {type: shell, command: made/here/deep/run.sh}]}
  again: {steps: [${step("path: old")}]}
  reset: {steps: [${step("path: old, reset: true")}, {type: shell, command: "find old -type f"}]}
  up: {steps: [${step("path: .., reset: true")}]}
  self: {steps: [${step("path: src, reset: true")}]}
  inner: {steps: [${step("path: src/deeper")}]}
`,
  });
  await Deno.chmod(`${box.project}/src/deep/run.sh`, 0o755);
  assert.equal((await box.run(["workflow", "copy"])).stdout, "ran\n");
  const again = await box.run(["workflow", "again"]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /old already exists[^]*reset: true/);
  assert.equal(await Deno.readTextFile(`${box.project}/old/mine.txt`), "mine\n");
  assert.equal((await box.run(["workflow", "reset"])).stdout, "old/deep/run.sh\n");
  for (
    const [name, says] of [["up", /holds/], ["self", /holds/], ["inner", /inside of its source/]] as const
  ) {
    const { code, stderr } = await box.run(["workflow", name]);
    assert.equal(code, 1, name);
    assert.match(stderr, says, name);
  }
  assert.equal((await Deno.stat(`${box.project}/src/deep/run.sh`)).isFile, true);
});
