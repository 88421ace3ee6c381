/** `atmos describe dependents` on the binary. Follows stacks §7.5, §12. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const ATMOS = `stacks: {base_path: stacks, included_paths: ["*"], name_template: "{{ .vars.cell }}"}
components: {terraform: {base_path: modules}}
templates: {settings: {enabled: true}}
`;

Deno.test("describe dependents: stacks that no context variable tells apart stay apart", async () => {
  const stack = (cell: string, more: string) =>
    `vars: {cell: ${cell}}\ncomponents: {terraform: {net: {}, app: {settings: {depends_on: {1: {component: net}}}}${more}}}\n`;
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/one.yaml": stack("one", ""),
    "stacks/two.yaml": stack("two", `, far: {dependencies: {components: [{name: net, stack: one}]}}`),
  });
  const { code, stdout } = await box.run([
    "describe",
    "dependents",
    "net",
    "-s",
    "one",
    "-q",
    "[.[].stack_slug]",
  ]);
  assert.deepEqual([code, JSON.parse(stdout)], [0, ["one-app", "two-far"]]);
});

Deno.test("describe dependents: the same component of another stack counts; no other value is worked out", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/one.yaml": `vars: {cell: one}\ncomponents: {terraform: {net: {}}}\n`,
    "stacks/two.yaml": `vars: {cell: two}
components: {terraform: {net: {vars: {x: !exec "exit 3"}, dependencies: {components: [{name: net, stack: "{{ .settings.hub }}"}]}, settings: {hub: one}}}}
`,
  });
  const { code, stdout, stderr } = await box.run([
    "describe",
    "dependents",
    "net",
    "-s",
    "one",
    "-f",
    "yaml",
  ]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `- component: net
  component_type: terraform
  component_path: modules/net
  stack: two
  stack_slug: two-net
  dependents: []
  included_in_dependents: false
  settings: {}

`,
  );
});

Deno.test("describe dependents: depends_on of a base, and names in Spacelift and Atlantis", async () => {
  await using box = await sandbox({
    "atmos.yaml":
      `${ATMOS}integrations: {atlantis: {project_templates: {p: {name: "{stage}-{component}"}}}}\n`,
    "stacks/one.yaml": `vars: {cell: one, stage: dev}
settings: {spacelift: {workspace_enabled: true}, atlantis: {project_template_name: p}}
components:
  terraform:
    net: {}
    base: {metadata: {type: abstract}, depends_on: [{component: net}]}
    a/app: {metadata: {inherits: [base]}}
`,
  });
  const { stdout } = await box.run(["describe", "dependents", "net", "-s", "one"]);
  assert.deepEqual(JSON.parse(stdout), [{
    component: "a/app",
    component_type: "terraform",
    component_path: "modules/a/app",
    stage: "dev",
    stack: "one",
    stack_slug: "one-a-app",
    spacelift_stack: "one-a-app",
    atlantis_project: "dev-a-app",
    dependents: null,
    included_in_dependents: false,
    settings: null,
  }]);
});

Deno.test("list dependencies: every component, patterns of stacks, levels", async () => {
  const stack = (cell: string, more: string) =>
    `vars: {cell: ${cell}}
components: {terraform: {net: {}, app: {dependencies: {components: [{name: net}${more}]}}, off: {metadata: {enabled: false}, dependencies: {components: [{name: net}]}}}}
`;
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/one.yaml": stack("one", ""),
    "stacks/two.yaml": stack("two", ", {name: app, stack: one}"),
  });
  const levels = await box.run(["list", "deps", "--format", "levels"]);
  assert.equal(levels.stdout, "0\tnet\tone\n0\tnet\ttwo\n1\tapp\tone\n2\tapp\ttwo\n");
  const some = await box.run(["list", "dependencies", "-s", "t*", "-d", "forward", "--format", "json"]);
  assert.deepEqual(JSON.parse(some.stdout), [
    {
      component: "app",
      stack: "two",
      depends_on: [{ component: "app", stack: "one" }, { component: "net", stack: "two" }],
      required_by: [],
    },
    { component: "net", stack: "two", depends_on: [], required_by: [] },
  ]);
  const tree = await box.run(["list", "dependencies", "app", "-s", "two", "-d", "forward"]);
  assert.match(tree.stdout, /├──▶ app \(one\)\n +│ {2}└──▶ net \(one\)\n +└──▶ net\n/);
});

Deno.test("list values: of two types the first counts", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "stacks/one.yaml":
      `vars: {cell: one}\ncomponents: {helmfile: {net: {vars: {kind: h}}}, terraform: {net: {vars: {kind: t}}}}\n`,
  });
  const { stdout } = await box.run(["list", "values", "net"]);
  assert.equal(stdout, "Key,one\ncell,one\nkind,t\n");
});
