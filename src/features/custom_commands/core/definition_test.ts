import { deepEqual, equal } from "node:assert/strict";
import { plainScalar } from "@/base/schema/reading.ts";
import { readCommands } from "./definition.ts";
import type { GlobalFlag } from "./flags.ts";
import { commandData } from "./values.ts";

const globals = new Map<string, GlobalFlag>([["verbose", { type: "bool", short: "v" }]]);

Deno.test("readCommands() hands flags and the directory down, and nothing else", () => {
  const [tree] = readCommands([{
    name: "tree",
    working_directory: "wood",
    env: { A: "a" },
    flags: [{ name: "size", default: "s" }],
    commands: [{ name: "leaf", flags: [{ name: "size", default: "xl" }, { name: "own", type: "bool" }] }],
  }], globals);
  const leaf = tree?.commands[0];
  deepEqual(leaf?.names, ["tree", "leaf"]);
  equal(leaf?.workingDirectory, "wood");
  equal(leaf?.fields["env"], undefined);
  deepEqual(leaf?.flags.map(({ name, default: standard }) => [name, standard]), [["size", ["s"]], [
    "own",
    undefined,
  ]]);
});

Deno.test("readCommands() keeps texts of variables as written, other scalars of steps are what they look like", () => {
  const [command] = readCommands([{
    name: "a",
    steps: ["one", { interactive: plainScalar("true", true), env: { V: plainScalar("1.10", 1.1) } }],
  }], globals);
  deepEqual(command?.steps, ["one", { interactive: true, env: { V: "1.10" } }]);
});

Deno.test("readCommands() tells the first clash of flags, and of that command only", () => {
  const flags = (...list: Record<string, string>[]) =>
    readCommands([{ name: "a", flags: list }], globals)[0]?.problem?.title;
  const cases: [found: string | undefined, title: string | undefined][] = [
    [flags({ name: "x" }, { name: "y", shorthand: "y" }), undefined],
    [flags({ name: "verbose", type: "bool" }), undefined],
    [flags({ name: "x" }, { name: "x" }), "duplicate flag --x"],
    [
      flags({ name: "x", shorthand: "q" }, { name: "y", shorthand: "q" }),
      "duplicate shorthand -q of the flags --x and --y",
    ],
    [
      flags({ name: "x", shorthand: "v" }),
      "the shorthand -v of flag --x is that of --verbose, a flag of every command",
    ],
    [flags({ name: "x", shorthand: "xy" }), 'the shorthand "xy" of flag --x must be one letter'],
    [flags({ name: "verbose" }), "flag --verbose has the type string, and every command has it as bool"],
    [flags({ name: "help", type: "bool" }), "--help is a flag of every command, no other can have its name"],
    [
      flags({ name: "x", type: "int", default: "1.5" }),
      'the default of flag --x must be a whole number, not "1.5"',
    ],
    [flags({ name: "--x" }), '"--x" cannot be the name of a flag'],
    [flags({ shorthand: "x" }), "a flag has no name"],
  ];
  for (const [found, title] of cases) equal(found, title);
});

Deno.test("commandData() types values, quotes words after --, and leaves whole what is too long for a number", () => {
  const [command] = readCommands([{
    name: "a",
    arguments: [{ name: "one" }, { name: "two", default: "2" }],
    flags: [{ name: "n", type: "int" }, { name: "f", type: "float", default: "1.5" }, {
      name: "l",
      type: "list",
    }],
  }], globals);
  if (command === undefined) throw new Error("nothing read");
  const data = commandData(command, {
    args: { one: undefined, two: undefined },
    flags: { n: "12345678901234567890", l: ["a,b", "c"] },
    given: new Set(["n", "l"]),
    trailing: ["a b", "", "$X", "plain"],
  });
  deepEqual(data.Arguments, { one: "", two: "2" });
  deepEqual(data.Flags, { n: 12345678901234567890n, f: 1.5, l: ["a,b", "c"] });
  equal(data.TrailingArgs, "'a b' '' '$X' plain");
});
