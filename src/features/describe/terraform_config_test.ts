import { deepEqual, equal, match } from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { terraformConfig } from "./terraform_config.ts";

Deno.test("terraformConfig() reads what is there", async () => {
  await using ctx = await testContext({
    files: {
      "net/main.tf": 'variable "v" {}\n',
      "net/b_override.tf": 'variable "v" { type = any }\n',
      "net/sub.tf/x": "",
      "net/notes.md": "variable {",
      "empty/readme": "",
      "file": "",
      "open/main.tf": 'module "m" { source = var.s }\n',
    },
  });
  const at = (name: string) => `${ctx.cwd}/${name}`;
  const found = await terraformConfig(ctx, at("net")) as { variables: { v: unknown } };
  const pos = { filename: at("net/b_override.tf"), line: 1 };
  deepEqual(found.variables, { v: { name: "v", type: "any", default: null, required: true, pos } });
  equal((await terraformConfig(ctx, at("empty")) as { path: string }).path, at("empty"));
  for (const name of ["gone", "file", "open"]) equal(await terraformConfig(ctx, at(name)), null, name);
});

Deno.test("terraformConfig() warns of what cannot be read or understood, and goes on", async () => {
  const files = { "a/main.tf": "x {\n", "b/main.tf.json": "{", "c/main.tf": "" };
  for (
    const [name, words] of Object.entries({
      a: /a\/main\.tf:1:3: a block/,
      b: /b\/main\.tf\.json:1:/,
      c: /c/,
    })
  ) {
    await using ctx = await testContext({ files });
    if (name === "c") {
      await Deno.remove(`${ctx.cwd}/c/main.tf`);
      await Deno.mkdir(`${ctx.cwd}/c/real`);
      await Deno.symlink(`${ctx.cwd}/c/real`, `${ctx.cwd}/c/main.tf`);
    }
    equal(await terraformConfig(ctx, `${ctx.cwd}/${name}`), undefined, name);
    const [line = "", ...more] = ctx.out.lines("warning");
    match(line, words);
    match(line, /terraform -chdir=.* validate/);
    deepEqual(more, []);
  }
});
