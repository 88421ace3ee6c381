import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { evaluateHcl } from "./evaluate_hcl.ts";
import { type HclBlockTypes, parseHclJson } from "./parse_hcl_json.ts";
import { positionIn } from "./syntax.ts";

const TYPES: HclBlockTypes = {
  terraform: { labels: 0, blocks: { required_providers: { labels: 0 } } },
  variable: { labels: 1 },
  resource: { labels: 2 },
};

Deno.test("parseHclJson() tells blocks by the names it is given", () => {
  const file = parseHclJson(
    `\uFEFF{
  "//": "a comment",
  "terraform": {"required_providers": [{"a": "1"}, {"b": "2"}], "x": 1},
  "variable": {
    "😀": {}, "v": {"default": ["\${a}", 1, {"k": null}], "//": 1}
  },
  "resource": [{"t": {"one": {}}}, {"t": {"two": [{}, {"n": true}]}}],
  "other": {"variable": {"v": {}}}
}
`,
    "m.tf.json",
    TYPES,
  );
  const { blocks, attributes } = file.body;
  deepEqual([...attributes.keys()], ["other"]);
  deepEqual(
    blocks.map(({ type, labels, body, start }) => {
      const { line, column } = positionIn(file, start);
      return [type, ...labels, [...body.attributes.keys()].join(), body.blocks.length, `${line}:${column}`];
    }),
    [
      ["terraform", "x", 2, "3:16"],
      ["variable", "😀", "", 0, "5:10"],
      ["variable", "v", "default", 0, "5:19"],
      ["resource", "t", "one", "", 0, "7:30"],
      ["resource", "t", "two", "", 0, "7:51"],
      ["resource", "t", "two", "n", 0, "7:55"],
    ],
  );
  const value = blocks[2]?.body.attributes.get("default")?.value;
  ok(value);
  deepEqual(evaluateHcl(value, file), ["${a}", 1, { k: null }]);
  equal(positionIn(file, value.start).column, 31);
});

Deno.test("parseHclJson() refuses what is no body, and bad JSON", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["1", "hcl/syntax", "1:1"],
    ['{\n  "variable": "x"}', "hcl/syntax", "2:15"],
    ['{"variable": {\n"x": [1]}}', "hcl/syntax", "2:7"],
    ['{"resource": {"t": null}}', "hcl/syntax", "1:20"],
    ['{"variable": {\n', "yaml/syntax", "1:15"],
    ['{"a": 1,\n"a": 2}', "yaml/syntax", "2:1"],
  ];
  for (const [text, code, place] of cases) {
    throws(() => parseHclJson(text, "f.tf.json", TYPES), (error) => {
      ok(error instanceof ConfigError, `${text}: ${error}`);
      deepEqual([error.code, `${error.at?.line}:${error.at?.column}`, error.at?.file], [
        code,
        place,
        "f.tf.json",
      ], text);
      return true;
    });
  }
});

Deno.test("parseHclJson() works out places only when they are asked for", () => {
  const resources = Array.from(
    { length: 20_000 },
    (_, index) => `"r${index}": {"a": [${index}, {"b": "x"}]}`,
  );
  const text = `{"other": {${resources.join(", ")}}}`;
  const { body } = parseHclJson(text, "f.tf.json", TYPES);
  equal(body.attributes.size, 1);
});
