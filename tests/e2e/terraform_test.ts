/** `atmos terraform` on the binary: with a tool that writes down how it was called, and with the real one.
 *  Follows components §2 to §7. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { programOnPath } from "../support/program.ts";

const TYPE = "base_path: components/terraform, init_run_reconfigure: true, deploy_run_init: true";

/** Writes its words, directory and chosen variables; fails with `STUB_RC` where `STUB_AT` fits the words. */
const STUB = `#!/bin/sh
echo "$(basename "$PWD"): $*" >> "$STUB_LOG"
env | grep -E '^(FOO|N|B|Z|L|TF_|ATMOS_|AWS_REGION)' | sort > "$STUB_LOG.env"
case "$*" in $STUB_AT) [ -z "$STUB_SAY" ] || printf "$STUB_SAY" >&2; exit "\${STUB_RC:-0}";; esac
case "$1" in output) echo '{"value":{"value":"dev:hi"},"big":{"value":12345678901234567890},"m":{"value":{"a":1}}}';; esac
`;

async function project(component: string, type = TYPE, body = "{vars: {msg: hi}}"): Promise<Sandbox> {
  const box = await sandbox({
    "atmos.yaml":
      `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {${type}}}
`,
    "stacks/deploy/dev.yaml": `vars: {stage: dev}\ncomponents: {terraform: {${component}: ${body}}}\n`,
    "components/terraform/x/main.tf": "",
    "components/terraform/aws/base/main.tf": "",
    "bin/terraform": STUB,
  });
  await Deno.chmod(`${box.project}/bin/terraform`, 0o755);
  return box;
}

interface Called {
  readonly code: number;
  readonly calls: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly env: readonly string[];
}

async function call(
  box: Sandbox,
  words: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Called> {
  const log = `${box.root}/calls`;
  const { code, stdout, stderr } = await box.run(["terraform", ...words.split(" ")], {
    env: { PATH: `${box.project}/bin:${box.env["PATH"]}`, STUB_LOG: log, STUB_AT: "none", ...env },
  });
  const read = async (path: string) => (await Deno.readTextFile(path).catch(() => "")).trim().split("\n");
  const calls = await read(log), lines = await read(`${log}.env`);
  await Deno.remove(log).catch(() => {});
  return { code, calls: calls.filter((line) => line !== ""), stdout, stderr, env: lines };
}

async function files(box: Sandbox, directory = "x"): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${box.project}/components/terraform/${directory}`));
  return entries.map(({ name }) => name).filter((name) => name !== "main.tf").sort();
}

Deno.test("terraform: init, workspace and the call itself, in this order and with these words", async () => {
  await using box = await project("x");
  const lead = ["x: init -reconfigure", "x: workspace select -or-create dev"];
  const V = "-var-file dev-x.terraform.tfvars.json";
  const cases: [words: string, calls: readonly string[]][] = [
    ["plan x -s dev", [...lead, `x: plan ${V} -out dev-x.planfile`]],
    ["plan x -s dev --skip-init", [lead[1] ?? "", `x: plan ${V} -out dev-x.planfile`]],
    ["plan -s dev x -target=a.b -parallelism 3 -- -out=p", [
      ...lead,
      `x: plan ${V} -target=a.b -parallelism 3 -out=p`,
    ]],
    ["plan x -s=dev --skip-planfile -concise", [...lead, `x: plan ${V} -concise`]],
    ["apply x -s dev -auto-approve", [...lead, `x: apply ${V} -auto-approve`]],
    ["deploy x -s dev", [...lead, `x: apply ${V} -auto-approve`]],
    ["deploy x -s dev --deploy-run-init=false", [lead[1] ?? "", `x: apply ${V} -auto-approve`]],
    ["destroy x -s dev -auto-approve", [...lead, `x: destroy ${V} -auto-approve`]],
    ["import x a.b id-1 -s dev", [...lead, `x: import ${V} a.b id-1`]],
    ["validate x -s dev", [...lead, "x: validate"]],
    ["output x -s dev -- -raw value", [...lead, "x: output -raw value"]],
    ["init x -s dev -upgrade", ["x: init -reconfigure -upgrade"]],
    ["workspace x -s dev", lead],
    ["workspace list x -s dev", ["x: init -reconfigure", "x: workspace list"]],
    ["state mv x a.b a.c -s dev", [...lead, "x: state mv a.b a.c"]],
    ["providers lock x -s dev -platform=linux_amd64", [
      "x: init -reconfigure",
      "x: providers lock -platform=linux_amd64",
    ]],
    ["fmt x -s dev", ["x: fmt"]],
    ["test x -s dev", [...lead, `x: test ${V} -var-file dev-x.terraform.test.tfvars.json`]],
  ];
  for (const [words, calls] of cases) {
    const result = await call(box, words);
    assert.deepEqual([result.code, result.calls], [0, calls], `${words}: ${result.stderr}`);
  }
  const quoted = await box.run(["terraform", "state list", "x", "-s", "dev"], {
    env: { PATH: `${box.project}/bin:/usr/bin:/bin`, STUB_LOG: `${box.root}/calls`, STUB_AT: "none" },
  });
  assert.equal(quoted.code, 0, quoted.stderr);
  assert.match(await Deno.readTextFile(`${box.root}/calls`), /x: state list$/m);
});

Deno.test("terraform: what is kept and what goes, by subcommand and success", async () => {
  await using box = await project("x");
  await call(box, "plan x -s dev");
  assert.deepEqual(await files(box), ["dev-x.terraform.tfvars.json"]);
  assert.equal(
    await Deno.readTextFile(`${box.project}/components/terraform/x/dev-x.terraform.tfvars.json`),
    '{\n  "msg": "hi",\n  "stage": "dev"\n}\n',
  );
  await box.write({ "components/terraform/x/dev-x.planfile": "" });
  const applied = await call(box, "apply x -s dev --from-plan");
  assert.equal(applied.calls.at(-1), "x: apply dev-x.planfile");
  assert.deepEqual(await files(box), []);
  const missing = await call(box, "deploy x -s dev --from-plan");
  assert.deepEqual([missing.code, missing.calls], [1, []]);
  assert.match(missing.stderr, /plan file not found: components\/terraform\/x\/dev-x\.planfile/);
  await box.write({ "my.plan": "" });
  const other = await call(box, "apply x -s dev --planfile my.plan");
  assert.equal(other.calls.at(-1), `x: apply ${await Deno.realPath(box.project)}/my.plan`);
  assert.ok(await Deno.stat(`${box.project}/my.plan`));
  const failed = await call(box, "deploy x -s dev", { STUB_AT: "apply*", STUB_RC: "3" });
  assert.equal(failed.code, 3);
  assert.deepEqual(await files(box), ["dev-x.terraform.tfvars.json"]);
});

Deno.test("terraform: a workspace that cannot be selected is made, what both say is shown when neither helps", async () => {
  await using box = await project("x");
  const made = await call(box, "plan x -s dev", { STUB_AT: "workspace\\ select*", STUB_RC: "1" });
  assert.equal(made.calls[2], "x: workspace new dev");
  assert.equal(made.code, 0);
  const failed = await call(box, "plan x -s dev", { STUB_AT: "workspace*", STUB_RC: "1" });
  assert.deepEqual([failed.code, failed.calls.length], [1, 3]);
  await box.write({ "components/terraform/x/.terraform/environment": "dev" });
  const there = await call(box, "workspace x -s dev --skip-init", { STUB_AT: "workspace*", STUB_RC: "1" });
  assert.equal(there.code, 0, there.stderr);
  const own = await call(box, "plan x -s dev", { TF_WORKSPACE: "z" });
  assert.ok(!own.calls.some((line) => line.includes("workspace")));
});

Deno.test("terraform: the environment of the component, and its own", async () => {
  const body = "{env: {FOO: bar, N: 1, B: true, Z: null, L: [a]}, vars: {region: r1}}";
  await using box = await project("x", TYPE, body);
  const { env, code, stderr } = await call(box, "import x a b -s dev", { ATMOS_SHLVL: "2", Z: "kept" });
  assert.equal(code, 0, stderr);
  const names = (line: string) => !/^TF_(?:APPEND|PLUGIN)/.test(line);
  const root = await Deno.realPath(box.project);
  assert.deepEqual(env.filter(names), [
    `ATMOS_BASE_PATH=${root}`,
    `ATMOS_CLI_CONFIG_PATH=${root}`,
    "ATMOS_SHLVL=3",
    `ATMOS_TOOLCHAIN_PATH=${box.home}/.cache/atmos/toolchain`,
    `ATMOS_TOOL_VERSIONS=${root}/.tool-versions`,
    "AWS_REGION=r1",
    "B=true",
    "FOO=bar",
    'L=["a"]',
    "N=1",
    "TF_IN_AUTOMATION=true",
    "Z=kept",
  ]);
  const cache = env.find((line) => line.startsWith("TF_PLUGIN_CACHE_DIR="))?.split("=")[1] ?? "";
  assert.ok((await Deno.stat(cache)).isDirectory);
  const own = await call(box, "validate x -s dev", { TF_PLUGIN_CACHE_DIR: `${box.root}/mine` });
  assert.ok(own.env.includes(`TF_PLUGIN_CACHE_DIR=${box.root}/mine`));
  assert.ok((await Deno.stat(`${box.root}/mine`)).isDirectory);
});

Deno.test("terraform: backend, providers and versions are written for terraform, for their owner alone", async () => {
  const body = `{vars: {}, backend_type: s3, backend: {s3: {bucket: b}}, required_version: "~> 1.5",
    providers: {aws: {region: a}, aws.east: {region: e}}}`;
  await using box = await project("x", `${TYPE}, auto_generate_backend_file: true`, body);
  await call(box, "plan x -s dev");
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(`${box.project}/components/terraform/x/${name}`));
  assert.deepEqual(await read("backend.tf.json"), {
    terraform: { backend: { s3: { bucket: "b", workspace_key_prefix: "x" } } },
  });
  assert.deepEqual(await read("providers_override.tf.json"), {
    provider: { aws: [{ region: "a" }, { region: "e", alias: "east" }] },
  });
  assert.deepEqual(await read("terraform_override.tf.json"), { terraform: { required_version: "~> 1.5" } });
  const { mode } = await Deno.stat(`${box.project}/components/terraform/x/backend.tf.json`);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  await Deno.remove(`${box.project}/components/terraform/x/backend.tf.json`);
  await call(box, "plan x -s dev --auto-generate-backend-file=false");
  assert.ok(!(await files(box)).includes("backend.tf.json"));
});

Deno.test("terraform: names of files follow the instance and its directory", async () => {
  const cases: [name: string, metadata: string, directory: string, stem: string][] = [
    ["x", "{}", "x", "dev-x"],
    ["aws/base", "{}", "aws/base", "dev-aws-base"],
    ["img", "{component: aws/base}", "aws/base", "dev-aws-img"],
    ["b/vpc", "{component: x}", "x", "dev-b-vpc"],
  ];
  for (const [name, metadata, directory, stem] of cases) {
    await using box = await project(name, TYPE, `{metadata: ${metadata}}`);
    const { code, stderr } = await call(box, `plan ${name} -s dev`);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await files(box, directory), [`${stem}.terraform.tfvars.json`]);
  }
});

Deno.test("terraform: what may not be run is not run, and what is wrong is told", async () => {
  const cases: [body: string, words: string, code: number, says: RegExp][] = [
    ["{metadata: {type: abstract}}", "plan x -s dev", 1, /abstract component cannot be provisioned/],
    ["{metadata: {locked: true}}", "apply x -s dev", 1, /locked component cannot be provisioned/],
    ["{metadata: {locked: true}}", "state rm x a -s dev", 1, /metadata\.locked/],
    ["{metadata: {enabled: false}}", "plan x -s dev", 0, /x is not enabled and skipped/],
    ["{}", "plan y -s dev", 1, /invalid component[^]*Could not find the component y in the stack dev/],
    ["{}", "plan x", 1, /the stack is missing/],
    ["{}", "plan -s dev", 1, /component is required/],
    ["{metadata: {component: gone}}", "plan x -s dev", 1, /invalid Terraform component[^]*does not exist/],
    ["{}", "plan x -s dev --refresh", 1, /unknown flag: --refresh[^]*-- --refresh/],
    ["{}", "apply x -s dev", 1, /asks for approval/],
    ["{command: no-such-tofu}", "plan x -s dev", 127, /executable not found: no-such-tofu/],
  ];
  for (const [body, words, code, says] of cases) {
    await using box = await project("x", TYPE, body);
    const result = await call(box, words);
    assert.deepEqual([result.code, result.calls], [code, []], `${words}: ${result.stderr}`);
    assert.match(result.stderr, says);
  }
  await using bare = await project("x", "init_run_reconfigure: true");
  assert.match(
    (await call(bare, "plan x -s dev")).stderr,
    /components\.terraform\.base_path[^]*ATMOS_COMPONENTS_TERRAFORM_BASE_PATH/,
  );
});

Deno.test("terraform: a dry run writes nothing, runs nothing, and tells all of it", async () => {
  await using box = await project("x");
  const { code, calls, stdout, stderr } = await call(box, "plan x -s dev --dry-run");
  assert.deepEqual([code, calls, stdout, await files(box)], [0, [], "", []]);
  assert.match(stderr, /Would write [^\n]*dev-x\.terraform\.tfvars\.json[^]*terraform workspace select/);
});

Deno.test("terraform output: every format, and nothing else on stdout", async () => {
  await using box = await project("x");
  const cases: [words: string, stdout: string][] = [
    ["-f json", '{\n  "big": 12345678901234567890,\n  "m": {\n    "a": 1\n  },\n  "value": "dev:hi"\n}\n'],
    ["-f env", 'value=dev:hi\nbig=12345678901234567890\nm={"a":1}\n'],
    ["-f csv", 'key,value\nvalue,dev:hi\nbig,12345678901234567890\nm,"{""a"":1}"\n'],
    ["-f bash -u --flatten", "export VALUE=dev:hi\nexport BIG=12345678901234567890\nexport M_A=1\n"],
    ["value -f json", '"dev:hi"\n'],
  ];
  for (const [words, stdout] of cases) {
    const result = await call(box, `output x ${words} -s dev`);
    assert.deepEqual([result.code, result.stdout], [0, stdout], result.stderr);
  }
  assert.match((await call(box, "output x vlaue -f json -s dev")).stderr, /not found: vlaue[^]*value/);
  assert.match((await call(box, "output x -f xml -s dev")).stderr, /invalid format: xml[^]*dotenv/);
});

Deno.test("terraform clean: removes what runs leave, when somebody agreed", async () => {
  await using box = await project("x");
  await box.write({ "components/terraform/x/.terraform/environment": "dev" });
  await call(box, "plan x -s dev");
  const asked = await call(box, "clean x -s dev");
  assert.equal(asked.code, 1);
  assert.match(asked.stderr, /Add --force/);
  const done = await call(box, "clean x -s dev --force");
  assert.deepEqual([done.code, await files(box)], [0, []]);
  assert.match((await call(box, "clean x -s dev --force")).stderr, /Nothing to delete/);
});

Deno.test("terraform: the pinned version of a tool runs, two stacks with two versions side by side", async () => {
  await using box = await project("x", TYPE, '{dependencies: {tools: {terraform: "1.9.0"}}}');
  await box.write({
    "stacks/deploy/prod.yaml":
      'vars: {stage: prod}\ncomponents: {terraform: {x: {dependencies: {tools: {terraform: "1.8.0"}}}}}\n',
  });
  const root = `${box.home}/.cache/atmos/toolchain/bin/hashicorp/terraform`;
  for (const version of ["1.9.0", "1.8.0"]) {
    await box.write({ [`${root}/${version}/terraform`]: `#!/bin/sh\necho ${version} "$@"\n` });
    await Deno.chmod(`${root}/${version}/terraform`, 0o755);
  }
  for (const [stack, version] of [["dev", "1.9.0"], ["prod", "1.8.0"]]) {
    const { stdout, code, stderr } = await call(box, `validate x -s ${stack} --skip-init`);
    assert.deepEqual([code, stdout], [0, `${version} validate\n`], stderr);
  }
});

Deno.test("!terraform.output runs terraform once for a component, hides what is sensitive, tells what failed", async () => {
  await using box = await project("x");
  await box.write({
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components:
  terraform:
    x: {}
    y: {vars: {v: !terraform.output x value , n: !terraform.output x .m.a , d: !terraform.output x .no // "d", s: !terraform.output x s}}
    gone: {metadata: {component: gone}}
    z: {vars: {v: !terraform.output gone id}}
`,
    "bin/terraform": STUB.replace('"m":', '"s":{"value":"hidden-word","sensitive":true},"m":'),
  });
  const log = `${box.root}/calls`;
  const env = { PATH: `${box.project}/bin:/usr/bin:/bin`, STUB_LOG: log, STUB_AT: "none" };
  const describe = (component: string, more: Readonly<Record<string, string>> = {}) =>
    box.run(["describe", "component", component, "-s", "dev", "-f", "json", "-q", ".vars"], {
      env: { ...env, ...more },
    });
  const { stdout, stderr } = await describe("y");
  assert.deepEqual(JSON.parse(stdout), { v: "dev:hi", n: 1, d: "d", s: "<MASKED>", stage: "dev" }, stderr);
  assert.equal((await Deno.readTextFile(log)).match(/output -json/g)?.length, 1);
  const failed = await describe("y", {
    STUB_AT: "init*",
    STUB_RC: "1",
    STUB_SAY: "\\033[31mno plugin\\033[0m",
  });
  assert.equal(failed.code, 1);
  assert.match(
    failed.stderr,
    /failed to get terraform output for component x in stack dev[^]*terraform init failed[^]* no plugin\n/,
  );
  assert.match((await describe("z")).stderr, /component gone in stack dev[^]*components\/terraform/);
});

const real = programOnPath("terraform");

Deno.test("terraform: the real one plans, applies and destroys", { ignore: real === undefined }, async () => {
  await using box = await sandbox({
    "atmos.yaml":
      `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {${TYPE}, auto_generate_backend_file: true}}
`,
    "stacks/deploy/dev.yaml": "vars: {stage: dev}\ncomponents: {terraform: {x: {vars: {msg: hi}}}}\n",
    "components/terraform/x/main.tf": `variable "stage" { type = string }
variable "msg" { default = "none" }
resource "terraform_data" "x" { input = "\${var.stage}:\${var.msg}" }
output "value" { value = terraform_data.x.output }
`,
  });
  const env = { PATH: `${real?.slice(0, real.lastIndexOf("/"))}:/usr/bin:/bin`, CHECKPOINT_DISABLE: "1" };
  const run = (words: string) => box.run(["terraform", ...words.split(" ")], { env });
  const plan = await run("plan x -s dev -no-color");
  assert.match(plan.stdout, /Plan: 1 to add/, plan.stderr);
  const apply = await run("apply x -s dev --from-plan -no-color");
  assert.match(apply.stdout, /Resources: 1 added/, apply.stderr);
  const output = await run("output x -s dev --format json");
  assert.equal(output.stdout, '{\n  "value": "dev:hi"\n}\n', output.stderr);
  assert.equal((await run("output x -s dev -- -raw value")).stdout, "dev:hi");
  assert.match((await run("workspace list x -s dev")).stdout, /\* dev/);
  const described = await box.run(["describe", "component", "x", "-s", "dev", "-q", ".workspace"], { env });
  assert.equal(described.stdout.trim(), "dev");
  const destroy = await run("destroy x -s dev -no-color -auto-approve");
  assert.match(destroy.stdout, /Resources: 1 destroyed/, destroy.stderr);
});
