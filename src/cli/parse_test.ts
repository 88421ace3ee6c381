import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { UsageError } from "@/base/errors.ts";
import type { ArgSpecs, FlagSpecs } from "@/cli/command.ts";
import { readInput, scanWords } from "./parse.ts";

const flags = {
  "format": {
    type: "string",
    short: "f",
    summary: "",
    choices: ["json", "plain"],
    default: "plain",
    env: "T_FORMAT",
  },
  "output": { type: "string", short: "o", aliases: ["out"], summary: "", env: ["T_OUTPUT", "T_OUT"] },
  "all": { type: "boolean", short: "a", summary: "", env: "T_ALL" },
  "color": { type: "boolean", short: "c", summary: "", default: true },
  "no-save": { type: "boolean", summary: "" },
  "limit": { type: "number", short: "n", summary: "", default: 10, env: "T_LIMIT" },
  "use": { type: "strings", short: "u", summary: "", env: "T_USE" },
  "pager": { type: "string", short: "p", summary: "", bare: "on" },
  "token": { type: "string", summary: "", hidden: true },
} as const satisfies FlagSpecs;

const many = { tools: { summary: "", variadic: true } } as const satisfies ArgSpecs;
const pair = { tool: { summary: "", required: true }, version: { summary: "" } } as const satisfies ArgSpecs;
const program = {
  tool: { summary: "", required: true },
  args: { summary: "", passthrough: true },
} as const satisfies ArgSpecs;
const command = { command: { summary: "", passthrough: true } } as const satisfies ArgSpecs;

function read(words: readonly string[], args: ArgSpecs = many, env: Record<string, string> = {}) {
  const spec = { path: "atmos t", args, flags };
  const scan = scanWords(words, spec);
  if (scan.problem) throw scan.problem;
  const input = readInput(scan, spec, env);
  return {
    args: input.args,
    flags: Object.fromEntries([...input.given].map((name) => [name, input.flags[name as "all"]])),
  };
}

function failure(run: () => unknown): UsageError {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("no usage error");
}

Deno.test("parse understands every GNU form", () => {
  const cases: [words: string[], flags: Record<string, unknown>, tools?: string[]][] = [
    [[], {}],
    [["--format=json"], { format: "json" }],
    [["--format", "json"], { format: "json" }],
    [["-f", "json"], { format: "json" }],
    [["-fjson"], { format: "json" }],
    [["-f=json"], { format: "json" }],
    [["--out", "x"], { output: "x" }],
    [["--output="], { output: "" }],
    [["--output", ""], { output: "" }],
    [["--output=a=b"], { output: "a=b" }],
    [["--output", "-x"], { output: "-x" }],
    [["--output", "--"], { output: "--" }],
    [["-o-"], { output: "-" }],
    [["-ac"], { all: true, color: true }],
    [["-acfjson"], { all: true, color: true, format: "json" }],
    [["-acf", "json"], { all: true, color: true, format: "json" }],
    [["-a=false"], { all: false }],
    [["--all=YES"], { all: true }],
    [["--all=0"], { all: false }],
    [["--no-color"], { color: false }],
    [["--no-color", "--color"], { color: true }],
    [["--no-save"], { "no-save": true }],
    [["--no-no-save"], { "no-save": false }],
    [["--limit", "-5"], { limit: -5 }],
    [["--limit=1.5"], { limit: 1.5 }],
    [["-u", "a", "--use=b", "-uc,d"], { use: ["a", "b", "c,d"] }],
    [["--pager", "less"], { pager: "on" }, ["less"]],
    [["--pager=less"], { pager: "less" }],
    [["-p"], { pager: "on" }],
    [["-pa"], { pager: "on", all: true }],
    [["-p=x"], { pager: "x" }],
    [["--format", "json", "--format", "plain"], { format: "plain" }],
    [["a", "--all", "b"], { all: true }, ["a", "b"]],
    [["a", "--", "--all", "-f", "--"], {}, ["a", "--all", "-f", "--"]],
    [["-", ""], {}, ["-", ""]],
    [["--token", "t"], { token: "t" }],
  ];
  for (const [words, expected, tools = []] of cases) {
    deepEqual(read(words), { args: { tools }, flags: expected }, words.join(" "));
  }
});

Deno.test("scanWords() leaves the words of a passthrough argument alone", () => {
  const cases: [
    args: ArgSpecs,
    words: string[],
    expected: Record<string, unknown>,
    flags?: Record<string, unknown>,
  ][] = [
    [program, ["tf", "--all", "-x", "--help"], { tool: "tf", args: ["--all", "-x", "--help"] }],
    [program, ["--all", "tf", "plan"], { tool: "tf", args: ["plan"] }, { all: true }],
    [program, ["tf", "--all", "--", "-x"], { tool: "tf", args: ["-x"] }, { all: true }],
    [program, ["tf", "--all", "a", "--", "-x"], { tool: "tf", args: ["--all", "a", "--", "-x"] }],
    [program, ["tf", "--", "--", "a"], { tool: "tf", args: ["--", "a"] }],
    [program, ["tf", "a", "--", "b"], { tool: "tf", args: ["a", "--", "b"] }],
    [program, ["--", "tf", "-a"], { tool: "tf", args: ["-a"] }],
    [program, ["tf"], { tool: "tf", args: [] }],
    [command, ["-u", "jq", "ls", "-a"], { command: ["ls", "-a"] }, { use: ["jq"] }],
    [command, ["--all", "--", "-a"], { command: ["-a"] }, { all: true }],
  ];
  for (const [args, words, expected, given = {}] of cases) {
    deepEqual(read(words, args), { args: expected, flags: given }, words.join(" "));
  }
});

Deno.test("readInput() takes flags before variables before defaults; an empty variable counts as unset", () => {
  const cases: [env: Record<string, string>, words: string[], flags: Record<string, unknown>][] = [
    [{ T_FORMAT: "json" }, [], { format: "json" }],
    [{ T_FORMAT: "json" }, ["--format", "plain"], { format: "plain" }],
    [{ T_FORMAT: "" }, [], {}],
    [{ T_OUTPUT: "", T_OUT: "b" }, [], { output: "b" }],
    [{ T_OUTPUT: "a", T_OUT: "b" }, [], { output: "a" }],
    [{ T_ALL: "1" }, [], { all: true }],
    [{ T_ALL: "No" }, [], { all: false }],
    [{ T_LIMIT: "3" }, [], { limit: 3 }],
    [{ T_USE: "a, b" }, [], { use: ["a", "b"] }],
    [{ T_USE: "a, b" }, ["--use", "c"], { use: ["c"] }],
  ];
  for (const [env, words, expected] of cases) {
    deepEqual(read(words, many, env).flags, expected, JSON.stringify(env));
  }
  const spec = { path: "atmos t", args: {}, flags };
  const { flags: values, given } = readInput(scanWords([], spec), spec, {});
  deepEqual(values, {
    "format": "plain",
    "output": undefined,
    "all": false,
    "color": true,
    "no-save": false,
    "limit": 10,
    "use": [],
    "pager": undefined,
    "token": undefined,
  });
  equal(given.size, 0);
});

Deno.test("parse names the mistake, its place and the help to read; exit 1", () => {
  const cases: [
    words: string[],
    code: string,
    title: string,
    args?: ArgSpecs,
    env?: Record<string, string>,
  ][] = [
    [["--fromat", "json"], "cli/unknown-flag", "unknown flag: --fromat"],
    [["--fromat=json"], "cli/unknown-flag", "unknown flag: --fromat"],
    [["--__proto__"], "cli/unknown-flag", "unknown flag: --__proto__"],
    [["---"], "cli/unknown-flag", "unknown flag: ---"],
    [["-az"], "cli/unknown-flag", "unknown shorthand flag: 'z' in -az"],
    [["-é"], "cli/unknown-flag", "unknown shorthand flag: 'é' in -é"],
    [["--format"], "cli/missing-value", "flag needs an argument: --format"],
    [["-af"], "cli/missing-value", "flag needs an argument: -f"],
    [["--format", "xml"], "cli/bad-value", 'invalid value "xml" for --format: use one of json, plain'],
    [["--all=maybe"], "cli/bad-value", 'invalid value "maybe" for --all: use true or false'],
    [["--all="], "cli/bad-value", 'invalid value "" for --all: use true or false'],
    [["--no-color=x"], "cli/bad-value", '--no-color takes no value, got "x"'],
    [["-n", "1e3"], "cli/bad-value", 'invalid value "1e3" for --limit: use a number'],
    [[], "cli/bad-value", 'invalid value "x" for T_LIMIT (the variable for --limit): use a number', many, {
      T_LIMIT: "x",
    }],
    [[], "cli/missing-argument", 'missing argument <tool> of "atmos t"', pair],
    [
      ["a", "b", "c"],
      "cli/extra-argument",
      'unexpected argument "c" for "atmos t"',
      pair,
    ],
    [[""], "cli/extra-argument", 'unexpected argument "" for "atmos t"', {}],
  ];
  for (const [words, code, title, args, env] of cases) {
    const error = failure(() => read(words, args, env));
    deepEqual([error.code, error.title, error.exitCode], [code, title, 1], words.join(" "));
    ok(error.hints.at(-1)?.includes("atmos t --help"), words.join(" "));
  }
});

Deno.test("readInput() says how many arguments a call takes", () => {
  const pair = { tool: { summary: "", required: true }, to: { summary: "" } } as const;
  const list = { tool: { summary: "", required: true, variadic: true } } as const;
  const cases: [string[], ArgSpecs, string][] = [
    [[], pair, '"atmos t <tool> [to]" accepts at most 2 arguments, received 0.'],
    [["a", "b", "c"], pair, '"atmos t <tool> [to]" accepts at most 2 arguments, received 3.'],
    [["a", "b"], { one: pair.tool }, '"atmos t <one>" accepts 1 argument, received 2.'],
    [[], list, '"atmos t <tool>" accepts at least 1 argument, received 0.'],
    [["x"], {}, '"atmos t" accepts 0 arguments, received 1.'],
  ];
  for (const [words, args, explanation] of cases) {
    equal(failure(() => read(words, args)).explanation, explanation, words.join(" "));
  }
});

Deno.test("scanWords() suggests flags that are shown, none that is hidden", () => {
  equal(failure(() => read(["--fromat"])).hints[0], "Did you mean `--format`?");
  equal(failure(() => read(["--no-sav"])).hints[0], "Did you mean `--no-save`?");
  equal(failure(() => read(["--tokn"])).hints.length, 1);
});

Deno.test("scanWords() never throws and keeps reading after a mistake", () => {
  const scan = scanWords(["--bogus", "a", "--format", "json", "-z", "--all"], {
    path: "atmos t",
    args: many,
    flags,
  });
  equal(scan.problem?.title, "unknown flag: --bogus");
  deepEqual([...scan.values], [["format", ["json"]], ["all", ["true"]]]);
  deepEqual(scan.words, ["a"]);
});

Deno.test("scanWords() leaves every word alone for an argument that takes all", () => {
  const words = ["--all", "-x", "--", "--help", ""];
  const all = { words: { summary: "", passthrough: "all" } } as const;
  deepEqual(read(words, all), { args: { words }, flags: {} });
});

Deno.test("scanWords() says what the next word would be", () => {
  const cases: [words: string[], waiting: string | undefined, isOver: boolean, args?: ArgSpecs][] = [
    [[], undefined, false],
    [["--format"], "format", false],
    [["-af"], "format", false],
    [["--format", "json"], undefined, false],
    [["--pager"], undefined, false],
    [["a", "--"], undefined, true],
    [["a", "--", "--format"], undefined, true],
    [["tf", "--all"], undefined, true, program],
    [["tf"], undefined, false, program],
  ];
  for (const [words, waiting, isOver, args = many] of cases) {
    const scan = scanWords(words, { path: "atmos t", args, flags });
    deepEqual([scan.waiting, scan.isOver], [waiting, isOver], words.join(" "));
  }
});

Deno.test("readInput() takes the words of a choice and no others", () => {
  const args = { shell: { summary: "", required: true, choices: ["bash", "zsh"] } } as const;
  deepEqual(read(["zsh"], args), { args: { shell: "zsh" }, flags: {} });
  const wrong = failure(() => read(["zhs"], args));
  deepEqual([wrong.code, wrong.exitCode], ["cli/bad-value", 1]);
  equal(wrong.title, 'invalid value "zhs" for <shell> of "atmos t": use one of bash, zsh');
  equal(wrong.hints[0], "Did you mean `atmos t zsh`?");
  equal(failure(() => read([], args)).hints[0], "Use one of: bash, zsh");
});

Deno.test("readInput() uses the exit code of a declaration for a wrong choice", () => {
  const spec = {
    path: "atmos t",
    args: {},
    flags: { format: { type: "string", summary: "", choices: ["json"], choiceExit: 2 } },
  } as const;
  throws(() => readInput(scanWords(["--format", "xml"], spec), spec, {}), { exitCode: 2 });
});
