/** `atmos workflow` on the binary: steps, results, conditions, retries and failures. Follows workflows §2 to §8, §11. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

async function project(workflows: string, more: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  return await sandbox({
    "atmos.yaml": "base_path: .\nworkflows: {base_path: flows}\n",
    "flows/w.yaml": `workflows:\n${workflows}`,
    ...more,
  });
}

Deno.test("workflow: steps in order, results and outputs for later ones, environment from everywhere", async () => {
  await using box = await project(`  w:
    env: {A: "1", B: "{{ .env.A }}2"}
    steps:
      - {name: v, type: shell, command: 'echo "  $B "; echo note >&2', outputs: {tag: "v{{ .value }}"}}
      - {type: env, vars: {C: "{{ .steps.v.outputs.tag }}"}}
      - {type: shell, command: 'echo "$C $D"', env: {D: "d{{ .env.C }}"}}
      - {type: format, content: "{{ .steps.v.exit_code }} [{{ .steps.v.stderr }}] {{ .steps.step3.value }}"}
`);
  const { code, stdout, stderr } = await box.run(["workflow", "w"]);
  assert.deepEqual([code, stdout, stderr], [0, "  12 \nv12 dv12\n0 [note\n] v12 dv12\n", "note\n"]);
});

Deno.test("workflow: a failure tells how to go on, keeps its code, and lets only what wants it run", async () => {
  await using box = await project(`  w:
    stack: dev
    steps:
      - {type: shell, command: echo one}
      - {name: it's hard, type: shell, command: "echo two; exit 7"}
      - {type: shell, command: echo never}
      - {type: shell, command: 'echo "after {{ (index .steps "it''s hard").exit_code }}"', when: failure}
      - {type: shell, command: echo always, when: "status == 'failure' && env.HOME != ''"}
`);
  const { code, stdout, stderr } = await box.run(["workflow", "w"]);
  assert.deepEqual([code, stdout], [7, "one\ntwo\nafter 7\nalways\n"]);
  assert.match(stderr, /exited with code 7[^]*atmos workflow w -f w --from-step 'it'\\''s hard' -s 'dev'/);
  const rest = await box.run(["workflow", "w", "--from-step", "step3"]);
  assert.deepEqual([rest.code, rest.stdout], [0, "never\n"]);
  assert.match(
    (await box.run(["workflow", "w", "--from-step", "nope"])).stderr,
    /does not exist[^]*it's hard/,
  );
});

Deno.test("workflow: attempts, forgiven failures, time limits, and an end with a code", async () => {
  await using box = await project(`  retry:
    steps:
      - {name: s, type: shell, command: 'echo x >> tries; [ "$(wc -l < tries)" -ge 3 ]', retry: {max_attempts: 5, initial_delay: 1ms}}
      - {type: format, content: "{{ .steps.s.attempts }}"}
  exhausted: {steps: [{type: shell, command: exit 5, retry: {max_attempts: 2}}]}
  forgiven: {steps: [{type: shell, command: exit 5, continue: always}, {type: shell, command: echo on}]}
  late: {steps: [{type: shell, command: sleep 20, timeout: 100ms}]}
  end: {steps: [{type: exit, code: 4, content: bye}, {type: shell, command: echo never}]}
`);
  assert.deepEqual((await box.run(["workflow", "retry"])).stdout, "3\n");
  const exhausted = await box.run(["workflow", "exhausted"]);
  assert.equal(exhausted.code, 5);
  assert.match(exhausted.stderr, /max attempts \(2\) exceeded/);
  const forgiven = await box.run(["workflow", "forgiven"]);
  assert.deepEqual([forgiven.code, forgiven.stdout], [0, "on\n"]);
  const late = await box.run(["workflow", "late"]);
  assert.equal(late.code, 124);
  assert.match(late.stderr, /100ms/);
  const end = await box.run(["workflow", "end"]);
  assert.deepEqual([end.code, end.stdout, end.stderr], [4, "", "bye\n"]);
});

Deno.test("workflow: what is wrong anywhere is told with its place before the first step", async () => {
  const cases: [steps: string, says: RegExp][] = [
    ["{type: dance}", /unsupported type `dance`[^]*flows\/w\.yaml:2:\d+/],
    ["{type: shell, command: x, when: 'colour == 1'}", /when[^]*colour/],
    ["{type: shell, command: x, retry: {max_attempts: 0}}", /max_attempts must be greater than zero/],
    ["{type: shell, command: x, timeout: soon}", /timeout is no duration/],
    ["{type: format, content: x, retry: {max_attempts: 2}}", /format step takes no retry/],
  ];
  for (const [steps, says] of cases) {
    await using box = await project(`  w: {steps: [{type: shell, command: touch ran}, ${steps}]}\n`);
    const { code, stderr } = await box.run(["workflow", "w"]);
    assert.equal(code, 1, steps);
    assert.match(stderr, says);
    await assert.rejects(Deno.stat(`${box.project}/ran`), Deno.errors.NotFound);
  }
});

Deno.test("workflow: secrets are hidden in output and results, in pieces too", async () => {
  await using box = await project(`  w:
    steps:
      - {name: s, type: shell, command: 'printf tok-; sleep 0.1; echo secret-1; echo "AKIA""ABCDEFGHIJKLMNOP"'}
      - {type: format, content: "[{{ .steps.s.value }}]"}
`);
  const env = { GITHUB_TOKEN: "tok-secret-1" };
  const hidden = "<MASKED>\n<MASKED>\n";
  assert.equal((await box.run(["workflow", "w"], { env })).stdout, `${hidden}[${hidden.trim()}]\n`);
  const shown = await box.run(["workflow", "w", "--mask=false"], { env });
  assert.match(shown.stdout, /^tok-secret-1\nAKIA/);
});

Deno.test("workflow: questions take their default without a terminal, or are an error", async () => {
  await using box = await project(
    `  w: {steps: [{name: n, type: input, prompt: Name, default: me}, {type: format, content: "{{ .steps.n.value }}"}]}
  none: {steps: [{type: confirm, prompt: Sure}]}
`,
  );
  assert.equal((await box.run(["workflow", "w"])).stdout, "me\n");
  const none = await box.run(["workflow", "none"]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /interactive terminal required for step/);
});

Deno.test("workflow: atmos steps run this program, with the stack that wins", async () => {
  await using box = await project(
    `  w: {stack: dev, steps: [{command: 'show "a b" $HOME'}, {command: atmos show c, stack: own}]}\n`,
    {
      "atmos.yaml": `base_path: .
workflows: {base_path: flows}
commands:
  - {name: show, arguments: [{name: x}, {name: y}], flags: [{name: stack, shorthand: s}],
     steps: ['echo "{{ .Arguments.x }}|{{ .Flags.stack }}|$ATMOS_SHLVL"']}
`,
    },
  );
  const { stdout, stderr } = await box.run(["workflow", "w"]);
  assert.equal(stdout, "a b|dev|2\nc|own|2\n", stderr);
  assert.match(stderr, /Executing command: atmos show "a b"/);
  assert.match((await box.run(["workflow", "w", "-s", "flag"])).stdout, /^a b\|flag/);
});

Deno.test("workflow: found by name, by file, or told what there is", async () => {
  await using box = await project("  w: {description: one, steps: [{type: shell, command: echo w}]}\n", {
    "flows/sub/v2.yml": "workflows: {w: {steps: [{type: shell, command: echo v2}]}, other: {steps: []}}",
    "flows/broken.yaml": "workflows: [",
  });
  assert.match((await box.run(["workflow", "w"])).stderr, /Multiple workflow files[^]*sub\/v2\.yml, w\.yaml/);
  assert.equal((await box.run(["workflow", "w", "-f", "sub/v2"])).stdout, "v2\n");
  assert.match((await box.run(["workflow", "x"])).stderr, /No workflow found with name `x`/);
  assert.match((await box.run(["workflow"])).stderr, /workflow name required[^]*w\.yaml: w/);
  assert.match((await box.run(["workflow", "other"])).stderr, /requires at least one step/);
  const list = await box.run(["list", "workflows"]);
  assert.equal(list.stdout, "sub/v2.yml\tother\t\t0\nsub/v2.yml\tw\t\t1\nw.yaml\tw\tone\t1\n");
  const map = await box.run(["describe", "workflows", "-o", "map", "-f", "json"]);
  assert.deepEqual(JSON.parse(map.stdout), { "sub/v2.yml": ["other", "w"], "w.yaml": ["w"] });
});

Deno.test("workflow: a dry run tells every step and runs none", async () => {
  await using box = await project(
    `  w: {steps: [{name: a, type: shell, command: touch ran}, {type: format, content: "{{ .steps.a.value }}"}]}\n`,
  );
  const { code, stdout, stderr } = await box.run(["workflow", "w", "--dry-run"]);
  assert.deepEqual([code, stdout], [0, "<a>\n"]);
  assert.match(stderr, /\[1\/2\] a \(shell\): touch ran/);
  await assert.rejects(Deno.stat(`${box.project}/ran`), Deno.errors.NotFound);
});
