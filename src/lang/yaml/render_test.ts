import assert from "node:assert/strict";
import { parseYaml } from "./parse.ts";
import { renderYaml } from "./render.ts";

const texts = [
  ..."1.10 0755 0o17 1_000 1e3 0x1F .5 +1 .inf 08 12:30:45 2024-01-02 yes off n null ~ <<".split(" "),
  ...[
    "",
    " lead",
    "trail ",
    "a: b",
    "a #b",
    "- a",
    "[a",
    "{a",
    "!x",
    "*x",
    "&x",
    "@x",
    "%x",
    '"',
    "'",
    "?",
    "\t",
  ],
  ...["a\nb", "a\nb\n", "\n a\n\n", "a\r\nb", "☃ é \u{1F600}", "\u0007", "x ".repeat(200), "---", "..."],
];

Deno.test("renderYaml() is read back as the same value", () => {
  const values: unknown[] = [
    ...texts,
    ...[null, true, 0, -7, 1.5, 2 ** 53 - 1, 12345678901234567890n, [], {}, [[]], [{}]],
    Object.fromEntries(texts.map((text, index) => [`k${index}`, text])),
    Object.fromEntries(texts.map((text, index) => [text, index])),
    texts,
    JSON.parse('{"__proto__": {"a": 1}}'),
    { a: [{ b: [{ c: [1, [2]] }] }], d: { e: {} } },
  ];
  for (const value of values) {
    for (const indent of [2, 4]) {
      const text = renderYaml(value, { indent });
      assert.deepEqual(parseYaml(text, { file: "f" }).value, value, text);
      assert.equal(text.at(-1), "\n");
    }
  }
});

Deno.test("renderYaml() writes plain blocks in the given order", () => {
  const shared = { k: 1 };
  const cases: [unknown, number, string][] = [
    [{ b: "1.10", a: "x" }, 2, 'b: "1.10"\na: x\n'],
    [{ a: [{ b: 1, c: 2 }, "d"] }, 2, "a:\n  - b: 1\n    c: 2\n  - d\n"],
    [{ a: { b: { c: 1 } } }, 4, "a:\n    b:\n        c: 1\n"],
    [{ a: undefined, b: () => 1, c: 12n }, 2, "c: 12\n"],
    [[shared, shared], 2, "- k: 1\n- k: 1\n"],
    [`${"word ".repeat(100)}end`, 2, `${"word ".repeat(100)}end\n`],
  ];
  for (const [value, indent, expected] of cases) assert.equal(renderYaml(value, { indent }), expected);
});
