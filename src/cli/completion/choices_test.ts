import { deepEqual } from "node:assert/strict";
import { command, type CommandGroup } from "@/cli/command.ts";
import { choicesAt } from "./choices.ts";

const groupFlags = {
  "root-dir": { type: "string", summary: "Root", aliases: ["rd"], complete: "directory" },
} as const;
const run = () => Promise.resolve(0);
const install = command({
  summary: "Install tools",
  args: { tools: { summary: "", variadic: true, complete: "tool" } },
  flags: {
    ...groupFlags,
    format: { type: "string", short: "f", summary: "How", choices: ["table", "plain", "json"] },
    use: { type: "strings", summary: "With", complete: "installed-tool" },
    all: { type: "boolean", summary: "All" },
    limit: { type: "number", summary: "Most" },
    token: { type: "string", summary: "Secret", hidden: true },
  },
  run,
});
const exec = command({
  summary: "Become a tool",
  args: {
    tool: { summary: "", required: true, complete: "tool" },
    args: { summary: "", passthrough: true },
  },
  flags: groupFlags,
  run,
});
const any = command({
  summary: "Run",
  args: { command: { summary: "", passthrough: true, complete: "installed-tool" } },
  flags: { all: { type: "boolean", summary: "All" } },
  run,
});
const shell = command({
  summary: "Print",
  args: { shell: { summary: "", choices: ["bash", "zsh"] }, to: { summary: "", complete: "file" } },
  run,
});
const load = (value: typeof install | typeof exec | typeof any | typeof shell) => () =>
  Promise.resolve({ default: value });
const toolchain: CommandGroup = {
  summary: "Tools",
  flags: groupFlags,
  commands: {
    exec: { summary: "Become a tool", load: load(exec) },
    install: { summary: "Install tools", aliases: ["i"], load: load(install) },
    secret: { summary: "", hidden: true, load: load(shell) },
  },
};
const root: CommandGroup = {
  summary: "Root",
  commands: {
    any: { summary: "Run", load: load(any) },
    shell: { summary: "Print", load: load(shell) },
    toolchain: { summary: "Tools", loadGroup: () => Promise.resolve({ default: toolchain }) },
  },
};

/** The answer in one line: offered words, then what is looked up and for which beginning. */
async function brief(line: string): Promise<string> {
  const { offered, lookUp, typed } = await choicesAt(line.split(" "), root);
  const words = offered.map(({ value }) => value).join(" ");
  return `${words} | ${lookUp === "none" ? "" : `${lookUp} ${typed}`}`.trim();
}

Deno.test("choicesAt() offers commands, values and what to look up", async () => {
  const cases: [line: string, expected: string][] = [
    ["", "any shell toolchain help |"],
    ["t", "toolchain |"],
    ["toolchain ", "exec install |"],
    ["toolchain e", "exec |"],
    ["toolchain x", "|"],
    ["nothing ", "|"],
    ["nothing --", "|"],
    ["toolchain install ", "| tool"],
    ["toolchain i jq te", "| tool te"],
    ["toolchain install -- te", "| tool te"],
    ["toolchain install --format ", "table plain json |"],
    ["toolchain install -f p", "plain |"],
    ["toolchain install --format=j", "json |"],
    ["toolchain install --format=", "table plain json |"],
    ["toolchain install --nonsense=x", "|"],
    ["toolchain install --all=", "true false |"],
    ["toolchain install --limit ", "|"],
    ["toolchain install --use=t", "| installed-tool t"],
    ["toolchain --root-dir ", "| directory"],
    ["toolchain --rd=x", "| directory x"],
    ["-C ", "| directory"],
    ["--config a", "| file a"],
    ["-C x toolchain --root-dir y install --use t", "| installed-tool t"],
    ["--logs-level D", "Debug |"],
    ["--help=", "all usage |"],
    ["shell ", "bash zsh |"],
    ["shell bash x", "| file x"],
    ["shell bash x y", "|"],
    ["toolchain exec t", "| tool t"],
    ["toolchain exec tf x", "| file x"],
    ["toolchain exec tf --al", "| file --al"],
    ["toolchain exec tf -- --al", "| file --al"],
    ["any t", "| installed-tool t"],
    ["any --all -- t", "| installed-tool t"],
    ["any ls --al", "| file --al"],
    ["any ls x", "| file x"],
    ["help ", "any shell toolchain help |"],
    ["help toolchain i", "install |"],
    ["help toolchain install ", "|"],
    ["toolchain help e", "exec |"],
  ];
  for (const [line, expected] of cases) deepEqual(await brief(line), expected, line);
});

Deno.test("choicesAt() offers flags that are shown and not yet given, the command's own first", async () => {
  const cases: [line: string, expected: string][] = [
    ["toolchain install --f", "--format --force-color |"],
    ["toolchain install --format json --f", "--force-color |"],
    ["toolchain install -f json --f", "--force-color |"],
    ["toolchain install --use jq --use", "--use --use-version |"],
    ["toolchain install --to", "|"],
    ["toolchain install --proxy", "|"],
    ["toolchain --root-dir x install --ro", "|"],
    ["any --a", "--all |"],
    ["--vers", "--version |"],
    ["toolchain --vers", "|"],
    ["-C", "|"],
  ];
  for (const [line, expected] of cases) deepEqual(await brief(line), expected, line);
});

Deno.test("choicesAt() says what a word is for", async () => {
  deepEqual((await choicesAt(["toolchain", "i"], root)).offered, [
    { value: "install", summary: "Install tools" },
  ]);
  deepEqual((await choicesAt([], root)).offered.length, 4);
});
