import assert from "node:assert/strict";
import { quoteFish, quotePowerShell, quoteSh, quoteShWord } from "./quote.ts";

Deno.test("quoteSh() survives every shell on PATH", async () => {
  const texts = ["", "a b", "it's", "$HOME `id` $(id)", "a\\b", "new\nline", "*?[x]", "é ☃", "!", '"'];
  for (const shell of ["sh", "bash", "dash"]) {
    for (const text of texts) {
      const command = new Deno.Command(shell, { args: ["-c", `printf %s ${quoteSh(text)}`], stderr: "null" });
      const output = await command.output().catch(() => undefined);
      if (output) assert.equal(new TextDecoder().decode(output.stdout), text, shell);
    }
  }
});

Deno.test("quoteShWord() leaves plain words bare", () => {
  assert.equal(quoteShWord("acme/widget@1.2.0"), "acme/widget@1.2.0");
  assert.equal(quoteShWord("a b"), "'a b'");
  assert.equal(quoteShWord(""), "''");
});

Deno.test("quoteFish() escapes quotes and backslashes", () => {
  assert.equal(quoteFish("/a\\b"), "'/a\\\\b'");
  assert.equal(quoteFish("it's"), "'it\\'s'");
});

Deno.test("quotePowerShell() escapes what double quotes evaluate", () => {
  assert.equal(quotePowerShell('/a`b$c"d'), '"/a``b`$c`"d"');
});
