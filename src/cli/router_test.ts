import { deepEqual, equal, ok } from "node:assert/strict";
import { type AnyCommand, command, type CommandGroup } from "@/cli/command.ts";
import { type Route, routeWords } from "./router.ts";

const groupFlags = { "root-dir": { type: "string", short: "r", summary: "", env: "T_ROOT" } } as const;

const install = command({
  summary: "Install",
  args: { tools: { summary: "", variadic: true } },
  flags: { ...groupFlags, all: { type: "boolean", summary: "" } },
  run: () => Promise.resolve(0),
});
const exec = command({
  summary: "Exec",
  args: { tool: { summary: "", required: true }, args: { summary: "", passthrough: true } },
  flags: groupFlags,
  run: () => Promise.resolve(0),
});
const ask = command({
  summary: "Ask",
  args: { words: { summary: "", passthrough: "all" } },
  run: () => Promise.resolve(0),
});
const bare = command({ summary: "Bare", run: () => Promise.resolve(0) });

const release = command({
  summary: "Release",
  flags: { format: { type: "string", summary: "", choices: ["json"] } },
  run: () => Promise.resolve(0),
});
const show = command({
  summary: "Show",
  args: { release: { summary: "", required: true } },
  examples: ["atmos release show 1.2.3", "atmos release show"],
  run: () => Promise.resolve(0),
});

/** Tables that remember what was loaded. */
function tables() {
  const loaded: string[] = [];
  const load = (name: string, value: AnyCommand) => () => {
    loaded.push(name);
    return Promise.resolve({ default: value });
  };
  const toolchain: CommandGroup = {
    summary: "Tools",
    flags: groupFlags,
    commands: {
      install: { summary: "Install", aliases: ["i", "put-there"], load: load("install", install) },
      exec: { summary: "Exec", load: load("exec", exec) },
      secret: { summary: "Hidden", hidden: true, load: load("secret", bare) },
    },
  };
  const root: CommandGroup = {
    summary: "Root",
    commands: {
      toolchain: {
        summary: "Tools",
        aliases: ["tc"],
        loadGroup: () => {
          loaded.push("toolchain");
          return Promise.resolve({ default: toolchain });
        },
      },
      bare: { summary: "Bare", load: load("bare", bare) },
      release: {
        summary: "Release",
        loadGroup: () =>
          Promise.resolve({
            default: {
              summary: "Release",
              alone: release,
              commands: { show: { summary: "Show", load: load("show", show) } },
            },
          }),
      },
      ask: { summary: "Ask", hidden: true, load: load("ask", ask) },
    },
  };
  return { root, loaded };
}

async function route(line: string, env: Record<string, string> = {}): Promise<Route & { loaded: string[] }> {
  const { root, loaded } = tables();
  return { ...await routeWords(line.split(" ").filter((word) => word !== ""), root, env), loaded };
}

/** The route in a few words, for tables of cases. */
async function brief(line: string, env: Record<string, string> = {}): Promise<string> {
  const found = await route(line, env);
  switch (found.kind) {
    case "run":
      return `run ${found.path} ${JSON.stringify(found.input.args)} ${[...found.input.given].join(",")}`
        .trim();
    case "help":
      return `help ${found.path} ${found.target.kind} ${found.topic}`.trim();
    case "version":
      return "version";
    case "usage":
      return `${found.error.exitCode} ${found.error.title}`;
  }
}

Deno.test("routeWords() finds commands among global and group flags", async () => {
  const cases: [line: string, expected: string][] = [
    ["bare", "run atmos bare {}"],
    ["toolchain install", 'run atmos toolchain install {"tools":[]}'],
    ["tc i jq", 'run atmos toolchain install {"tools":["jq"]}'],
    ["toolchain install jq --all", 'run atmos toolchain install {"tools":["jq"]} all'],
    ["-C x toolchain --root-dir y install -v jq", 'run atmos toolchain install {"tools":["jq"]} root-dir'],
    ["-Cx toolchain -ry install", 'run atmos toolchain install {"tools":[]} root-dir'],
    ["toolchain exec tf --help -C x", 'run atmos toolchain exec {"tool":"tf","args":["--help","-C","x"]}'],
    ["toolchain exec tf -- version", 'run atmos toolchain exec {"tool":"tf","args":["version"]}'],
    ["toolchain install -- --help", 'run atmos toolchain install {"tools":["--help"]}'],
    ["toolchain install help", 'run atmos toolchain install {"tools":["help"]}'],
    ["toolchain secret", "run atmos toolchain secret {}"],
    ["--version", "version"],
    ["-C x --version", "version"],
    ["--version --bogus", "version"],
  ];
  for (const [line, expected] of cases) equal(await brief(line), expected, line);
});

Deno.test("routeWords() finds help in every form", async () => {
  const cases: [line: string, expected: string][] = [
    ["", "help atmos group"],
    ["help", "help atmos group"],
    ["-h", "help atmos group"],
    ["--help", "help atmos group"],
    ["-v --help", "help atmos group"],
    ["--help=all", "help atmos group all"],
    ["help --help=all", "help atmos group all"],
    ["help toolchain", "help atmos toolchain group"],
    ["toolchain help", "help atmos toolchain group"],
    ["toolchain -h", "help atmos toolchain group"],
    ["toolchain --root-dir x --help", "help atmos toolchain group"],
    ["help tc install", "help atmos toolchain install command"],
    ["toolchain help install", "help atmos toolchain install command"],
    ["--help toolchain install", "help atmos toolchain install command"],
    ["toolchain install jq --help", "help atmos toolchain install command"],
    ["toolchain exec --help", "help atmos toolchain exec command"],
    ["toolchain exec -h tf", "help atmos toolchain exec command"],
    ["toolchain install --bogus --help=usage", "help atmos toolchain install command usage"],
    ["--logs-level help", "help atmos group"],
  ];
  for (const [line, expected] of cases) equal(await brief(line), expected, line);
});

Deno.test("routeWords() reports mistakes with exit code 1", async () => {
  const cases: [line: string, expected: string][] = [
    ["toolchain", "1 atmos toolchain requires a subcommand"],
    ["toolchain --root-dir x", "1 atmos toolchain requires a subcommand"],
    ["nonsense", '1 Unknown command "nonsense" for "atmos"'],
    ["nonsense --help", '1 Unknown command "nonsense" for "atmos"'],
    ["help nonsense", '1 Unknown command "nonsense" for "atmos"'],
    ["toolchain nosuch", '1 Unknown command "nosuch" for "atmos toolchain"'],
    ["constructor", '1 Unknown command "constructor" for "atmos"'],
    ["--bogus", "1 unknown flag: --bogus"],
    ["--bogus toolchain nosuch", "1 unknown flag: --bogus"],
    ["toolchain --version", "1 unknown flag: --version"],
    ["--chdir", "1 flag needs an argument: --chdir"],
    ["bare extra", '1 unexpected argument "extra" for "atmos bare"'],
    ["toolchain exec", '1 missing argument <tool> of "atmos toolchain exec"'],
    ["bare --verbose=maybe", '1 invalid value "maybe" for --verbose: use true or false'],
  ];
  for (const [line, expected] of cases) equal(await brief(line), expected, line);
});

Deno.test("routeWords() names near commands, those one level down too, and never hidden ones", async () => {
  const cases: [line: string, hints: string[]][] = [
    ["toolchian", ["Did you mean `atmos toolchain`?"]],
    ["install", ["Did you mean `atmos toolchain install`?"]],
    ["tool", ["Did you mean `atmos toolchain`?"]],
    ["toolchain instal", ["Did you mean `atmos toolchain install`?", "Use one of: install, exec"]],
    ["toolchain put-ther", ["Did you mean `atmos toolchain put-there`?", "Use one of: install, exec"]],
    ["toolchain", ["Use one of: install, exec"]],
    ["toolchain secre", ["Use one of: install, exec"]],
    ["zzzzzz", ["To run a program of the project: atmos exec -- zzzzzz"]],
    ["zzzzzz -x $y", ["To run a program of the project: atmos exec -- zzzzzz -x '$y'"]],
  ];
  for (const [line, expected] of cases) {
    const found = await route(line);
    ok(found.kind === "usage", line);
    deepEqual(found.error.hints.slice(0, -1), expected, line);
  }
});

Deno.test("routeWords() runs what a group does alone, unless a word follows", async () => {
  const cases: [line: string, expected: string][] = [
    ["release", "run atmos release {}"],
    ["release --format json", "run atmos release {} format"],
    ["release -v --format=json", "run atmos release {} format"],
    ["release --format yaml", '1 invalid value "yaml" for --format: use one of json'],
    ["release --bogus", "1 unknown flag: --bogus"],
    ["release --help", "help atmos release group"],
    ["release --format json --help", "help atmos release group"],
    ["help release", "help atmos release group"],
    ["release show 1", 'run atmos release show {"release":"1"}'],
    ["release --format json show 1", "1 unknown flag: --format"],
    ["release show --format json 1", "1 unknown flag: --format"],
    ["release foo", '1 Unknown command "foo" for "atmos release"'],
    ["release --", "run atmos release {}"],
  ];
  for (const [line, expected] of cases) equal(await brief(line), expected, line);
  const missing = await route("release show");
  ok(missing.kind === "usage");
  equal(missing.error.hints[0], "For example: atmos release show 1.2.3");
});

Deno.test("routeWords() reads group flags in both places, the last one wins, and the environment", async () => {
  const cases: [line: string, expected: string | undefined, env?: Record<string, string>][] = [
    ["toolchain --root-dir a install", "a"],
    ["toolchain install --root-dir b", "b"],
    ["toolchain --root-dir a install --root-dir b", "b"],
    ["toolchain install", "e", { T_ROOT: "e" }],
    ["toolchain --root-dir a install", "a", { T_ROOT: "e" }],
    ["toolchain install", undefined],
  ];
  for (const [line, expected, env] of cases) {
    const found = await route(line, env);
    ok(found.kind === "run", line);
    const flags: Record<string, unknown> = found.input.flags;
    equal(flags["root-dir"], expected, line);
  }
});

Deno.test("routeWords() keeps the global flags beside a mistake, and drops them when they are the mistake", async () => {
  const beside = await route("--no-color --logs-level Debug nonsense");
  deepEqual([beside.globals.flags["no-color"], beside.globals.flags["logs-level"]], [true, "Debug"]);
  const wrong = await route("--no-color=maybe bare");
  deepEqual([wrong.kind, wrong.globals.flags["no-color"]], ["usage", false]);
  equal((await route("bare", { ATMOS_VERBOSE: "maybe" })).kind, "usage");
  equal((await route("--help", { ATMOS_VERBOSE: "maybe" })).kind, "help");
});

Deno.test("routeWords() loads only what is on the way", async () => {
  deepEqual((await route("--version")).loaded, []);
  deepEqual((await route("bare")).loaded, ["bare"]);
  deepEqual((await route("toolchain --help")).loaded, ["toolchain"]);
  deepEqual((await route("toolchain exec x")).loaded, ["toolchain", "exec"]);
});

Deno.test("routeWords() goes where the words lead that somebody asks about, but not by the last of them", async () => {
  const cases: [line: string, words: string[], chdir: string | undefined, config: string[]][] = [
    ["ask -C x toolchain --bogus --config y", ["-C", "x", "toolchain", "--bogus", "--config", "y"], "x", []],
    ["ask --config y -C x", ["--config", "y", "-C", "x"], undefined, ["y"]],
    ["ask --help --", ["--help", "--"], undefined, []],
    ["-C z ask -- -C x a", ["--", "-C", "x", "a"], "z", []],
    ["ask --verbose=maybe -C x a", ["--verbose=maybe", "-C", "x", "a"], undefined, []],
  ];
  for (const [line, words, chdir, config] of cases) {
    const found = await route(line);
    ok(found.kind === "run", line);
    deepEqual(found.input.args, { words }, line);
    deepEqual([found.globals.flags.chdir, found.globals.flags.config], [chdir, config], line);
  }
});

Deno.test("routeWords() takes the global flags of the real program that steer nothing yet", async () => {
  const flags = "--base-path x --profile a,b --profile c --edition 2026 --logs-file x --force-tty --pager " +
    "--interactive=false --no-mask -i me --redirect-stderr x --settings-list-merge-strategy merge " +
    "--use-version 1.2.3 --heatmap --heatmap-mode bar --profile-file x --profile-type cpu --profiler-enabled " +
    "--profiler-host x --profiler-port 1 --ai --skill x --cast x";
  equal(await brief(`${flags} bare`), "run atmos bare {}");
  equal(await brief(`bare ${flags}`), "run atmos bare {}");
  const found = await route(`bare ${flags}`);
  deepEqual(found.globals.flags.profile, ["a,b", "c"]);
});

Deno.test("routeWords() keeps --config and --config-path as typed, the variables too", async () => {
  const { globals } = await route("--config a,b bare --config c --config-path=d");
  deepEqual([globals.flags.config, globals.flags["config-path"]], [["a,b", "c"], ["d"]]);
  ok(globals.typed.has("config"));
  ok(!(await route("bare", { ATMOS_CONFIG: "x" })).globals.typed.has("config"));
});
