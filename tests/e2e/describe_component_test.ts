/** `atmos describe component` on the binary: what a component of a stack is made of. Follows stacks §4 to §10. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const ATMOS =
  `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], excluded_paths: ["**/_*.yaml"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: components/terraform}}
`;

/** What a query finds in a component of a stack; an error is the text on stderr. */
async function described(box: Sandbox, component: string, query: string, stack = "dev"): Promise<unknown> {
  const { code, stdout, stderr } = await box.run([
    ...["describe", "component", component, "-s", stack, "-f", "json", "-q", query],
  ]);
  return code === 0 ? JSON.parse(stdout) : stderr;
}

async function project(files: Readonly<Record<string, string>>, atmos = ATMOS): Promise<Sandbox> {
  return await sandbox({ "atmos.yaml": atmos, ...files });
}

Deno.test("describe component: imports, then the file itself; maps merge, lists by strategy", async () => {
  await using box = await project({
    "stacks/catalog/net.yaml":
      "components: {terraform: {net: {vars: {a: 1, m: {x: 1, y: 2}, l: [1, 2]}, settings: {k: base}}}}\n",
    "stacks/deploy/_shared.yaml": "vars: {region: north}\n",
    "stacks/deploy/dev.yaml": `import: [catalog/net, ./_shared]
vars: {stage: dev}
components: {terraform: {net: {vars: {m: {y: 3}, l: [9], gone: !unset}}}}
`,
  });
  const expected = { a: 1, m: { x: 1, y: 3 }, stage: "dev", region: "north" };
  assert.deepEqual(await described(box, "net", ".vars"), { ...expected, l: [9] });
  const append = await box.run(
    ["describe", "component", "net", "-s", "dev", "-f", "json", "-q", ".vars.l"],
    { env: { ATMOS_SETTINGS_LIST_MERGE_STRATEGY: "append" } },
  );
  assert.deepEqual(JSON.parse(append.stdout), [1, 2, 9]);
  assert.deepEqual(await described(box, "net", ".imports"), ["catalog/net", "deploy/_shared"]);
  assert.deepEqual(await described(box, "net", "[.workspace, .command, .atmos_stack_file]"), [
    "dev",
    "terraform",
    "deploy/dev",
  ]);
});

Deno.test("describe component: root, type, base, component and overrides, the last one wins", async () => {
  const lines = [
    "vars: {stage: dev, p: root}",
    "terraform: {vars: {p: type}}",
    "components: {terraform: {base: {metadata: {type: abstract}, vars: {p: base}}, app: {metadata: {inherits: [base]}, vars: {p: own}}}}",
    "overrides: {vars: {p: over}}",
  ];
  for (const [count, wins] of [[4, "over"], [3, "own"]] as const) {
    await using box = await project({ "stacks/deploy/dev.yaml": `${lines.slice(0, count).join("\n")}\n` });
    assert.equal(await described(box, "app", ".vars.p"), wins);
    assert.deepEqual(await described(box, "app", ".inheritance"), ["base"]);
  }
});

Deno.test("describe component: a base that is applied again hides what came between, as ever", async () => {
  await using box = await project({
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components:
  terraform:
    a: {vars: {k: a}}
    b: {metadata: {inherits: [a]}, vars: {k: b}}
    c: {metadata: {inherits: [a]}, vars: {z: 1}}
    d: {metadata: {inherits: [b, c]}}
    e: {metadata: {inherits: [c, b]}}
`,
  });
  assert.deepEqual(await described(box, "d", "[.vars.k, .inheritance]"), ["a", ["c", "a", "b"]]);
  assert.equal(await described(box, "e", ".vars.k"), "b");
});

Deno.test("describe component: directory, state prefix and workspace follow from metadata", async () => {
  await using box = await project({
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
terraform: {backend_type: s3, backend: {s3: {bucket: b}}}
components:
  terraform:
    net/defaults: {metadata: {type: abstract, component: net, enabled: false}}
    net-1: {metadata: {inherits: [net/defaults]}}
    core: {metadata: {component: sub/net}}
`,
  });
  const query =
    "[.component, .workspace, .backend.workspace_key_prefix, .component_info.component_path, .metadata.enabled]";
  const root = `${box.project}/components/terraform`;
  assert.deepEqual(await described(box, "net-1", query), [
    "net-1",
    "dev-net-1",
    "net-1",
    `${root}/net`,
    false,
  ]);
  assert.deepEqual(await described(box, "core", query), [
    "sub/net",
    "dev-core",
    "sub-net",
    `${root}/sub/net`,
    null,
  ]);
});

Deno.test("describe component: functions run for the asked component alone, and their results merge", async () => {
  await using box = await project({
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components:
  terraform:
    base: {metadata: {type: abstract}, vars: {tags: !exec 'echo {\\"a\\":1}', who: !env WHO}}
    app: {metadata: {inherits: [base]}, vars: {tags: {b: 2}}, env: {WHO: me}}
    other: {vars: {never: !exec "touch ran; exit 7"}}
`,
  });
  assert.deepEqual(await described(box, "app", "[.vars.tags, .vars.who]"), [{ a: 1, b: 2 }, "me"]);
  await assert.rejects(Deno.stat(`${box.project}/ran`));
  const skipped = await box.run(
    [
      "describe",
      "component",
      "app",
      "-s",
      "dev",
      "-f",
      "json",
      "-q",
      ".vars.who",
      "--process-functions=false",
    ],
  );
  assert.equal(JSON.parse(skipped.stdout), "!env WHO");
});

Deno.test("describe component: what is wrong is told with its place, exit 1", async () => {
  const cases: readonly (readonly [string, readonly RegExp[]])[] = [
    ["import: [catalog/nope]", [/stack import not found: 'catalog\/nope'/, /deploy\/dev\.yaml:1:10/]],
    ["import: [./dev]", [/imports itself/]],
    ["import: [catalog/a]", [/catalog\/a\.yaml → catalog\/b\.yaml → catalog\/a\.yaml/]],
    ["vars: [1]", [/invalid 'vars' section/, /deploy\/dev\.yaml:1:1/]],
    ["a: 1\na: 2", [/mapping key "a" already defined at line 1/, /deploy\/dev\.yaml:2:1/]],
    ["components: {terraform: {app: {metadata: {inherits: [nope]}}}}", [
      /'app' inherits from 'nope'/,
      /metadata\.inherits/,
    ]],
    [
      "components: {terraform: {app: {metadata: {inherits: [b]}}, b: {metadata: {inherits: [app]}}}}",
      [/circular component inheritance 'app' -> 'b' -> 'app'/],
    ],
    ["metadata: {colour: red}", [/not allowed at global/, /colour/, /labels, tags/]],
    ["terraform: {backend_type: gcs, backend: {s3: {}}}\ncomponents: {terraform: {app: {}}}", [/gcs/, /s3/]],
    ["vars: {stage: dev}\ncomponents: {terraform: {ap: {}}}", [
      /Could not find the component app in the stack dev/,
      /Did you mean ap\?/,
    ]],
    ["x: !nope y", [/unsupported YAML tag: '!nope'/, /deploy\/dev\.yaml:1:10/]],
  ];
  for (const [text, says] of cases) {
    await using box = await project({
      "stacks/deploy/dev.yaml": `${text}\n`,
      "stacks/catalog/a.yaml": "import: [catalog/b]\n",
      "stacks/catalog/b.yaml": "import: [catalog/a]\n",
    });
    const { code, stdout, stderr } = await box.run(["describe", "component", "app", "-s", "dev"]);
    assert.deepEqual([code, stdout], [1, ""], text);
    for (const each of says) assert.match(stderr, each, text);
  }
});

Deno.test("describe component: terraform_config tells what the files of the component declare", async () => {
  await using box = await project({
    "stacks/deploy/dev.yaml": `vars: {stage: dev}
components: {terraform: {net: {}, gone: {}, open: {}, broken: {}}}
`,
    "components/terraform/net/main.tf": 'variable "size" {\n  type = number\n}\nresource "a_b" "c" {}\n',
    "components/terraform/net/more.tf.json": '{"output": {"o": {"value": 1}}}',
    "components/terraform/net/.hidden.tf": "broken {",
    "components/terraform/open/main.tf": 'module "m" {\n  source = "./${var.x}"\n}\n',
    "components/terraform/broken/main.tf": 'variable "x" {\n',
  });
  const path = `${box.project}/components/terraform/net`;
  assert.deepEqual(await described(box, "net", ".component_info.terraform_config"), {
    path,
    variables: {
      size: {
        name: "size",
        type: "number",
        default: null,
        required: true,
        pos: { filename: `${path}/main.tf`, line: 1 },
      },
    },
    outputs: { o: { name: "o", pos: { filename: `${path}/more.tf.json`, line: 1 } } },
    required_providers: { a: {} },
    managed_resources: {
      "a_b.c": {
        mode: "managed",
        type: "a_b",
        name: "c",
        provider: { name: "a" },
        pos: { filename: `${path}/main.tf`, line: 4 },
      },
    },
    data_resources: {},
    module_calls: {},
  });
  for (const component of ["gone", "open"]) {
    assert.equal(await described(box, component, '.component_info | has("terraform_config")'), true);
    assert.equal(await described(box, component, ".component_info.terraform_config"), null);
  }
  const broken = await box.run([
    "describe",
    "component",
    "broken",
    "-s",
    "dev",
    "-f",
    "json",
    "-q",
    ".component_info",
  ]);
  assert.equal(broken.code, 0);
  assert.deepEqual(Object.keys(JSON.parse(broken.stdout)).sort(), ["component_path", "component_type"]);
  assert.match(
    broken.stderr,
    /components\/terraform\/broken\/main\.tf:1:14: a block without its closing brace/,
  );
  const short = await box.run(["describe", "component", "broken", "-s", "dev"]);
  assert.deepEqual([short.code, short.stderr], [0, ""]);
});
