import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { readData, readDir, testData } from "../../../tests/support/test_data.ts";
import { compileQuery } from "./query.ts";
import { assertRefusals, assertResults } from "../../../tests/support/query_cases.ts";

Deno.test("compileQuery() builds, binds and joins values as yq does", () => {
  assertResults([
    [".a, .b | . + 1", [1, 3]],
    [".a | . + 1, .b", [2, 2]],
    [".l[] | (.a, .b)", [1, 3, 1, 2, 4, 7]],
    [".l[] | .a, .b", [1, 3, 1, 2]],
    ["[.l[] | .a, .b]", [[1, 3, 1, 2]]],
    [".l[] | [.a]", [[1], [3], [1]]],
    ['.l[] | {"a": .b}', [{ "a": 2 }, { "a": 4 }, { "a": 7 }]],
    ['{"a": .l[].a, "b": .l[].b}', [
      { "a": 1, "b": 2 },
      { "a": 1, "b": 4 },
      { "a": 1, "b": 7 },
      { "a": 3, "b": 2 },
      { "a": 3, "b": 4 },
      { "a": 3, "b": 7 },
      { "a": 1, "b": 2 },
      { "a": 1, "b": 4 },
      { "a": 1, "b": 7 },
    ]],
    ['{"a": .a | . + 1, "b": 2}', [{ "a": 2, "b": 2 }]],
    ['{"a": (1, 2)}', [{ "a": 1 }, { "a": 2 }]],
    ["{(.l[].a | tostring): 1}", [{ "1": 1 }, { "3": 1 }, { "1": 1 }]],
    ['{("x","y"): (1,2)}', [{ "x": 1 }, { "x": 2 }, { "y": 1 }, { "y": 2 }]],
    ["{(.k): .b}", [{ "a": 2 }]],
    ["{.k: 1}", [{ "a": 1 }]],
    ['{"x" + "y": 1}', [{ "xy": 1 }]],
    [String.raw`{"\(.k)": 1}`, [{ "a": 1 }]],
    ['{"a": .e[]}', []],
    ['{"a": .nope}', [{ "a": null }]],
    ['{"a": .s.x, "b": 1}', [{ "b": 1 }]],
    ['{"a": .a == 1, "b": .a + 1}', [{ "a": true, "b": 2 }]],
    ['{"a": 1 , "b": .c | length}', [{ "a": 1, "b": 4 }]],
    ['{"a": .n // "x", "b": .c[0] + 1}', [{ "a": "x", "b": 4 }]],
    ['{"a": .a and true}', [{ "a": true }]],
    ["{}", [{}]],
    ["[]", [[]]],
    ['{"a":1}.a', [1]],
    ["[1,2][0]", [1]],
    ['{"a": {"b": 1}}.a.b', [1]],
    ["(.l)[0].a", [1]],
    ["(.l[0], .l[1]).a", [1, 3]],
    [String.raw`"a\tb\n\"\\"`, ['a\tb\n"\\']],
    [String.raw`"\(.a + 1) and \(.s)"`, ["2 and abc"]],
    [String.raw`"\(.m)"`, ['"y":\n  z:\n    - 1\nx: 1']],
    [String.raw`"\(.c)"`, ["- 3\n- 1\n- 2\n- 1"]],
    [String.raw`"\(.n)"`, ["null"]],
    [String.raw`"\(.nope)"`, ["null"]],
    [String.raw`"\(.a)\(.b)"`, ["12"]],
    [String.raw`"a\qb"`, ["a\\qb"]],
    [String.raw`"a\\(.s)"`, ["a\\(.s)"]],
    [String.raw`"\a\b\f\v\r\/"`, ["\u0007\b\f\u000b\r\\/"]],
    [".a as $x | $x + 1", [2]],
    [".c[] as $x | $x * 2", [6, 2, 4, 2]],
    [".a as $x | .b as $y | [$x, $y]", [[1, 2]]],
    [". as $root | .l[] | .a + $root.b", [3, 5, 3]],
    [".c[] as $x | .e[] as $y | $x", []],
    ["[.c[] as $x | select($x > 1) | $x] | length", [2]],
    [".l[] | .a as $x | .b + $x", [3, 7, 8]],
    [".l | map(.a as $x | .b + $x)", [[3, 7, 8]]],
    [".l[] as $i ireduce (0; . + $i.a)", [5]],
    [String.raw`.c[] as $i ireduce ({}; .["k\($i)"] = $i)`, [{ "k3": 3, "k1": 1, "k2": 2 }]],
    [".e[] as $i ireduce (0; . + $i)", [0]],
    [".l | .[] as $i ireduce ({}; . * {($i.a | tostring): $i.b})", [{ "1": 7, "3": 4 }]],
    [".l[] as $i ireduce ([]; . + $i.b)", [[2, 4, 7]]],
    [".ms[] as $i ireduce ({}; .[$i | key] = $i)", [{ "q": 2, "p": 1, "r": "x" }]],
    [".l[] | select(.a == 3) | key", [1]],
    [".ms | keys[0]", ["q"]],
    [".ms | length, .b", [3, 2]],
    [".l | sort_by(.b)[0]", [{ "a": 1, "b": 2 }]],
    ["1 # comment", [1]],
    ["0x10", [16]],
    ["010", [10]],
    ["1e3", [1000]],
    ["9223372036854775807", [9223372036854775807n]],
    [".a==1", [true]],
    [".a!=1", [false]],
    [".a|.", [1]],
    [".l[]|select(.a==1)|.b", [2, 7]],
    [".ms|keys|.[0]", ["q"]],
    ['.s=="abc"', [true]],
    [".a,.b", [1, 2]],
    [".c|.[0]+1", [4]],
    [".c[0]*2", [6]],
    [".c|length>2", [true]],
    [".a=5|.a", [5]],
    [".a|.==1", [true]],
    ["3 - 2", [1]],
    [".c | map(. * -1)", [[-3, -1, -2, -1]]],
    ['.ms * {"d": 4} | keys', [["q", "p", "r", "d"]]],
    ['. * {"ms": {"p": 7}} | .ms', [{ "q": 2, "p": 7, "r": "x" }]],
    [".nope | map(.x) | length", [0]],
    [".l | map(.b) | sort | reverse | .[0]", [7]],
    ['.c | sort | join(",")', ["1,1,2,3"]],
    ["[.l[].a] | unique | length", [2]],
    ["{a: .a, b_2: 1}", [{ "a": 1, "b_2": 1 }]],
    ["{true: 1}", [{ "true": 1 }]],
    [String.raw`"\(.s | "<" + . + ">")"`, ["<abc>"]],
    [String.raw`"\("\("x")")!"`, ["x!"]],
    [String.raw`"\u00e9"`, ["\\u00e9"]],
    ["[.c[] | (., .)]", [[3, 1, 2, 1, 3, 1, 2, 1]]],
    ["(.a, .b) as $x | $x + 1", [2, 3]],
    ["[.c[] as $x | .l[] as $y | $x * $y.a] | length", [12]],
    ["(.a as $x | .b + $x) * 2", [6]],
    [".ms as $m | $m.p, 1", [1, 1]],
    ["empty", []],
    ["[.c[] | empty]", [[]]],
    ["-5", [-5]],
    ["[-1, - 2]", [[-1, -2]]],
    ["True, FALSE, Null", [true, false, null]],
    ['{"a": 1}.a, [2][0], "x".y', [1, 2]],
    ['{"__proto__": 1}', [{ ["__proto__"]: 1 }]],
    ['{"a": empty, "b": 1}', [{ "b": 1 }]],
    ['{"a": 1, "a": 2}', [{ "a": 2 }]],
    [" # nothing more\n .a", [1]],
  ]);
});

Deno.test("compileQuery() refuses what cannot be: query", () => {
  assertRefusals([
    ['error("x")', "query/evaluation: x (1:1)"],
    [String.raw`.a | error("bad \(.)")`, "query/evaluation: bad 1 (1:6)"],
    ["{(.c): 1}", "query/evaluation: a list cannot be a key (1:3)"],
  ]);
});

interface Case {
  readonly args: readonly string[];
  readonly exit?: number | null;
}

Deno.test("compileQuery() compiles every query of the recorded calls that end well", async () => {
  const root = await testData("golden");
  if (root === undefined) return;
  const queries = (await recordedCases(root)).flatMap(({ args, exit }) =>
    queriesOf(args).map((query) => ({ query, endsWell: exit === 0 }))
  );
  assert.ok(queries.length > 0, "no recorded query");
  for (const { query, endsWell } of queries) {
    const code = codeOf(() => compileQuery(query));
    if (endsWell) assert.equal(code, undefined, query);
    else assert.ok(code === undefined || code === "query/syntax", `${query}: ${code}`);
  }
});

async function recordedCases(root: string): Promise<readonly Case[]> {
  const folders = (await readDir(root)).filter((entry) => entry.isDirectory).map(({ name }) =>
    `${root}/${name}`
  );
  const projects = await Promise.all(
    folders.map(async (folder) => (await readDir(folder)).map(({ name }) => `${folder}/${name}/cases.json`)),
  );
  const files = await Promise.all(projects.flat().map((path) => readData(path).catch(() => '{"cases": []}')));
  return files.flatMap((text) => (JSON.parse(text) as { readonly cases: readonly Case[] }).cases);
}

function queriesOf(args: readonly string[]): readonly string[] {
  return args.flatMap((word, index) => {
    if (word === "-q" || word === "--query") return args.slice(index + 1, index + 2);
    return word.startsWith("--query=") ? [word.slice("--query=".length)] : [];
  });
}

function codeOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof AtmosError) return error.code;
    throw error;
  }
}
