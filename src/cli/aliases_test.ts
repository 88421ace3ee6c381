import { deepEqual, equal, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { type AliasTarget, expandAlias } from "./aliases.ts";

const at = { file: "atmos.yaml", line: 3, column: 3 };
const targets = new Map<string, AliasTarget>(
  Object.entries({
    cfg: "describe  config\t-q .x ",
    a: "b",
    b: "-C d a",
    own: "own",
    nothing: " ",
    Two: `x "y z"`,
  })
    .map(([name, target]) => [name, { target, at }]),
);

Deno.test("expandAlias() keeps the words in front and behind, reads quotes, and finds names in lower case", () => {
  deepEqual(expandAlias({ words: ["-C", "cfg", "cfg", "--x", "cfg"], trail: ["z"] }, 2, targets), {
    words: ["-C", "cfg", "describe", "config", "-q", ".x", "--x", "cfg"],
    trail: ["z", "cfg"],
  });
  deepEqual(expandAlias({ words: ["two"], trail: [] }, 0, targets), { words: ["x", "y z"], trail: ["Two"] });
  equal(expandAlias({ words: ["TWO"], trail: [] }, 0, targets), undefined);
  equal(expandAlias({ words: ["list"], trail: [] }, 0, targets), undefined);
  equal(expandAlias({ words: [], trail: [] }, 0, targets), undefined);
});

Deno.test("expandAlias() ends circles and refuses empty targets, with their place", () => {
  const first = expandAlias({ words: ["a"], trail: [] }, 0, targets);
  const second = expandAlias(first ?? { words: [], trail: [] }, 0, targets);
  deepEqual(second, { words: ["-C", "d", "a"], trail: ["a", "b"] });
  const cases: [() => unknown, string, RegExp][] = [
    [() => expandAlias(second ?? { words: [], trail: [] }, 2, targets), "aliases/circle", /a → b → a/],
    [() => expandAlias({ words: ["own"], trail: ["own"] }, 0, targets), "aliases/circle", /own → own/],
    [() => expandAlias({ words: ["nothing"], trail: [] }, 0, targets), "aliases/empty", /nothing/],
  ];
  for (const [expand, code, text] of cases) {
    throws(expand, (error: unknown) => {
      if (!(error instanceof ConfigError)) return false;
      deepEqual([error.code, error.at], [code, at]);
      return text.test(`${error.title} ${error.explanation}`);
    });
  }
});
