import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { command, type CommandGroup } from "@/cli/command.ts";
import { styleOf } from "@/ui/style.ts";
import { displayWidth } from "@/ui/text.ts";
import { helpText } from "./help.ts";
import type { HelpTarget } from "./router.ts";

const install = command({
  summary: "Install tools",
  description: "Without names everything in the versions file.",
  args: { tools: { summary: "tool or tool@version", variadic: true } },
  flags: {
    "format": {
      type: "string",
      short: "f",
      summary: "How to print",
      choices: ["table", "json"],
      default: "table",
    },
    "limit": { type: "number", summary: "How many", env: ["T_LIMIT", "T_MAX"], aliases: ["max"] },
    "reinstall": { type: "boolean", summary: "Install again" },
    "token": { type: "string", summary: "Secret", hidden: true },
  },
  examples: ["atmos toolchain install terraform@1.9.8"],
  run: () => Promise.resolve(0),
});
const load = () => Promise.resolve({ default: install });
const group: CommandGroup = {
  summary: "Tools of a project",
  commands: {
    install: { summary: "Install tools", aliases: ["i"], load },
    secret: { summary: "Nothing", hidden: true, load },
  },
};
const ofActiveGroup: HelpTarget = { kind: "group", group: { ...group, alone: install } };
const ofCommand: HelpTarget = { kind: "command", command: install };
const ofGroup: HelpTarget = { kind: "group", group };

function help(
  target: HelpTarget,
  { topic = "", width = 80, color = false, path = "atmos toolchain install" } = {},
) {
  return helpText({ path, target, topic, width, style: styleOf(color) });
}

Deno.test("helpText() explains a command", () => {
  equal(
    help(ofCommand),
    `Install tools

Without names everything in the versions file.

Usage:
  atmos toolchain install [tools...] [flags]

Arguments:
  tools  tool or tool@version

Flags:
  -f, --format <table|json>  How to print (default table)
      --limit <n>            How many (also --max; env T_LIMIT, T_MAX)
      --reinstall            Install again

Global flags: \`atmos toolchain install --help=all\`

Examples:
  atmos toolchain install terraform@1.9.8
`,
  );
});

Deno.test("helpText() lists the shown commands of a group; --version belongs to the root alone", () => {
  const text = help(ofGroup, { path: "atmos toolchain" });
  ok(text.includes("Commands:\n  install  Install tools (also i)\n"), text);
  ok(!text.includes("secret") && !text.includes("--version"), text);
  ok(help(ofGroup, { path: "atmos" }).includes("--version"));
});

Deno.test("helpText() shows global flags under `all`, form and examples under `usage`, and refuses other topics", () => {
  for (const target of [ofCommand, ofGroup]) {
    ok(!help(target).includes("--logs-level"));
    ok(help(target, { topic: "all" }).includes("--logs-level"));
  }
  equal(
    help(ofCommand, { topic: "usage" }),
    "Usage:\n  atmos toolchain install [tools...] [flags]\n\nExamples:\n  atmos toolchain install terraform@1.9.8\n",
  );
  throws(() => help(ofCommand, { topic: "nonsense" }), { code: "cli/help-topic", exitCode: 1 });
});

Deno.test("helpText() keeps to the width of the terminal", () => {
  for (const width of [40, 60, 80, 120]) {
    const lines: string[] = help(ofCommand, { width, topic: "all" }).split("\n");
    const tooWide = lines.filter((line) => displayWidth(line) > width && !line.includes("atmos toolchain"));
    deepEqual(tooWide, [], String(width));
  }
});

Deno.test("helpText() says the same with and without colours", () => {
  const colored = help(ofCommand, { color: true });
  ok(colored.includes("\x1b[1mUsage:\x1b[22m"));
  // deno-lint-ignore no-control-regex -- colours are control characters
  equal(colored.replace(/\x1b\[\d+m/g, ""), help(ofCommand));
});

Deno.test("helpText() explains what a group does alone beside its commands", () => {
  const text = help(ofActiveGroup, { path: "atmos tools" });
  for (
    const part of [
      "Usage:\n  atmos tools [flags]\n  atmos tools <command> [flags]\n",
      "Commands:\n  install",
      "--limit <n>",
      "Examples:\n  atmos toolchain install",
    ]
  ) ok(text.includes(part), text);
});
