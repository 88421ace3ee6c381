import assert from "node:assert/strict";
import { listFiles, readText } from "../../scripts/checkout.ts";
import { graphOf } from "../../scripts/import_graph.ts";
import { startUpFindings, staticClosure } from "../../scripts/lint/start_up.ts";
import { binaryPath } from "./support/binary.ts";

const MAIN = "build/js/main.js";
const chunks = (await listFiles("build/js")).filter((it) => it.endsWith(".js"));
const graph = await graphOf(chunks);

Deno.test("start-up: the static closure of main.js holds no package, no node: import and no feature", async () => {
  const texts = new Map(await Promise.all(chunks.map(async (it) => [it, await readText(it)] as const)));
  assert.ok(chunks.length > staticClosure(graph, MAIN).length, "commands are in chunks of their own");
  assert.deepEqual(startUpFindings(graph, texts, MAIN), []);
});

Deno.test("start-up: --version needs no environment and leaves no file behind", async () => {
  const home = await Deno.makeTempDir();
  try {
    for (const env of [{}, { HOME: home, TMPDIR: home, TEMP: home }]) {
      const command = new Deno.Command(binaryPath(), { args: ["--version"], cwd: home, clearEnv: true, env });
      const { code, stdout, stderr } = await command.output();
      assert.equal(code, 0);
      assert.match(new TextDecoder().decode(stdout), /\d+\.\d+\.\d+/);
      assert.equal(new TextDecoder().decode(stderr), "");
    }
    assert.deepEqual([...Deno.readDirSync(home)], []);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
