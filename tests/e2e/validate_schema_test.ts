/** `atmos validate`, `validate schema` and `validate editorconfig` on the binary. Follows stacks §16.3. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const PROJECT = {
  "atmos.yaml": `stacks: {base_path: st, included_paths: ["*"], name_template: "{{ .vars.stage }}"}
schemas:
  teams: {schema: rules/team.json, matches: ["teams/**/*.yaml"]}
  lost: {schema: rules/lost.json, matches: ["teams/*.yaml"]}
`,
  "rules/team.json": '{"required":["name"],"properties":{"size":{"type":"integer"}}}',
  "teams/red.yaml": "name: red\n",
  "teams/deep/blue.yaml": "size: big\n",
  "st/a.yaml": "vars: {stage: a}\n",
};

Deno.test("validate schema checks every file, whatever is wrong with others", async () => {
  await using box = await sandbox(PROJECT);
  const { code, stdout, stderr } = await box.run(["validate", "schema"]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  for (
    const line of [
      "✓ Validated teams/red.yaml",
      "- teams/deep/blue.yaml:1:1: error: name is required",
      "- teams/deep/blue.yaml:1:7: error: size: expected integer, but got string",
      "- schemas.lost: error: the schema rules/lost.json was not found",
      "✓ Validated atmos.yaml",
      "3 mistakes",
    ]
  ) assert.ok(stderr.includes(line), `${line} in ${stderr}`);
});

Deno.test("validate runs every check and sums them up", async () => {
  await using box = await sandbox(PROJECT);
  const { code, stderr } = await box.run(["validate"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /Validation summary:\n {2}schema: failed\n {2}stacks: passed\n {2}editorconfig: skipped\n$/,
  );
});

Deno.test("validate editorconfig follows sections, nested files and the settings of atmos.yaml", async () => {
  await using box = await sandbox({
    "atmos.yaml": 'validate: {editorconfig: {exclude: ["^old/"], disable_max_line_length: true}}\n',
    ".editorconfig":
      "root = true\n[*]\ntrim_trailing_whitespace = true\nmax_line_length = 5\n[*.md]\ntrim_trailing_whitespace = false\n",
    "sub/.editorconfig": "[*]\nindent_style = tab\n",
    "a.txt": "one \n",
    "a.md": "one \n",
    "old/b.txt": "one \n",
    "sub/c.txt": "long line, no blank\n  two\n",
    "sub/d.bin": new Uint8Array([0, 32, 10]),
  });
  const { code, stderr } = await box.run(["validate", "editorconfig"]);
  assert.equal(code, 1);
  assert.deepEqual(stderr.split("\n").filter((line) => line.startsWith("- ")), [
    "- a.txt:1:4: error: blanks at the end of the line",
    "- sub/c.txt:2:1: error: spaces in the indentation, not tabs",
  ]);
});
