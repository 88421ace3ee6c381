import assert from "node:assert/strict";
import { readDir, testData } from "../support/test_data.ts";
import type { VectorSubject } from "../support/vector_subject.ts";

Deno.test("vectors", async (t) => {
  const data = await testData();
  if (data === undefined) return;
  const subjects = await loadSubjects();
  const files = await listFiles(data, "");
  const used = new Set<string>();
  for (const subject of subjects) {
    for (const file of files.filter((file) => subject.matches(file))) {
      used.add(file);
      await t.step(`${subject.subject}: ${file}`, () => runFile(subject, `${data}/${file}`, file));
    }
  }
  const rest = files.filter((file) => !used.has(file));
  for (const [folder, members] of Map.groupBy(rest, (file) => file.split("/")[0] ?? "")) {
    const count = members.length === 1 ? "" : ` (${members.length} files)`;
    console.log(`no subject reads ${members.length === 1 ? members[0] : folder}${count}`);
  }
  // Another folder may hold a part of the data; our own holds all of it.
  for (const subject of subjects.filter((subject) => !files.some((file) => subject.matches(file)))) {
    console.log(`${subject.subject}: no file matches`);
    assert.ok(Deno.env.get("ATMOS_TEST_DATA"), `${subject.subject}: no file matches`);
  }
});

async function runFile(subject: VectorSubject, path: string, file: string): Promise<void> {
  const started = performance.now();
  const { passed, failed, notBuilt, failures } = await subject.run(path);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${file}: ${passed} passed, ${failed} failed (${seconds} s)`);
  for (const [name, count] of Object.entries(notBuilt)) console.log(`${file}: not built yet: ${name} (${count})`);
  assert.equal(failed, 0, failures.slice(0, 20).join("\n"));
  assert.ok(passed + Object.keys(notBuilt).length > 0, `${file}: no case`);
}

async function loadSubjects(): Promise<readonly VectorSubject[]> {
  const names = (await readDir(new URL(".", import.meta.url))).map(({ name }) => name)
    .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts"));
  return await Promise.all(names.sort().map(async (name) => (await import(`./${name}`)).default));
}

async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readDir(folder === "" ? root : `${root}/${folder}`);
  const found = await Promise.all(entries.map(async ({ name, isDirectory }) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    return isDirectory ? await listFiles(root, path) : [path];
  }));
  return found.flat().sort();
}
