import assert from "node:assert/strict";
import { listFiles, readText } from "../../scripts/checkout.ts";
import { forbiddenWords } from "../../scripts/lint/words.ts";

Deno.test("words: no place of one machine and no registry host in the repository", async () => {
  const files = await listFiles("");
  assert.ok(files.includes("deno.json"));
  const found = await Promise.all(files.map(async (path) => forbiddenWords(path, await readText(path))));
  assert.deepEqual(found.flat(), []);
});
