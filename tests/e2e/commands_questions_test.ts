/** Commands that ask at a terminal: set, clean, prune. Follows toolchain §13.3, §13.4, §13.18. */
import assert from "node:assert/strict";
import { atTerminal, hasTerminals, type Step } from "./support/at_terminal.ts";
import { commandWorld, PLATFORM } from "./support/commands.ts";

const CTRL_C = "\x03", ESCAPE = "\x1b", ENTER = "\r";

Deno.test({
  name: "set, clean, prune: questions at a terminal, answered, refused, broken off",
  ignore: !hasTerminals(),
  async fn() {
    await using world = await commandWorld({ ".tool-versions": "plain 2.0.0\n" });
    await world.ok(["install"]);
    await world.ok(["install", "widget@1.2.0", "--no-save"]);
    const ask = (args: string[], steps: Step[], env = {}) =>
      atTerminal(world.box, ["toolchain", ...args], { steps, env: { ...PLATFORM, ...env } });

    const picked = await ask(["set", "widget"], [["2.0.0  2030-01-28", "1.3"], ["1.3.0", ENTER]]);
    assert.equal(picked.code, 0, picked.screen);
    assert.match(picked.screen, /Version of acme\/widget[^]*1\.3\.0 {2}2030-01-26[^]*Set widget 1\.3\.0 in/);
    assert.equal(await world.read(".tool-versions"), "plain 2.0.0\nwidget 1.3.0\n");
    for (const key of [CTRL_C, ESCAPE]) {
      assert.equal((await ask(["set", "widget"], [["Version of", key]])).code, 130);
    }
    assert.equal((await ask(["set", "widget"], [], { CI: "true" })).code, 1);
    for (const args of [["set", "widget"], ["clean"], ["prune"]]) {
      assert.equal((await ask([...args, "--interactive=false"], [])).code, 1, args[0]);
    }

    const kept = await ask(["clean"], [["Delete all of this?", ENTER]]);
    assert.deepEqual([kept.code, /Clean aborted\./.test(kept.screen)], [0, true]);
    assert.equal((await ask(["clean"], [["Delete all of this?", CTRL_C]])).code, 130);
    assert.match((await ask(["prune"], [["Remove 1 version(s)", "n"]])).screen, /Prune aborted\./);
    assert.match(
      (await ask(["prune"], [["Remove 1 version(s)", "y"]])).screen,
      /Removed acme\/widget@1\.2\.0/,
    );
    assert.equal(await world.exists(".tools/bin/acme/plain/2.0.0/plain"), true);
    assert.match((await ask(["clean"], [["Delete all of this?", "y"]])).screen, /Deleted \d+ files/);
    assert.equal(await world.exists(".tools"), false);
    assert.match((await ask(["clean"], [])).screen, /Nothing to delete\./);
  },
});
