/** `atmos packer` and `atmos helmfile` on the binary: with tools that write down how they were called, and with the real
 *  packer. Follows components §8, §9, §10. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { programOnPath } from "../support/program.ts";

/** Writes its words, and keeps the file of variables that it was given. */
const STUB = `#!/bin/sh
echo "$(basename "$PWD"): $*" >> "$STUB_LOG"
for word; do case "$last" in -var-file|--state-values-file) cp "$word" "$STUB_LOG.vars";; esac; last=$word; done
env | grep -E '^(STAGE|STACK|KUBECONFIG)=' | sort > "$STUB_LOG.env"
exit "\${STUB_RC:-0}"
`;

async function project(stacks: string, more: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const box = await sandbox({
    "atmos.yaml":
      `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {packer: {base_path: components/packer}, helmfile: {base_path: components/helmfile}}
`,
    "stacks/deploy/dev.yaml": `vars: {stage: dev}\ncomponents: ${stacks}\n`,
    "components/packer/img/main.pkr.hcl": "",
    "components/packer/img/variables.pkr.hcl": "",
    "components/helmfile/nginx/helmfile.yaml": "",
    ...Object.fromEntries(["packer", "helmfile"].map((name) => [`bin/${name}`, STUB])),
    ...more,
  });
  for (const name of ["packer", "helmfile"]) await Deno.chmod(`${box.project}/bin/${name}`, 0o755);
  return box;
}

async function call(box: Sandbox, words: string, env: Readonly<Record<string, string>> = {}) {
  const log = `${box.root}/calls`;
  const result = await box.run(words.split(" "), {
    env: { PATH: `${box.project}/bin:${box.env["PATH"]}`, STUB_LOG: log, ...env },
  });
  const read = (path: string) => Deno.readTextFile(path).catch(() => "");
  const [calls, vars, seen] = [await read(log), await read(`${log}.vars`), await read(`${log}.env`)];
  await Deno.remove(log).catch(() => {});
  return { ...result, calls: calls.trim(), vars, seen };
}

async function left(box: Sandbox, directory: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${box.project}/components/${directory}`));
  return entries.map(({ name }) => name).filter((name) => name.includes("vars.")).sort();
}

Deno.test("packer: the template comes last, flags of packer before it, the file of variables goes", async () => {
  await using box = await project("{packer: {img: {vars: {n: 12345678901234567890, a: [1]}}}}");
  const V = "-var-file dev-img.packer.vars.json";
  const cases: [words: string, called: string][] = [
    ["packer build img -s dev", `img: build ${V} .`],
    ["packer build -s dev img -only=file.demo -force", `img: build ${V} -only=file.demo -force .`],
    ["pk build img -s dev -- -only file.demo", `img: build ${V} -only file.demo .`],
    ["packer validate img -s dev -t main.pkr.hcl", `img: validate ${V} main.pkr.hcl`],
    ["packer init img -s dev -upgrade", `img: init ${V} -upgrade .`],
    ["packer fmt img -s dev", "img: fmt ."],
  ];
  for (const [words, called] of cases) {
    const { code, calls, stderr } = await call(box, words);
    assert.deepEqual([code, calls], [0, called], stderr);
  }
  const failed = await call(box, "packer build img -s dev", { STUB_RC: "7" });
  assert.equal(failed.code, 7);
  assert.deepEqual(JSON.parse(failed.vars.replace("12345678901234567890", '"big"')), {
    a: [1],
    n: "big",
    stage: "dev",
  });
  assert.deepEqual(await left(box, "packer/img"), []);
  const missing = await call(box, "packer build img -s dev -t nope.pkr.hcl");
  assert.deepEqual([missing.code, missing.calls], [1, ""]);
  assert.match(missing.stderr, /Could not find any config file in nope\.pkr\.hcl[^]*--template/);
  assert.equal((await call(box, "packer")).code, 1);
});

Deno.test("packer: templates of settings, protection, and what has been built", async () => {
  await using box = await project(
    `{packer: {img: {settings: {packer: {template: main.pkr.hcl}}, vars: {manifest_file_name: out.json}},
       base: {metadata: {type: abstract, component: img}}, off: {metadata: {enabled: false, component: img}}}}`,
  );
  assert.match((await call(box, "packer build img -s dev")).calls, / main\.pkr\.hcl$/);
  assert.match((await call(box, "packer build img -s dev -t .")).calls, / \.$/);
  const abstract = await call(box, "packer build base -s dev");
  assert.deepEqual([abstract.code, abstract.calls], [1, ""]);
  assert.equal((await call(box, "packer inspect base -s dev")).code, 0);
  assert.deepEqual((await call(box, "packer build off -s dev")).calls, "");
  const none = await call(box, "packer output img -s dev");
  assert.equal(none.code, 1);
  assert.match(none.stderr, /packer manifest is missing: 'components\/packer\/img\/out\.json'/);
  await box.write({
    "components/packer/img/out.json":
      '{"builds": [{"name": "a", "build_time": 1753000000}, {"name": "b"}], "last_run_uuid": "u-1"}',
  });
  const whole = await call(box, "packer output img -s dev");
  assert.match(whole.stdout, /build_time: 1753000000\n/);
  assert.equal((await call(box, "packer output img -s dev -q .builds[-1].name")).stdout, "b\n");
  assert.equal((await call(box, "packer output img -s dev -q .last_run_uuid -f json")).stdout, '"u-1"\n');
});

Deno.test("helmfile: the file of values, global options in front, variables for the charts", async () => {
  await using box = await project("{helmfile: {nginx: {vars: {b: 2, a: {x: [1]}}}}}");
  const diff = await call(
    box,
    "helmfile diff nginx -s dev --global-options=--no-color -- --detailed-exitcode",
    {
      STUB_RC: "2",
    },
  );
  assert.deepEqual(
    [diff.code, diff.calls],
    [2, "nginx: --state-values-file dev-nginx.helmfile.vars.yaml --no-color diff --detailed-exitcode"],
  );
  assert.equal(diff.vars, "a:\n  x:\n    - 1\nb: 2\nstage: dev\n");
  assert.equal(diff.seen, "STACK=deploy/dev\nSTAGE=dev\n");
  assert.deepEqual(await left(box, "helmfile/nginx"), []);
  const deploy = await call(box, "hf deploy nginx -s dev", { STAGE: "mine" });
  assert.match(deploy.calls, / sync$/);
  assert.match(deploy.seen, /STAGE=mine/);
});

const real = programOnPath("packer");

Deno.test(
  "packer: the real one validates, builds and tells what it built",
  { ignore: real === undefined },
  async () => {
    await using box = await project("{packer: {img: {vars: {msg: hello, manifest_file_name: out.json}}}}", {
      "components/packer/img/variables.pkr.hcl":
        'variable "stage" {}\nvariable "msg" {}\nvariable "manifest_file_name" {}\n',
      "components/packer/img/main.pkr.hcl": `source "file" "demo" {
  content = "stage=\${var.stage} msg=\${var.msg}"
  target  = "built-\${var.stage}.txt"
}
build {
  sources = ["source.file.demo"]
  post-processor "manifest" { output = var.manifest_file_name }
}
`,
    });
    const env = { PATH: `${real?.slice(0, real.lastIndexOf("/"))}:/usr/bin:/bin`, CHECKPOINT_DISABLE: "1" };
    const run = (words: string) => box.run(["packer", ...words.split(" ")], { env });
    const validate = await run("validate img -s dev");
    assert.equal(validate.code, 0, validate.stdout + validate.stderr);
    const build = await run("build img -s dev -color=false");
    assert.equal(build.code, 0, build.stdout + build.stderr);
    assert.equal(
      await Deno.readTextFile(`${box.project}/components/packer/img/built-dev.txt`),
      "stage=dev msg=hello",
    );
    const output = await run("output img -s dev -q .builds[0].artifact_id");
    assert.equal(output.stdout, "File\n", output.stderr);
    assert.deepEqual(await left(box, "packer/img"), []);
  },
);
