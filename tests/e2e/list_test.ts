/** `atmos list stacks|components|instances|values|metadata` and `describe stacks` on the binary. Follows stacks §11, §15. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const FILES = {
  "atmos.yaml":
    'stacks: {base_path: stacks, included_paths: ["deploy/*"], name_template: "{{ .vars.stage }}"}\ncomponents: {terraform: {base_path: tf}}\n',
  "stacks/catalog/net.yaml":
    "components: {terraform: {base: {metadata: {type: abstract}}, net: {metadata: {inherits: [base], tags: [core]}, vars: {size: 1}}}}\n",
  "stacks/deploy/dev.yaml":
    "import: [catalog/net]\nvars: {stage: dev}\ncomponents: {terraform: {app: {metadata: {enabled: false}}}, helmfile: {app: {}}}\n",
  "stacks/deploy/prod.yaml":
    "import: [catalog/net]\nvars: {stage: prod}\ncomponents: {terraform: {net: {vars: {size: 9, note: 'a,b'}}}}\n",
};

Deno.test("lists: rows with tabs for programs, records in JSON and YAML, quoted CSV", async () => {
  await using box = await sandbox(FILES);
  const cases: readonly (readonly [string[], string])[] = [
    [["stacks"], "dev\nprod\n"],
    [["stacks", "-c", "net"], "dev\tnet\nprod\tnet\n"],
    [["stacks", "-f", "yaml"], "- Stack: dev\n- Stack: prod\n"],
    [["components"], "app\thelmfile\t1\napp\tterraform\t1\nnet\tterraform\t2\n"],
    [["components", "--type", "abstract"], "base\tterraform\t2\n"],
    [["components", "--enabled=false"], "app\tterraform\t1\n"],
    [["components", "-s", "pr*", "-f", "csv"], "Component,Type,Stacks\nnet,terraform,1\n"],
    [["instances", "--tags", "core,none"], "net\tdev\nnet\tprod\n"],
    [
      ["instances", "--columns", "stack,Name={{ .component }}", "--sort", "stack:desc"],
      "prod\tnet\ndev\tapp\ndev\tapp\ndev\tnet\n",
    ],
    [["values", "net"], 'Key,dev,prod\nnote,,"a,b"\nsize,1,9\nstage,dev,prod\n'],
    [["values", "net", "-q", ".size", "-f", "tsv"], "Key\tdev\tprod\nvalue\t1\t9\n"],
    [["metadata", "-s", "prod"], "prod\tnet\treal\ttrue\tfalse\t\tbase\t\n"],
  ];
  for (const [words, expected] of cases) {
    const { code, stdout, stderr } = await box.run(["list", ...words]);
    assert.deepEqual([code, stdout, stderr], [0, expected, ""], words.join(" "));
  }
});

Deno.test("lists: no function of any component runs", async () => {
  await using box = await sandbox({
    ...FILES,
    "stacks/deploy/fn.yaml":
      "vars: {stage: fn}\ncomponents: {terraform: {f: {vars: {a: !exec 'touch ran; exit 7', b: !terraform.output x y}}}}\n",
  });
  for (const what of ["stacks", "components", "instances", "metadata"]) {
    assert.equal((await box.run(["list", what])).code, 0, what);
  }
  await assert.rejects(Deno.stat(`${box.project}/ran`));
});

Deno.test("lists: nothing found, nothing there, and mistakes", async () => {
  await using box = await sandbox(FILES);
  const cases: readonly (readonly [string[], number, RegExp])[] = [
    [["stacks", "--tags", "none"], 0, /No stacks found/],
    [["components", "-s", "nope"], 0, /No components found/],
    [["values", "net", "-q", ".nope"], 0, /No values found for the component 'net'/],
    [["values", "nett"], 1, /'nett' does not exist[^]*Did you mean net\?/],
    [["stacks", "-f", "xml"], 1, /invalid format: xml/],
    [["components", "--sort", "Nope:asc"], 1, /unknown column "Nope"/],
    [["components", "--type", "odd"], 1, /real, abstract, all/],
  ];
  for (const [words, expected, says] of cases) {
    const { code, stdout, stderr } = await box.run(["list", ...words]);
    assert.deepEqual([code, stdout], [expected, ""], words.join(" "));
    assert.match(stderr, says);
  }
  await using bare = await sandbox({ "atmos.yaml": "stacks: {base_path: st, included_paths: ['*']}\n" });
  assert.match((await bare.run(["list", "stacks"])).stderr, /No stacks found/);
  const { code, stderr } = await bare.run(["list", "components"]);
  assert.equal(code, 1);
  assert.match(stderr, /stacks directory not found: st/);
});

Deno.test("describe stacks: filters before it evaluates, sections by name", async () => {
  await using box = await sandbox(FILES);
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await box.run(["describe", "stacks", "-f", "json", ...words]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  assert.deepEqual(await run("-s", "deploy/prod", "--components", "net", "--sections", "vars,workspace"), {
    prod: {
      components: {
        terraform: { net: { vars: { note: "a,b", size: 9, stage: "prod" }, workspace: "prod" } },
      },
    },
  });
  assert.deepEqual(await run("--component-types", "helmfile", "-q", "keys"), ["dev"]);
  assert.deepEqual(await run("-s", "nope"), {});
});
