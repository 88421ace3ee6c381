/** `atmos describe affected` and `list affected` on the binary, with the real git. Follows stacks §13. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const ATMOS = `stacks: {base_path: stacks, included_paths: ["sites/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: modules}}
templates: {settings: {enabled: true}}
`;
const FILES = {
  "atmos.yaml": ATMOS,
  ".gitignore": "*.log\n.terraform/\n",
  "modules/net/main.tf": `module "deep" {\n  source = "../lib/a" # near\n}\n`,
  "modules/lib/a/main.tf": `module "b" { source = "../b" }\n`,
  "modules/lib/b/main.tf": "",
  "modules/app/main.tf": "",
  "stacks/sites/dev.yaml": `vars: {stage: dev}
components: {terraform: {net: {vars: {n: 1}}, app: {vars: {n: "{{ .settings.n }}"}, settings: {n: 1}}}}
`,
};

const IDENTITY = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

async function git(box: Sandbox, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("git", {
    args: ["-C", box.project, ...args],
    env: { ...box.env, ...IDENTITY },
    clearEnv: true,
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** A project with one commit on the branch `main`. */
async function repository(files: Readonly<Record<string, string>> = FILES): Promise<Sandbox> {
  const box = await sandbox(files);
  await git(box, "init", "-q", "-b", "main");
  await commit(box);
  return box;
}

async function commit(box: Sandbox): Promise<void> {
  await git(box, "add", "-A");
  await git(box, "commit", "-qm", "one");
}

const REASONS = `[.[] | .stack_slug + ": " + (.affected_all | join(","))]`;

/** Slugs with reasons; an error is the text on stderr. */
async function affected(
  box: Sandbox,
  args: readonly string[] = ["--base", "main"],
  env = {},
): Promise<unknown> {
  const { code, stdout, stderr } = await box.run(["describe", "affected", ...args, "-q", REASONS], { env });
  return code === 0 ? JSON.parse(stdout) : `${code} ${stderr}`;
}

async function leftovers(box: Sandbox): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${box.root}/tmp`)) names.push(name);
  return names;
}

Deno.test("describe affected: modules of modules; ignored files do not count, new ones do; nothing stays", async () => {
  await using box = await repository();
  assert.deepEqual(await affected(box), []);
  await box.write({
    "modules/lib/b/main.tf": "# changed\n",
    "modules/app/x.log": "",
    "modules/app/.terraform/y": "",
  });
  assert.deepEqual(await affected(box), ["dev-net: component.module"]);
  await box.write({ "modules/app/new.tf": "" });
  assert.deepEqual(await affected(box), ["dev-app: component", "dev-net: component.module"]);
  assert.deepEqual(await leftovers(box), []);
  assert.equal(
    await git(box, "worktree", "list", "--porcelain").then((text) => text.match(/worktree /g)?.length),
    1,
  );
  assert.equal(await git(box, "status", "--porcelain", "--untracked-files=no"), " M modules/lib/b/main.tf\n");
});

Deno.test("describe affected: values that templates give are compared, not their texts", async () => {
  await using box = await repository();
  await box.write({
    "stacks/sites/dev.yaml": FILES["stacks/sites/dev.yaml"].replace("settings: {n: 1}", "settings: {n: 2}"),
  });
  assert.deepEqual(await affected(box), ["dev-app: stack.vars,stack.settings"]);
  assert.deepEqual(await affected(box, ["--base", "main", "--process-templates=false"]), [
    "dev-app: stack.settings",
  ]);
});

Deno.test("describe affected: what is written alike is not worked out; what is not, is", async () => {
  const stack = (n: number) =>
    `vars: {stage: dev}\ncomponents: {terraform: {net: {vars: {n: ${n}}, settings: {x: !exec "echo x >> ran; echo 1"}}}}\n`;
  await using box = await repository({ "atmos.yaml": ATMOS, "stacks/sites/dev.yaml": stack(1) });
  await box.write({ "stacks/sites/dev.yaml": stack(2) });
  assert.deepEqual(await affected(box), ["dev-net: stack.vars"]);
  await assert.rejects(Deno.stat(`${box.project}/ran`));
  await box.write({ "stacks/sites/dev.yaml": stack(1).replace("echo 1", "echo 2") });
  assert.deepEqual(await affected(box), ["dev-net: stack.settings"]);
  assert.equal(await Deno.readTextFile(`${box.project}/ran`), "x\nx\n");
});

Deno.test("describe affected: configured sections; a section that is gone counts", async () => {
  const stack = (more: string) =>
    `vars: {stage: dev}\ncomponents: {terraform: {net: {vars: {n: 1}${more}}}}\n`;
  await using box = await repository({
    "atmos.yaml": `${ATMOS}describe: {affected: {sections: [hooks, dependencies]}}\n`,
    "stacks/sites/dev.yaml": stack(
      ", dependencies: {tools: {jq: 1}}, hooks: {h: {events: [x], command: store}}",
    ),
  });
  await box.write({ "stacks/sites/dev.yaml": stack("").replace("n: 1", "n: 2") });
  assert.deepEqual(await affected(box), ["dev-net: stack.hooks,stack.dependencies"]);
});

Deno.test("describe affected: the base may lack what its manifests speak of, and a broken one is named", async () => {
  const stack =
    `import: [catalog/made]\nvars: {stage: dev}\ncomponents: {terraform: {net: {metadata: {inherits: [base]}}, app: {}}}\n`;
  await using box = await repository({ "atmos.yaml": ATMOS, "stacks/sites/dev.yaml": stack });
  await box.write({
    "stacks/catalog/made.yaml": "components: {terraform: {base: {metadata: {type: abstract}}}}\n",
  });
  const found = await affected(box, ["--base", "main", "--format", "json"]);
  assert.ok(
    Array.isArray(found) && found.length === 1 && String(found[0]).startsWith("dev-net: stack.metadata"),
  );
  await box.write({ "stacks/sites/dev.yaml": "vars: {stage: dev\n" });
  await git(box, "checkout", "-q", "-b", "broken");
  await commit(box);
  await box.write({ "stacks/sites/dev.yaml": stack });
  const text = String(await affected(box, ["--base", "broken"]));
  assert.match(text, /^1 [^]*the stacks of broken cannot be resolved[^]*broken:stacks\/sites\/dev\.yaml/);
  assert.doesNotMatch(text, /atmos-affected-/);
  assert.deepEqual(await leftovers(box), []);
});

Deno.test("describe affected: origin/HEAD, merge base in automatic runs, a branch that only origin has, a clone", async () => {
  await using box = await repository();
  const url = `${box.root}/server`;
  await git(box, "clone", "-q", "--bare", ".", url);
  await git(box, "remote", "add", "origin", url);
  assert.match(String(await affected(box, [])), /^1 [^]*origin\/HEAD[^]*git remote set-head origin --auto/);
  await git(box, "fetch", "-q", "origin");
  await git(box, "remote", "set-head", "origin", "--auto");
  await git(box, "checkout", "-q", "-b", "work");
  await git(box, "branch", "-q", "-D", "main");
  await box.write({ "modules/app/new.tf": "" });
  await commit(box);
  assert.deepEqual(await affected(box, []), ["dev-app: component"]);
  assert.deepEqual(await affected(box), ["dev-app: component"]);
  assert.deepEqual(await affected(box, ["--clone-target-ref"]), ["dev-app: component"]);
  assert.deepEqual(await affected(box, ["--clone-target-ref", "--ref", "refs/heads/main"]), [
    "dev-app: component",
  ]);
  // The server goes on: that is no change of this branch.
  await git(box, "checkout", "-q", "--detach", "refs/remotes/origin/main");
  await box.write({ "modules/net/more.tf": "" });
  await commit(box);
  await git(box, "push", "-q", "origin", "HEAD:main");
  await git(box, "checkout", "-q", "work");
  assert.deepEqual(await affected(box, []), ["dev-app: component", "dev-net: component"]);
  await box.write({ "atmos.yaml": `${ATMOS}ci: {enabled: true}\n` });
  assert.deepEqual(await affected(box, [], { CI: "true" }), ["dev-app: component"]);
  assert.deepEqual(await affected(box, [], { CI: "true", GITHUB_BASE_REF: "main" }), ["dev-app: component"]);
  assert.deepEqual(await leftovers(box), []);
});

Deno.test("describe affected: a clone without a common history is compared by content", async () => {
  await using box = await repository();
  const url = `${box.root}/server`;
  await git(box, "clone", "-q", "--bare", ".", url);
  await git(box, "remote", "add", "origin", url);
  await Deno.remove(`${box.project}/.git/objects`, { recursive: true });
  await Deno.remove(`${box.project}/.git/refs`, { recursive: true });
  await git(box, "init", "-q");
  await box.write({ "modules/app/x.log": "", "modules/app/new.tf": "" });
  assert.deepEqual(await affected(box, ["--clone-target-ref", "--base", "main"]), ["dev-app: component"]);
});

Deno.test("describe affected: a copy needs no git", async () => {
  await using box = await sandbox({
    ...FILES,
    ...Object.fromEntries(Object.entries(FILES).map(([k, v]) => [`copy/${k}`, v])),
  });
  const env = { PATH: "/nonexistent" };
  assert.deepEqual(await affected(box, ["--repo-path", "copy"], env), []);
  await box.write({
    "modules/net/.terraform/x": "",
    "modules/net/terraform.tfstate": "{}",
    "copy/modules/app/gone.tf": "",
    "copy/modules/lib/b/main.tf": "#\n",
  });
  assert.deepEqual(await affected(box, ["--repo-path", "copy"], env), [
    "dev-app: component",
    "dev-net: component.module",
  ]);
});

Deno.test("describe affected: an interrupted comparison leaves nothing", async () => {
  await using box = await repository({
    "atmos.yaml": ATMOS,
    "stacks/sites/dev.yaml":
      `vars: {stage: dev, x: !exec "echo > ready; exec sleep 60"}\ncomponents: {terraform: {net: {}}}\n`,
  });
  await box.write({
    "stacks/sites/dev.yaml":
      `vars: {stage: dev, x: !exec "echo >> ready; exec sleep 60"}\ncomponents: {terraform: {net: {}}}\n`,
  });
  const child = box.start(["describe", "affected", "--base", "main"]);
  while (!await Deno.stat(`${box.project}/ready`).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGINT");
  const { code } = await child.output();
  assert.equal(code, 130);
  assert.deepEqual(await leftovers(box), []);
});

Deno.test("describe affected: flags that are no good", async () => {
  await using box = await repository();
  const cases: [string[], RegExp][] = [
    [["--upload"], /--upload is not supported/],
    [["--base", "--help-me"], /./],
    [["--base=-x"], /no commit called -x/],
    [["--repo-path", "stacks", "--clone-target-ref"], /--repo-path and --clone-target-ref/],
    [["--repo-path", "stacks", "--ssh-key", "k"], /--repo-path and --ssh-key/],
    [["--error-mode", "loud"], /invalid error mode/],
    [["--clone-target-ref"], /no remote called origin/],
  ];
  for (const [args, wanted] of cases) {
    const text = String(await affected(box, args));
    assert.match(text, /^[12] /);
    assert.match(text, wanted);
  }
});

Deno.test("describe affected: dependents of dependents, in circles too, and the stacks of Spacelift", async () => {
  const stack = (n: number) =>
    `vars: {stage: dev}
components:
  terraform:
    admin: {settings: {spacelift: {workspace_enabled: true}}}
    a: {vars: {n: ${n}}, dependencies: {components: [{name: c}]}, settings: {spacelift: {admin_stack_selector: {component: admin}}}}
    b: {dependencies: {components: [{name: a}]}}
    c: {vars: {n: ${n}}, dependencies: {components: [{name: b}]}}
`;
  await using box = await repository({ "atmos.yaml": ATMOS, "stacks/sites/dev.yaml": stack(1) });
  await box.write({ "stacks/sites/dev.yaml": stack(2) });
  const args = [
    "--base",
    "main",
    "--include-dependents",
    "--include-spacelift-admin-stacks",
    "--include-settings",
  ];
  const { stdout } = await box.run(["describe", "affected", ...args]);
  interface Item {
    component: string;
    affected: string;
    included_in_dependents: boolean;
    dependents: Item[];
  }
  const short = ({ component, dependents }: Item): unknown => [component, dependents.map(short)];
  const items: Item[] = JSON.parse(stdout);
  assert.deepEqual(items.map(short), [["a", [["b", [["c", []]]]]], ["admin", []], ["c", [["a", [[
    "b",
    [],
  ]]]]]]);
  assert.deepEqual(items.map((item) => [item.affected, item.included_in_dependents]), [
    ["stack.vars", false],
    ["stack.settings.spacelift.admin_stack_selector", false],
    ["stack.vars", true],
  ]);
  const list = await box.run([
    "list",
    "affected",
    "--base",
    "main",
    "--include-dependents",
    "--format",
    "csv",
  ]);
  assert.equal(
    list.stdout,
    "Status,Component,Stack,Type,Affected,File\nenabled,a,dev,terraform,stack.vars,\nenabled,b,dev,terraform,dependent,\nenabled,c,dev,terraform,stack.vars,\n",
  );
});

Deno.test("describe affected: a matrix is added to the outputs of a step, without what is gone", async () => {
  await using box = await repository();
  await box.write({
    "stacks/sites/dev.yaml": `vars: {stage: dev}\ncomponents: {terraform: {net: {vars: {n: 2}}}}\n`,
    "out.txt": "before=1\n",
  });
  const args = ["describe", "affected", "--base", "main", "--format", "matrix", "--output-file", "out.txt"];
  assert.equal((await box.run(args)).stdout, "");
  const include = [{
    stack: "dev",
    component: "net",
    component_path: "modules/net",
    component_type: "terraform",
  }];
  assert.equal(
    await Deno.readTextFile(`${box.project}/out.txt`),
    `before=1\nmatrix=${JSON.stringify({ include })}\ncount=1\n`,
  );
});
