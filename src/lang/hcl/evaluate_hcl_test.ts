import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { evaluateHcl } from "./evaluate_hcl.ts";
import { parseHcl } from "./parse_hcl.ts";

function valueOf(expression: string): unknown {
  const file = parseHcl(`a = ${expression}\n`, "f.hcl");
  const attribute = file.body.attributes.get("a");
  ok(attribute, expression);
  return evaluateHcl(attribute.value, file);
}

function checkValues(cases: readonly (readonly [string, unknown])[]): void {
  for (const [expression, expected] of cases) deepEqual(valueOf(expression), expected, expression);
}

Deno.test("evaluateHcl() reads literals", () => {
  checkValues([
    ["1", 1],
    ["01", 1],
    ["1.50", 1.5],
    ["1e3", 1000],
    ["1E-3", 0.001],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["18446744073709551615", 18446744073709551615n],
    ["1e20", 1e20],
    ["true", true],
    ["null", null],
    ['"x"', "x"],
    ["[]", []],
    ["[1, 2,]", [1, 2]],
    ["{}", {}],
    ["{a = 1, b : 2,}", { a: 1, b: 2 }],
    ["{\n  a = 1\n\n  b = 2, c = 3\n}", { a: 1, b: 2, c: 3 }],
    ['{"a b" = 1, (1 + 1) = 2, 1.5 = 3, true = 4, null = 5}', {
      "a b": 1,
      "2": 2,
      "1.5": 3,
      true: 4,
      null: 5,
    }],
    ["{if = 1, in = 2, a-b = 3}", { if: 1, in: 2, "a-b": 3 }],
    ["{a = 1, a = 2}", { a: 2 }],
    ['{"x" : 1, "y" : [1, {"z": null}]}', { x: 1, y: [1, { z: null }] }],
  ]);
});

Deno.test("evaluateHcl() keeps odd keys as keys", () => {
  const value = valueOf("{__proto__ = {a = 1}, constructor = 2}") as object;
  deepEqual(Object.keys(value), ["__proto__", "constructor"]);
  equal(Object.getPrototypeOf(value), Object.prototype);
  equal(valueOf("{__proto__ = {a = 1}}.__proto__.a"), 1);
});

Deno.test("evaluateHcl() binds operators as HCL does, and calculates exactly", () => {
  checkValues([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 3 - 2", 5],
    ["2 * 3 % 4", 2],
    ["-1 + 5", 4],
    ["- -1", 1],
    ["-7 % 3", -1],
    ["7 / 2", 3.5],
    ["0.1 + 0.2", 0.3],
    ["1 / 3", 1 / 3],
    ["9007199254740993 + 1", 9007199254740994n],
    ["9007199254740993 - 9007199254740992", 1],
    ['"1" + 2', 3],
    ['-"1"', -1],
    ["1 <= 1 == true", true],
    ["true == 1 < 2", true],
    ['"10" > 9', true],
    ["!true", false],
    ['!"false"', true],
    ["true || false && false", true],
    ["false && nobody", false],
    ["true || nobody", true],
    ['1 == "1"', false],
    ["[1, {a = 2}] == [1, {a = 2}]", true],
    ["{a = 1} != {a = 2}", true],
    ["null == null", true],
    ["true ? 1 : nobody", 1],
    ['true ? 1 : "x"', "1"],
    ["false ? null : 1", 1],
    ["true ? 1 : false ? 2 : 3", 1],
    ["{a:true?1:2}", { a: 1 }],
    ["{a = 1} == {a = 1, b = 2}", false],
  ]);
});

Deno.test("evaluateHcl() steps into values", () => {
  checkValues([
    ["[1, 2][1]", 2],
    ['[1, 2]["1"]', 2],
    ["[1, 2].0", 1],
    ["[[1]][0][0]", 1],
    ["{a = {b = [3]}}.a.b[0]", 3],
    ['{a = 1}["a"]', 1],
    ["{1 = 2}[1]", 2],
    ["[1, 2, 3][1 + 1]", 3],
    ["[{a = 1}, {a = 2}].*.a", [1, 2]],
    ["[{a = 1}, {a = 2}][*].a", [1, 2]],
    ["[[{b = 1}], [{b = 2}]][*][0].b", [1, 2]],
    ["[{a = [1, 2]}].*.a[0]", [1, 2]],
    ["[[[1]]][*][*]", [[[1]]]],
    ["null[*]", []],
    ["[null][*]", [null]],
    ['"x"[*]', ["x"]],
    ["{a = 1}[*].a", [1]],
  ]);
});

Deno.test("evaluateHcl() goes over lists, and over maps by key", () => {
  checkValues([
    ["[for x in [1, 2]: x + 1 if x > 1]", [3]],
    ['[for i, x in ["a"]: "${i}${x}"]', ["0a"]],
    ['[for k, v in {b = 1, a = 2}: "${k}${v}"]', ["a2", "b1"]],
    ['{for x in ["a", "b"]: x => 1}', { a: 1, b: 1 }],
    ['{for i, x in ["a", "b", "a"]: x => i...}', { a: [0, 2], b: [1] }],
    ["[for x in [1, 2]: [for y in [1, 2]: x * y]]", [[1, 2], [2, 4]]],
    ["{\n  for\n  x in [true] : x => 1\n}", { true: 1 }],
    ["[for x in [1]: [for x in [2]: x]][0][0]", 2],
  ]);
});

Deno.test("evaluateHcl() fills texts", () => {
  checkValues([
    ['"a\\n\\t\\"q\\" \\\\ \\u00e9 \\U0001F600"', 'a\n\t"q" \\ é 😀'],
    ['"$${a} %%{b} $ % $$ 100% $5"', "${a} %{b} $ % $$ 100% $5"],
    ['"$$${a}"', "$${a}"],
    ['"a${1}b${true}"', "a1btrue"],
    ['"x${1e20} ${1e-7} ${1.50}"', "x100000000000000000000 0.0000001 1.5"],
    ['"${1}"', 1],
    ['"${[1]}"', [1]],
    ['"${null}"', null],
    ['"a${"b${"}"}"}"', "ab}"],
    ['"${{a = 1}.a}x"', "1x"],
    ['"${ /* } */ 1 }x"', "1x"],
    ['"${\n1\n}x"', "1x"],
    ['"a ${~ 1 ~} b"', "a1b"],
    ['" ${~ 1 ~} ${~ 2 ~} "', "12"],
    ['"%{ if true }yes%{ else }no%{ endif }"', "yes"],
    ['"%{ if false }yes%{ endif }"', ""],
    ['"%{ for i, x in ["a", "b"] }${i}${x},%{ endfor }"', "0a,1b,"],
    ['"%{ for x in [1, 2] }%{ if x == 1 }one%{ endif }%{ endfor }"', "one"],
    ['"a %{~ if true ~} b %{~ endif ~} c"', "abc"],
    ['"e\\u0301"', "é"],
  ]);
});

Deno.test("evaluateHcl() reads heredocs", () => {
  checkValues([
    ["<<EOT\nx\nEOT", "x\n"],
    ["<<EOT\nEOT", ""],
    ["<<EOT\n\n  x\n EOT", "\n  x\n"],
    ['<<EOT\n\\n "q" $${x} 100%\nEOT', '\\n "q" ${x} 100%\n'],
    ["<<EOT\nEOTX\n${1}EOT\nEOT", "EOTX\n1EOT\n"],
    ["<<EOT\r\nx\r\nEOT\r", "x\r\n"],
    ["<<-EOT\n    x\n      y\n\n    z\n    EOT", "x\n  y\n\nz\n"],
    ["<<-EOT\n\tx\n\t  y\n\tEOT", "x\n  y\n"],
    ['<<-EOT\n    x ${"a\\n  b"}\n      y\n    EOT', "x a\n  b\n  y\n"],
    ["<<-EOT\n    ${1}\n      y\n    EOT", "1\n  y\n"],
    ["<<-EOT\n${1}\n      y\n    EOT", "1\n      y\n"],
    ["<<EOT\n%{ for x in [1, 2] ~}\n- ${x}\n%{ endfor ~}\nend\nEOT", "- 1\n- 2\nend\n"],
    ["<<EOT\n  a\n  ${~ 1 ~}\n  b\nEOT", "  a\n1  b\n"],
    ["[<<A\n1\nA\n, <<B\n2\nB\n]", ["1\n", "2\n"]],
    ["{\n  b = <<EOT\nx\nEOT\n  c = 1\n}", { b: "x\n", c: 1 }],
    ['"${<<EOT\nx\nEOT\n}y"', "x\ny"],
    ["<<é\nx\né", "x\n"],
  ]);
});

Deno.test("evaluateHcl() tells what has no value, and where", () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ["foo", "variables may not be used here: foo", 5],
    ["1 + var.x", "variables may not be used here: var", 9],
    ['"a${foo}"', "variables may not be used here: foo", 9],
    ["[for x in [1]: y]", "variables may not be used here: y", 20],
    ["foo(1, 2)", "functions may not be called here: foo()", 5],
    ["a::b()", "functions may not be called here: a::b()", 5],
    ["true ? foo : 1", "variables may not be used here: foo", 12],
    ["{(foo) = 1}", "variables may not be used here: foo", 6],
    ["{foo.bar = 1}", "a key with a dot needs quotes", 6],
    ["{(null) = 1}", "null cannot be a key", 6],
    ["{[1] = 1}", "a list cannot be a key", 6],
    ['"a" + 1', "+ cannot be applied to a text", 5],
    ["null + 1", "+ cannot be applied to null", 5],
    ["!1", "! cannot be applied to a number", 5],
    ["1 && true", "&& cannot be applied to a number", 5],
    ["null < 1", "< cannot be applied to null", 5],
    ["1 / 0", "division by zero", 5],
    ["1 % 0", "division by zero", 5],
    ["1e308 * 10", "the result is too large", 5],
    ["1 ? 2 : 3", "a condition is a number, not a bool", 5],
    ["true ? 1 : true", "the results of ? and : are a number and a bool", 5],
    ['"x${[1]}"', "a list cannot be put into a text", 9],
    ['"x${null}"', "null cannot be put into a text", 9],
    ['[for x in "a": x]', "for cannot go over a text", 15],
    ["[for x in null: x]", "for cannot go over null", 15],
    ['{for x in ["a", "a"]: x => 1}', 'the key "a" comes twice', 27],
    ["[for x in [1]: x if 1]", "the if of a for is a number, not a bool", 25],
    ["[1][1]", "a list has no member 1", 5],
    ["[1][-1]", "a list has no member -1", 5],
    ["[1][0.5]", "a list has no member 0.5", 5],
    ["[1].a", "a list has no member a", 5],
    ["{a = 1}.b", "a map has no member b", 5],
    ["{a = 1}.toString", "a map has no member toString", 5],
    ["null.a", "null has no member a", 5],
    ['"x"[0]', "a text has no member 0", 5],
  ];
  for (const [expression, title, column] of cases) {
    throws(() => valueOf(expression), (error) => {
      ok(error instanceof ConfigError, String(error));
      deepEqual([error.code, error.title], ["hcl/evaluation", title], expression);
      deepEqual(error.at, { file: "f.hcl", line: 1, column }, expression);
      return true;
    });
  }
});

Deno.test("evaluateHcl() bounds chains within chains", () => {
  equal(valueOf(`1${" + 1".repeat(499)}`), 500);
  const nested = "(".repeat(200) + "1" + `${" + 1".repeat(400)})`.repeat(200);
  throws(() => valueOf(nested), { code: "hcl/evaluation", message: /expressions within each other/ });
  const steps = "[".repeat(200) + "null" + `]${"[0]".repeat(300)}`.repeat(200);
  throws(() => valueOf(steps), { code: "hcl/evaluation" });
});
