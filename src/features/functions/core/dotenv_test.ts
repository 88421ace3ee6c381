import { deepEqual, equal, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseDotenv } from "./dotenv.ts";

function parse(text: string, environment: Record<string, string> = {}) {
  return parseDotenv(text, {
    file: "x.env",
    variable: (name) => Object.hasOwn(environment, name) ? environment[name] : undefined,
  });
}

Deno.test("parseDotenv() knows every form of a line", () => {
  const cases: [string, Record<string, string>][] = [
    ["", {}],
    ["\n\n  \n# a=b\n  # c\n", {}],
    ["A=1", { A: "1" }],
    ["A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["\uFEFFA=1", { A: "1" }],
    ["export A=1\nexport\tB=2", { A: "1", B: "2" }],
    ["export=1\nexported=2", { export: "1", exported: "2" }],
    ["A = both sides ", { A: "both sides" }],
    ["A=\nB= \nC= # none", { A: "", B: "", C: "" }],
    ["A=kept # dropped\nB=#fff\nC=a#b", { A: "kept", B: "#fff", C: "a#b" }],
    ["A=x=y&z", { A: "x=y&z" }],
    ["A='#1' # x\nB=\"#2\"\t#x", { A: "#1", B: "#2" }],
    ["A='no $B \\n'", { A: "no $B \\n" }],
    ['A="a\\nb\\tc\\"d\\\\e\\$f\\g"', { A: 'a\nb\tc"d\\e$fg' }],
    ["A=\"one\ntwo\"\nB='three\nfour'\nC=5", { A: "one\ntwo", B: "three\nfour", C: "5" }],
    ["A=C:\\new\\table", { A: "C:\\new\\table" }],
    ['A=it\'s\nB=say "x"', { A: "it's", B: 'say "x"' }],
    ["A=1\nA=2", { A: "2" }],
    ["a.b-c_D9=x\n_=y", { "a.b-c_D9": "x", _: "y" }],
    ["A=ünï 日本", { A: "ünï 日本" }],
  ];
  for (const [text, expected] of cases) deepEqual(parse(text), expected, JSON.stringify(text));
});

Deno.test("parseDotenv() puts in earlier lines, then the environment, then nothing", () => {
  const environment = { HOME: "/h", A: "outer", N: "$A" };
  const cases: [string, Record<string, string>][] = [
    ["A=1\nB=$A-${A}b", { A: "1", B: "1-1b" }],
    ["B=$A\nA=1", { B: "outer", A: "1" }],
    ['B="$HOME/x ${NO}."', { B: "/h/x ." }],
    ['B=\\$A\nC="\\${A}"', { B: "$A", C: "${A}" }],
    ["A=\nB=<$A>", { A: "", B: "<>" }],
    ["B=$N", { B: "$A" }],
    ["B=$ $1 ${} ${A:-x} $(id) a$", { B: "$ $1 ${} ${A:-x} $(id) a$" }],
    ["B=$toString$__proto__", { B: "" }],
  ];
  for (const [text, expected] of cases) deepEqual(parse(text, environment), expected, JSON.stringify(text));
});

Deno.test("parseDotenv() tells the line of a mistake, and nothing that stands on it", () => {
  const cases: [string, number][] = [
    ["GOOD=1\nsecret words", 2],
    ["A", 1],
    ["export A", 1],
    ["=secret", 1],
    ["9A=secret", 1],
    ["A B=secret", 1],
    ["\n\nA='secret", 3],
    ['A="x\ny"\nB="secret\\"\n', 3],
    ['A="x\ny" secret', 2],
    ["A='x'y", 1],
    ["A: secret", 1],
  ];
  for (const [text, line] of cases) {
    throws(() => parse(text), (error) => {
      if (!(error instanceof ConfigError)) throw error;
      deepEqual(
        [error.code, error.at],
        ["functions/bad-dotenv", { file: "x.env", line }],
        JSON.stringify(text),
      );
      equal(JSON.stringify([error.title, error.explanation]).includes("secret"), false);
      return true;
    });
  }
});

Deno.test("parseDotenv() makes a variable called __proto__ a variable", () => {
  deepEqual(Object.entries(parse("__proto__=x\nconstructor=y")), [["__proto__", "x"], ["constructor", "y"]]);
});

Deno.test("parseDotenv() reads a large file in one go", () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `N${index}="${"x".repeat(20)}" # c`);
  equal(Object.keys(parse(lines.join("\n"))).length, 50_000);
  const long = "x".repeat(5_000_000);
  equal(parse(`A="${long}"\nB='${long}'\nC=${long}`)["A"]?.length, 5_000_000);
});
