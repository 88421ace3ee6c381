import { equal } from "node:assert/strict";
import { execute } from "../execute.ts";
import { parseTemplate } from "../parse_template.ts";
import { builtins } from "./builtins.ts";
import { columnFunctions } from "./columns.ts";

Deno.test("columnFunctions: nothing is no error, lists of any kind join, conditions come first", () => {
  const data = { a: "añb", list: ["x", 1], map: { k: "v" }, none: null };
  const cases: [text: string, expected: string][] = [
    [
      `{{ toString .none }}|{{ toInt "4.7" }}{{ toInt "-12x" }}|{{ toInt .none }}|{{ toBool "Yes" }}{{ toBool 0 }}`,
      "|4-12|0|truefalse",
    ],
    [`{{ truncate "abcdef" 5 }}|{{ truncate "abcdef" 3 }}|{{ truncate "ab" 2 }}`, "ab...|abc|ab"],
    [`{{ pad "ab" 4 }}|{{ pad "ab" 1 }}|{{ upper "a" }}{{ lower "B" }}`, "ab  |ab|Ab"],
    [
      `{{ get .map "k" }}|{{ getOr .map "x" "d" }}|{{ has .map "x" }}|{{ getOr .none "x" "d" }}`,
      "v|d|false|d",
    ],
    [`{{ len .none }}{{ len .a }}{{ len .list }}{{ len .map }}`, "0421"],
    [`{{ join .list "+" }}|{{ join (split "a-b" "-") "," }}|{{ index (split "a-b" "-") 1 }}`, "x+1|a,b|b"],
    [`{{ ternary true "y" "n" }}{{ ternary .none "y" "n" }}`, "yn"],
  ];
  for (const [text, expected] of cases) {
    const template = parseTemplate(text, { name: "t", functions: { ...builtins, ...columnFunctions } });
    equal(execute(template, data, { missingKey: "default" }), expected, text);
  }
});
