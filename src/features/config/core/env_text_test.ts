import assert from "node:assert/strict";
import { envText } from "./env_text.ts";

const variables = { A: "it's", B: "", C: "one\ntwo", D: "plain-1.2/x", E: 'a "b" $HOME' };

Deno.test("envText() quotes for shells, and takes several lines for workflows", () => {
  const lines = `A='it'"'"'s'\nB=''\nC='one\ntwo'\nD=plain-1.2/x\nE='a "b" $HOME'\n`;
  assert.equal(envText(variables, "dotenv", true), lines);
  assert.equal(envText(variables, "bash", false), lines);
  assert.equal(envText({ A: "x" }, "bash", true), "export A=x\n");
  assert.deepEqual(JSON.parse(envText(variables, "json", true)), variables);
  assert.equal(
    envText(variables, "github", true),
    `A=it's\nB=\nC<<ATMOS_EOF_C\none\ntwo\nATMOS_EOF_C\nD=plain-1.2/x\nE=a "b" $HOME\n`,
  );
  assert.equal(
    envText({ X: "a\nATMOS_EOF_X\nb" }, "github", true),
    "X<<ATMOS_EOF_X_\na\nATMOS_EOF_X\nb\nATMOS_EOF_X_\n",
  );
  assert.equal(envText({}, "bash", true), "");
});
