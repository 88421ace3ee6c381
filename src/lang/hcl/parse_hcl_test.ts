import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseHcl } from "./parse_hcl.ts";
import { type HclBody, type HclExpression, positionIn } from "./syntax.ts";

/** A body in short: names of arguments, and blocks with labels and content. */
function shapeOf({ attributes, blocks }: HclBody): unknown[] {
  return [
    ...attributes.keys(),
    ...blocks.map(({ type, labels, body }) => [[type, ...labels], ...shapeOf(body)]),
  ];
}

Deno.test("parseHcl() reads arguments and blocks", () => {
  const cases: readonly (readonly [string, unknown[]])[] = [
    ["", []],
    ["\n\n", []],
    ["\uFEFFa = 1\n", ["a"]],
    ["a = 1", ["a"]],
    ["a = 1\r\nb = 2\r\n", ["a", "b"]],
    ["\ta\t=\t1 \t\n", ["a"]],
    ["# c\na = 1 # d\n// e\n/* f\ng */ b = 2\n", ["a", "b"]],
    ["a = 1 /* x\n*/\nb = 2", ["a", "b"]],
    ["a-b = 1\n_ = 2\né = 3\n日本 = 4\n", ["a-b", "_", "é", "日本"]],
    ["a {}", [[["a"]]]],
    ["a {\n}\n", [[["a"]]]],
    ['a "b" c "d\\n$${e}" {\n  f = 1\n  g {\n  }\n}\n', [[["a", "b", "c", "d\n${e}"], "f", [["g"]]]]],
    ['a "" { b = 1 }\nc = 1', ["c", [["a", ""], "b"]]],
    ["a {} // c", [[["a"]]]],
    ["a = [\n  1, # c\n  2 // d\n]\nb = foo(\n  1,\n)\nc = (1 +\n2)\n", ["a", "b", "c"]],
    ["a = foo(1, [2]...)\nb = provider::x::y()\n", ["a", "b"]],
    ["a = foo.bar[0].*.x[*].y[each.key]\n", ["a"]],
    ["a = <<E\nx\nE\nb = 1\n", ["a", "b"]],
  ];
  for (const [text, expected] of cases) {
    deepEqual(shapeOf(parseHcl(text, "f").body), expected, JSON.stringify(text));
  }
});

Deno.test("parseHcl() knows where things stand", () => {
  const file = parseHcl(
    '\uFEFF# é\r\nvariable "x" {\r\n  type = list(string) # c\r\n  k = ("a")\r\n}\r\n',
    "m.tf",
  );
  const [block] = file.body.blocks;
  ok(block);
  deepEqual(positionIn(file, block.start), { file: "m.tf", line: 2, column: 1 });
  const sources = [...block.body.attributes.values()].map(({ value }) =>
    file.text.slice(value.start, value.end)
  );
  deepEqual(sources, ["list(string)", '("a")']);
  const type = block.body.attributes.get("type");
  deepEqual(positionIn(file, type?.value.start ?? 0), { file: "m.tf", line: 3, column: 10 });
});

Deno.test("parseHcl() tells references, calls and splats apart", () => {
  const kinds: readonly (readonly [string, HclExpression["kind"]])[] = [
    ["a", "reference"],
    ["a.b", "attribute"],
    ["a[0]", "index"],
    ["a.0", "index"],
    ["a.*.b", "splat"],
    ["a[*]", "splat"],
    ["a()", "call"],
    ["(a)", "reference"],
    ['"${a}"', "reference"],
    ['"${a} "', "template"],
    ["-a", "unary"],
    ["-a + b", "binary"],
    ["a ? b : c", "conditional"],
  ];
  for (const [text, kind] of kinds) {
    equal(parseHcl(`x = ${text}\n`, "f").body.attributes.get("x")?.value.kind, kind, text);
  }
});

Deno.test("parseHcl() refuses what is no HCL, and says where", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a = 1\na = 2\n", "2:1", "the argument a is given twice"],
    ["a {\n  b = 1\n  b = 1\n}\n", "3:3", "the argument b is given twice"],
    ["a = 1 b = 2\n", "1:7", "expected a new line, found b"],
    ["a = 1, 2\n", "1:6", "expected a new line, found ,"],
    ["a\n", "1:2", "expected =, a label or { after a, found the end of the line"],
    ["a.b = 1\n", "1:2", "expected =, a label or { after a, found ."],
    ['a "b" = 1\n', "1:7", "expected a label or { after a, found ="],
    ["a\n{\n}\n", "1:2", "expected =, a label or { after a, found the end of the line"],
    ["a =\n", "1:4", "expected an expression, found the end of the line"],
    ["= 1\n", "1:1", "expected the name of an argument or block, found ="],
    ['"a" = 1\n', "1:1", 'expected the name of an argument or block, found "'],
    ["1a = 1\n", "1:1", "expected the name of an argument or block, found 1"],
    ["x {\n  a = 1\n", "1:3", "a block without its closing brace"],
    ["a = 1\n}\n", "2:1", "expected the name of an argument or block, found }"],
    ["a {} b = 1\n", "1:6", "expected a new line, found b"],
    [
      "a { b = 1\n}\n",
      "1:10",
      "expected } behind the only argument of a block in one line, found the end of the line",
    ],
    ["a { b = 1, c = 2 }\n", "1:10", "expected } behind the only argument of a block in one line, found ,"],
    ["a { b {} }\n", "1:5", "a block within a block needs a line of its own"],
    ["a {\n  b = 1 }\n", "2:9", "expected a new line, found }"],
    ['a "b${c}" {}\n', "1:5", "a label holds no ${} and no %{}"],
    ['a = "x\n', "1:5", "a text without its closing quote; lines belong into a heredoc"],
    ['a = "x', "1:5", "a text without its closing quote"],
    ['a = "x\\', "1:5", "a text without its closing quote"],
    ['a = "${1"\n', "1:9", 'expected } for ${, found " ($${ is a plain ${)'],
    ['a = "${a:b}"\n', "1:9", "expected } for ${, found : ($${ is a plain ${)"],
    ['a = "%{ foo }"\n', "1:9", "expected if, else, endif, for or endfor behind %{, found foo"],
    ['a = "%{ endif }"\n', "1:6", "%{ endif } without its beginning"],
    ['a = "%{ if true }x"\n', "1:6", "expected %{ endif } for the %{ if }"],
    ['a = "%{ if a }%{ else }%{ else }%{ endif }"\n', "1:24", "expected %{ endif } for the %{ if }"],
    ['a = "\\q"\n', "1:6", "HCL has no escape \\q"],
    ['a = "é\\ud800"\n', "1:7", "HCL has no escape \\ud800"],
    ["a = <<EOT\nx\n", "1:5", "expected a line EOT to end the text"],
    ["a = <<EOT\nx\nEOT", "1:5", "expected a line EOT to end the text"],
    ["a = << EOT\nx\nEOT\n", "1:5", "expected an expression, found <"],
    ["a = 1.2.3\n", "1:5", "1.2.3 is no number, or too large"],
    ["a = 1e400\n", "1:5", "1e400 is no number, or too large"],
    ["a = [1 2]\n", "1:8", "expected , or ] behind an item, found 2"],
    ["a = [,]\n", "1:6", "expected an expression, found ,"],
    ["a = [\n", "2:1", "expected an expression, found the end of the file"],
    ["a = {a}\n", "1:7", "expected = or : behind the key of an object, found }"],
    ["a = {a = 1 b = 2}\n", "1:12", "expected a new line, a comma or }, found b"],
    ["a = {\na\n= 1\n}\n", "2:2", "expected = or : behind the key of an object, found the end of the line"],
    ["a = (1\n", "2:1", "expected ), found the end of the file"],
    ["a = foo(1 2)\n", "1:11", "expected , or ), found 2"],
    ["a = a::b\n", "1:9", "expected ( behind the name of a function, found the end of the line"],
    ["a = b.\n", "1:7", "expected a name behind the dot, found the end of the line"],
    ["a = b.0.0\n", "1:7", "an index behind a dot is one whole number"],
    ["a = {for x in [1]: x}\n", "1:20", "a for that makes an object needs =>"],
    ["a = [for x in [1]: x => x]\n", "1:20", "=> in a for that makes a tuple"],
    ["a = [for x of [1]: x]\n", "1:12", "a for without its in"],
    ["a = 'x'\n", "1:5", "' is no quote in HCL, which uses \""],
    ["a = “x”\n", "1:5", '“ is no quote in HCL, which uses "'],
    ["a = 1;\n", "1:6", "; is not used in HCL, where lines end arguments"],
    ["a = 1 & 2\n", "1:7", 'HCL does not use the character "&"'],
    ["a\u00A0= 1\n", "1:2", 'HCL does not use the character "\u00A0"'],
    ["a = 1\rb = 2\n", "1:6", 'HCL does not use the character "\\r"'],
    ["a = 1 /* c\n", "1:7", "a comment that does not end"],
  ];
  for (const [text, place, title] of cases) {
    throws(() => parseHcl(text, "f.hcl"), (error) => {
      ok(error instanceof ConfigError, `${JSON.stringify(text)}: ${error}`);
      const { code, at } = error;
      deepEqual(
        [code, `${at?.line}:${at?.column}`, error.title],
        ["hcl/syntax", place, title],
        JSON.stringify(text),
      );
      equal(at?.file, "f.hcl");
      return true;
    });
  }
});

Deno.test("parseHcl() bounds what is nested or chained, and reads what is merely long", () => {
  const many = 100_000;
  for (
    const text of [
      "[".repeat(many),
      "(".repeat(many),
      "{a=".repeat(many),
      "!".repeat(many) + "true",
      '"${'.repeat(many),
      '"%{if '.repeat(many),
      "foo(".repeat(many),
      "a ? ".repeat(many),
      "a ? b : ".repeat(many),
      "a[*]".repeat(many),
      "a[".repeat(many),
      "a" + ".b".repeat(many),
      "a" + ".*.b".repeat(many),
      "1" + " + 1".repeat(many),
      '"' + "%{if true}".repeat(many) + '"',
      "[for x in ".repeat(many),
    ]
  ) throws(() => parseHcl(`a = ${text}\n`, "f"), { code: "hcl/syntax" }, text.slice(0, 20));
  throws(() => parseHcl("a {\n".repeat(many), "f"), { code: "hcl/syntax" });

  const long = `a = [${"1, ".repeat(many)}]\nb = "${"x".repeat(many)}$"\nc = <<E\n${
    "line ${1}\n".repeat(1000)
  }E\n`;
  equal(parseHcl(long, "f").body.attributes.size, 3);
  equal(parseHcl(`a = ${"[".repeat(200)}${"]".repeat(200)}\n`, "f").body.attributes.size, 1);
});
