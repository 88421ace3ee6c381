/** Steps that run at the same time: order, limits, failures, output. Follows workflows §11.6. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

async function project(steps: string, env: Readonly<Record<string, string>> = {}) {
  const box = await sandbox({
    "atmos.yaml": "workflows: {base_path: wf}\n",
    "wf/w.yaml": `workflows:\n  w:\n    steps:\n${steps}`,
  });
  return { box, run: () => box.run(["workflow", "w"], { env }) };
}

Deno.test("parallel: children meet each other, so they do run at the same time", async () => {
  const meet = (own: string, other: string) =>
    `"touch ${own}; i=0; while [ ! -e ${other} ]; do i=$((i+1)); [ $i -gt 500 ] && exit 9; sleep 0.02; done"`;
  const { box, run } = await project(`      - name: p
        type: parallel
        steps:
          - {name: a, type: shell, command: ${meet("a", "b")}}
          - {name: b, type: shell, command: ${meet("b", "a")}}
`);
  await using _ = box;
  const { code, stderr } = await run();
  assert.equal(code, 0, stderr);
  assert.match(stderr, /\[p\] summary: 2 succeeded, 0 failed, 0 skipped, 0 canceled/);
});

Deno.test("parallel: fail_fast ends what runs, the first code counts, the rest is skipped", async () => {
  const { box, run } = await project(`      - name: p
        type: parallel
        fail: {mode: fail_fast}
        max_concurrency: 2
        steps:
          - {name: slow, type: shell, command: "touch started; exec sleep 300"}
          - {name: bad, type: shell, command: "while [ ! -e started ]; do sleep 0.02; done; exit 5"}
          - {name: late, type: shell, command: touch late}
      - {type: format, when: always, content: "{{ .steps.slow.status }} {{ .steps.slow.canceled }} {{ .steps.late.status }}"}
`);
  await using _ = box;
  const { code, stdout, stderr } = await run();
  assert.deepEqual({ code, stdout }, { code: 5, stdout: "canceled true skipped\n" }, stderr);
  assert.match(stderr, /0 succeeded, 1 failed, 1 skipped, 1 canceled/);
  await assert.rejects(Deno.stat(`${box.project}/late`), Deno.errors.NotFound);
});

Deno.test("parallel: lines stay whole, and secrets hidden, however they come", async () => {
  const child = (name: string) =>
    `{name: ${name}, type: shell, command: "printf ${name}1; sleep 0.05; echo ${name}2; ` +
    `printf top-se; sleep 0.05; echo cret-token"}`;
  const { box, run } = await project(
    `      - {name: p, type: parallel, output: prefixed, steps: [${child("a")}, ${child("b")}]}\n`,
    { GITHUB_TOKEN: "top-secret-token" },
  );
  await using _ = box;
  const { code, stdout, stderr } = await run();
  assert.equal(code, 0, stderr);
  assert.deepEqual(stdout.trim().split("\n").sort(), [
    "[a] <MASKED>",
    "[a] a1a2",
    "[b] <MASKED>",
    "[b] b1b2",
  ]);
});

Deno.test("matrix: a dry run tells every row and runs none", async () => {
  const { box } = await project(`      - name: m
        type: matrix
        matrix: {os: [linux, mac]}
        steps: [{name: t, type: shell, command: "touch ran-{{ .matrix.os }}"}]
`);
  await using _ = box;
  const { code, stdout, stderr } = await box.run(["workflow", "w", "--dry-run"]);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "" }, stderr);
  assert.match(stderr, /m_os_linux_t \(shell\): touch ran-linux\n[^]*m_os_mac_t \(shell\): touch ran-mac\n/);
  await assert.rejects(Deno.stat(`${box.project}/ran-linux`), Deno.errors.NotFound);
});
