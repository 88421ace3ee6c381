/** `atmos validate stacks` on the binary. Follows stacks §16.1. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const ATMOS = 'stacks: {base_path: st, included_paths: ["sites/*"], name_template: "{{ .vars.stage }}"}\n';

async function validate(box: Sandbox, ...words: string[]) {
  return await box.run(["validate", "stacks", ...words]);
}

Deno.test("validate stacks tells every fault of every file with its place", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": ATMOS,
    "st/sites/a.yaml": "import: [parts/ok]\nvars: {stage: a}\n",
    "st/sites/b.yaml":
      "vars: {stage: b}\ncomponents:\n  terraform:\n    one: {metadata: {inherits: [none]}}\n    two: {metadata: {inherits: [lost]}}\n",
    "st/parts/ok.yaml": "vars: {x: 1}\n",
    "st/parts/circle.yaml": "import: [parts/other]\n",
    "st/parts/other.yaml": "import: [parts/circle]\n",
    "st/parts/types.yaml":
      "vars: [1]\nterraform:\n  backend_type: s4\n  hooks: 5\ncomponents: {terraform: {c: {metadata: {enabled: maybe}}}}\n",
  });
  const { code, stdout, stderr } = await validate(box);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  for (
    const line of [
      "st/parts/types.yaml:1:7: error: vars: expected string or object, but got array",
      "st/parts/types.yaml:3:17: error: terraform.backend_type: value must be one of 'local', 's3'",
      "st/parts/types.yaml:4:10: error: terraform.hooks: expected string or object, but got number",
      "st/parts/types.yaml:5:50: error: components.terraform.c.metadata.enabled: expected boolean, but got string",
      "imports itself over other files",
      "'none'",
      "'lost'",
    ]
  ) assert.ok(stderr.includes(line), `${line} in ${stderr}`);
  assert.doesNotMatch(stderr, /parts\/ok/);
});

Deno.test("validate stacks tells components that several manifests define, and not alike", async () => {
  await using box = await sandbox();
  const stack = (size: number) => `vars: {stage: a}\ncomponents: {terraform: {c: {vars: {size: ${size}}}}}\n`;
  await box.write({ "atmos.yaml": ATMOS, "st/sites/a.yaml": stack(1), "st/sites/b.yaml": stack(1) });
  assert.equal((await validate(box)).code, 0);
  await box.write({ "st/sites/b.yaml": stack(2) });
  const { code, stderr } = await validate(box);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /'c' in the stack 'a'.*more than one top-level stack manifest file.*sites\/a, sites\/b/,
  );
});

Deno.test("validate stacks warns of keys that nobody knows, and refuses them when it is strict", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": ATMOS,
    "st/sites/a.yaml":
      "vars: {stage: a}\nx-own: 1\ncomponents: {terraform: {c: {varz: {a: 1}, x-note: 1}}}\n",
  });
  const loose = await validate(box), strict = await validate(box, "--strict");
  const text = "st/sites/a.yaml:3:30: KIND: components.terraform.c: unknown key 'varz'; did you mean vars?";
  assert.equal(loose.code, 0);
  assert.ok(loose.stderr.includes(text.replace("KIND", "warning")), loose.stderr);
  assert.equal(strict.code, 1);
  assert.ok(strict.stderr.includes(text.replace("KIND", "error")), strict.stderr);
  assert.doesNotMatch(strict.stderr, /x-/);
});

Deno.test("validate stacks accepts whatever the loader evaluates later", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": ATMOS,
    "st/sites/a.yaml": `vars: {stage: a, list: !append [1]}
components:
  terraform:
    c:
      backend_type: !env BACKEND
      metadata: {enabled: "{{ .vars.on }}", locked: !env LOCKED}
      retry: {max_attempts: !env TRIES}
      settings: !unset
      source: {uri: a, version: 1.0.0}
`,
  });
  const { code, stderr } = await validate(box);
  assert.equal(stderr, "✓ All stacks validated successfully\n");
  assert.equal(code, 0);
});
