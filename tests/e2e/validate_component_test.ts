/** `atmos validate component` on the binary, with a stand-in for opa. Follows stacks §16.2. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const PROJECT = {
  "atmos.yaml": `stacks: {base_path: st, included_paths: ["*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: modules}}
schemas: {jsonschema: {base_path: rules}, opa: {base_path: rules}}
`,
  "rules/size.json": '{"properties":{"vars":{"properties":{"size":{"maximum":5}}}}}',
  "rules/size.rego": "package atmos\n",
  "rules/lib/limits.rego": "package atmos.limits\n",
  "st/a.yaml": `vars: {stage: a}
components:
  terraform:
    c:
      vars: {size: 9}
      settings:
        validation:
          first: {schema_type: jsonschema, schema_path: size.json}
          second: {schema_type: opa, schema_path: size.rego, module_paths: [lib]}
`,
};

/** Keeps its words and its input; answers what the test wants. */
const OPA = `#!/bin/sh
printf '%s\\n' "$@" > "$LOG.args"
cat > "$LOG.input"
case "$MOOD" in
  old) case "$2" in --v0*) echo "Error: unknown flag: $2" >&2; exit 1;; esac;;
  slow) exec sleep 30;;
esac
printf '%s' '{"result":[{"expressions":[{"value":["too big"]}]}]}'
`;

async function project() {
  const box = await sandbox({ ...PROJECT, "bin/opa": OPA });
  await Deno.chmod(`${box.project}/bin/opa`, 0o755);
  return box;
}

function validate(box: Sandbox, words: readonly string[], env: Record<string, string> = {}) {
  return box.run(["validate", "component", "c", "-s", "a", ...words], {
    env: { PATH: `${box.project}/bin:${box.env["PATH"]}`, LOG: `${box.root}/opa`, ...env },
  });
}

Deno.test("validate component runs every check, and hands the component to opa over stdin", async () => {
  await using box = await project();
  const { code, stdout, stderr } = await validate(box, [], { TOKEN: "opensesame" });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /Component validation failed/);
  assert.match(stderr, /"instanceLocation": "\/vars\/size",\s+"error": "must be <= 5 but found 9"/);
  assert.match(stderr, /OPA policy violations detected \(settings\.validation\.second\)\s+too big/);
  const args = await Deno.readTextFile(`${box.root}/opa.args`);
  assert.ok(
    args.includes(`--data\n${box.project}/rules/size.rego\n--data\n${box.project}/rules/lib\n`),
    args,
  );
  assert.doesNotMatch(args, /opensesame/);
  const input = JSON.parse(await Deno.readTextFile(`${box.root}/opa.input`));
  assert.equal(input.vars.size, 9);
  assert.equal(input.atmos_stack, "a");
  assert.equal(input.process_env.TOKEN, "opensesame");
  assert.equal(input.component_type, undefined);
});

Deno.test("validate component works with releases of opa that know one language only", async () => {
  await using box = await project();
  const { code, stderr } = await validate(box, ["--schema-path", "size.rego", "--schema-type", "opa"], {
    MOOD: "old",
  });
  assert.equal(code, 1);
  assert.match(stderr, /too big/);
  assert.doesNotMatch(stderr, /unknown flag/);
});

Deno.test("validate component ends a policy that takes too long, and says how to give it more time", async () => {
  await using box = await project();
  const words = ["--schema-path", "size.rego", "--schema-type", "opa", "--timeout", "1"];
  const { code, stderr } = await validate(box, words, { MOOD: "slow" });
  assert.equal(code, 1);
  assert.match(stderr, /took longer than 1 s/);
  assert.match(stderr, /--timeout/);
});

Deno.test("validate component says which check names a file that is not there, and where it looked", async () => {
  await using box = await project();
  const words = ["--schema-path", "no.json", "--schema-type", "jsonschema"];
  const { code, stderr } = await validate(box, words);
  assert.equal(code, 1);
  assert.match(stderr, /no\.json does not exist/);
  assert.match(stderr, /rules\/no\.json, no\.json/);
  assert.match(stderr, /schemas\.jsonschema\.base_path/);
});

Deno.test("terraform does not run on a component that its policies refuse", async () => {
  await using box = await project();
  await box.write({
    "modules/c/main.tf": "",
    "bin/terraform": '#!/bin/sh\necho ran "$@" >> "$LOG.terraform"\n',
  });
  await Deno.chmod(`${box.project}/bin/terraform`, 0o755);
  const env = { PATH: `${box.project}/bin:${box.env["PATH"]}`, LOG: `${box.root}/opa` };
  const { code, stderr } = await box.run(["terraform", "plan", "c", "-s", "a"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /invalid component/);
  assert.match(stderr, /The component 'c' did not pass the validation policies/);
  assert.match(stderr, /too big/);
  await assert.rejects(Deno.stat(`${box.root}/opa.terraform`), Deno.errors.NotFound);
});
