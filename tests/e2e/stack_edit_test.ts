/** `atmos stack get`, `set`, `delete` and `config list` on the binary. Follows stacks §17. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const PROJECT = {
  "atmos.yaml":
    "components: {terraform: {base_path: c}}\nstacks: {base_path: st, included_paths: [top/*], name_template: '{{ .vars.stage }}'}\n",
  "c/net/main.tf": "",
  "st/top/dev.yaml":
    "import: [part]\nvars: {stage: dev, region: north}\ncomponents:\n  terraform:\n    net:\n      vars:\n        own: 1 # mine\n",
  "st/part.yaml": "components:\n  terraform:\n    net:\n      vars: {own: 0, size: 'big'}\n",
};
const NET = ["-s", "dev", "-c", "net"];

Deno.test("stack set and delete change the manifest that says the value", async () => {
  await using box = await sandbox(PROJECT);
  const read = (file: string) => Deno.readTextFile(`${box.project}/${file}`);
  const own = await box.run(["stack", "set", "vars.own", "5", ...NET]);
  assert.deepEqual(own, { code: 0, stdout: "", stderr: "Updated vars.own for net in st/top/dev.yaml\n" });
  assert.equal(await read("st/top/dev.yaml"), PROJECT["st/top/dev.yaml"].replace("own: 1", "own: 5"));
  const shared = await box.run(["stack", "config", "set", "vars.size", "7", ...NET]);
  assert.match(shared.stderr, /st\/part\.yaml may be imported by other stacks[^]*Updated vars\.size for net/);
  assert.equal(await read("st/part.yaml"), PROJECT["st/part.yaml"].replace("'big'", "'7'"));
  const deleted = await box.run(["stack", "delete", "vars.own", ...NET, "--file", "st/part.yaml"]);
  assert.equal(deleted.code, 0, deleted.stderr);
  assert.equal(await read("st/part.yaml"), "components:\n  terraform:\n    net:\n      vars: {size: '7'}\n");
});

Deno.test("stack get and config list tell where a value is written", async () => {
  await using box = await sandbox(PROJECT);
  const cases: [args: string[], stdout: string, stderr: string][] = [
    [["get", "vars.size", ...NET], "big\n", "vars.size resolves from part.yaml:4\n"],
    [["get", "vars.region", ...NET], "north\n", ""],
    [["get", "vars.none", ...NET], "\n", ""],
    [["config", "list", "vars.?*", ...NET], "part.yaml\n  vars.size\n\ntop/dev.yaml\n  vars.own\n", ""],
  ];
  for (const [args, stdout, stderr] of cases) {
    assert.deepEqual(await box.run(["stack", ...args]), { code: 0, stdout, stderr }, args.join(" "));
  }
});

Deno.test("stack set refuses what has no place, and leaves the files alone", async () => {
  await using box = await sandbox(PROJECT);
  const cases: [args: string[], says: RegExp][] = [
    [["set", "vars.region", "south", ...NET], /vars\.region of net in dev is not written.*--file/s],
    [["set", "vars.own", "wide", ...NET], /needs a float, not "wide"/],
    [["set", "vars.own", "1", "-s", "dev"], /the component is missing/],
    [["delete", "vars.own", "-c", "net"], /the stack is missing/],
    [["set", "vars.own", "1", ...NET, "--file", "gone.yaml"], /gone\.yaml is not there/],
  ];
  for (const [args, says] of cases) {
    const { code, stderr } = await box.run(["stack", ...args]);
    assert.equal(code, 1, args.join(" "));
    assert.match(stderr, says, args.join(" "));
  }
  for (const file of ["st/part.yaml", "st/top/dev.yaml"] as const) {
    assert.equal(await Deno.readTextFile(`${box.project}/${file}`), PROJECT[file]);
  }
});
