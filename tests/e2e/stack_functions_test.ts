/** YAML functions and templates of manifests on the binary: what they see and become. Follows templates §4, stacks §5.3. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const ATMOS =
  `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: components/terraform}}
templates: {settings: {enabled: true, sprig: {enabled: true}}}
`;

async function queried(box: Sandbox, component: string, query: string, more: readonly string[] = []) {
  const words = ["describe", "component", component, "-s", "dev", "-f", "json", "-q", query, ...more];
  const { code, stdout, stderr } = await box.run(words);
  return { code, value: code === 0 ? JSON.parse(stdout) : undefined, stderr };
}

Deno.test("templates see functions as they are written, and a plain reference to one is that function", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components:
  terraform:
    app:
      settings: {call: !exec echo ran, list: !append [a]}
      vars:
        same: '{{ .settings.call }}'
        text: '<{{ .settings.call }}>'
        made: '{{ print "!exec " "echo no" }}'
        list: !template '{{ toJson .settings.list }}'
        number: !literal 5
        quoted: !literal "5"
        loose: !append word
        ? !env KEY
        : kept
`,
  });
  const { value } = await queried(box, "app", ".vars");
  assert.deepEqual(value, {
    stage: "dev",
    same: "ran",
    text: "<!exec echo ran>",
    made: "!exec echo no",
    list: ["a"],
    number: 5,
    quoted: "5",
    loose: "word",
    "!env KEY": "kept",
  });
});

Deno.test("a function of a library that is off is told with the setting that has it", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS.replace(", sprig: {enabled: true}", ""),
    "stacks/deploy/dev.yaml":
      `{vars: {stage: dev}, components: {terraform: {app: {vars: {a: '{{ toJson .vars }}'}}}}}`,
  });
  const { code, stderr } = await queried(box, "app", ".vars");
  assert.equal(code, 1);
  assert.match(stderr, /function "toJson" not defined[^]*`templates\.settings\.sprig\.enabled: true`/);
});

Deno.test("a rendered text is a function where the project allows it", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS.replace("enabled: true", "enabled: true, allow_rendered_functions: true"),
    "stacks/deploy/dev.yaml":
      `{vars: {stage: dev}, components: {terraform: {app: {vars: {made: '{{ print "!exec " "echo yes" }}'}}}}}`,
  });
  assert.equal((await queried(box, "app", ".vars.made")).value, "yes");
});

Deno.test("!unset is a text when functions are off or it is skipped; in quotes it is the function too", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/deploy/dev.yaml":
      `{vars: {stage: dev, a: 1, b: 2}, components: {terraform: {app: {vars: {a: !unset , b: "!unset"}}}}}`,
  });
  assert.deepEqual((await queried(box, "app", ".vars")).value, { stage: "dev" });
  const kept = { stage: "dev", a: "!unset", b: "!unset" };
  assert.deepEqual((await queried(box, "app", ".vars", ["--skip", "unset"])).value, kept);
  assert.deepEqual((await queried(box, "app", ".vars", ["--process-functions=false"])).value, kept);
});

Deno.test("a script that fails decides the exit code, one that is none is a plain error", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/deploy/dev.yaml":
      `{vars: {stage: dev}, components: {terraform: {seven: {vars: {x: !exec exit 7}}, broken: {vars: {x: !exec "echo 'a"}}}}}`,
  });
  const seven = await queried(box, "seven", ".vars");
  assert.equal(seven.code, 7);
  assert.match(seven.stderr, /!exec exit 7 at vars\.x[^]*exit code 7/);
  assert.equal((await queried(box, "broken", ".vars")).code, 1);
});

Deno.test("functions may give whole sections and backends, but not metadata", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components:
  terraform:
    app: {vars: !template '{"t":1}', backend_type: local, backend: {local: !template '{"path":"p"}'}}
    whole: {backend_type: s3, backend: !template '{"s3":{"bucket":"b"}}'}
`,
    "stacks/deploy/other.yaml":
      `{vars: {stage: other}, components: {terraform: {bad: {metadata: !template '{}'}}}}`,
  });
  const words = ["describe", "component", "app", "-s", "deploy/dev", "-f", "json", "-q"];
  const app = await box.run([...words, "[.vars, .backend]"]);
  assert.deepEqual(JSON.parse(app.stdout), [{ stage: "dev", t: 1 }, { path: "p" }]);
  const whole = await box.run([...words.with(2, "whole"), ".backend"]);
  assert.deepEqual(JSON.parse(whole.stdout), { bucket: "b", workspace_key_prefix: "whole" });
  const bad = await box.run(["list", "stacks"]);
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /invalid component metadata section[^]*components\.terraform\.bad\.metadata/);
});

Deno.test("import paths see their context and what was imported before", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/base.yaml": "{settings: {tier: gold}, vars: {region: north}}",
    "stacks/below.yaml": 'import: ["tier/{{ .settings.tier }}"]',
    "stacks/tier/gold.yaml": "vars: {tier: gold}",
    "stacks/tier/tin.yaml": "vars: {tier: tin}",
    "stacks/deploy/dev.yaml": `import:
  - base
  - below
  - {path: "{{ .dir }}/tin", context: {dir: tier}, skip_if_missing: true}
vars: {stage: dev}
components: {terraform: {app: {}}}
`,
    "stacks/deploy/late.yaml": "{import: ['tier/{{ .settings.tier }}', base], vars: {stage: late}}",
  });
  const run = (stack: string) =>
    box.run(["describe", "component", "app", "-s", stack, "-f", "json", "-q", "[.vars.tier, .imports]"]);
  const dev = await run("deploy/dev");
  assert.deepEqual(JSON.parse(dev.stdout), ["tin", ["base", "below", "tier/gold", "tier/tin"]]);
  const late = await run("deploy/late");
  assert.equal(late.code, 1);
  assert.match(
    late.stderr,
    /import path that cannot be rendered[^]*stacks\/deploy\/late\.yaml:1:11[^]*settings/,
  );
});

Deno.test("import paths stay as they are while templates are off, and the error says so", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS.replace("enabled: true", "enabled: false"),
    "stacks/deploy/dev.yaml": "{import: ['{{ .x }}'], vars: {stage: dev}}",
  });
  const { code, stderr } = await box.run(["list", "stacks"]);
  assert.equal(code, 1);
  assert.match(stderr, /stack import not found: '\{\{ \.x \}\}'[^]*templates\.settings\.enabled/);
});

Deno.test("a template of names that is none is told; a manifest without a name is told to who looks for it", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/deploy/dev.yaml": "{vars: {stage: dev}, components: {terraform: {app: {}}}}",
    "stacks/deploy/odd.yaml": "{components: {terraform: {app: {}}}}",
  });
  const missing = await box.run(["describe", "component", "app", "-s", "odd"]);
  assert.match(missing.stderr, /Manifests without a name:\s+deploy\/odd: [^\n]*no entry for key "stage"/);
  await box.write({ "atmos.yaml": ATMOS.replace("{{ .vars.stage }}", "{{ .vars.stage") });
  const broken = await box.run(["describe", "component", "app", "-s", "dev"]);
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /stacks\.name_template is no template[^]*unclosed action/);
});
