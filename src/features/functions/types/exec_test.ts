import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { CancelledError, ConfigError } from "@/base/errors.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemProcesses } from "@/io/process/processes.ts";
import { type TestContext, testContext, type TestOptions } from "../../../../tests/support/context.ts";
import { scriptedProcesses } from "../../../../tests/support/procs.ts";
import exec from "./exec.ts";

const ignore = Deno.build.os === "windows";
const place = {
  file: "/p/atmos.yaml",
  root: undefined,
  positionOf: () => ({ file: "/p/atmos.yaml", line: 3 }),
};

async function run(ctx: TestContext, text: string): Promise<unknown> {
  return await exec(ctx, { tag: "!exec", text, path: ["stacks", "name"], place });
}

async function realContext(options: TestOptions = {}): Promise<TestContext> {
  return await testContext({
    procs: systemProcesses({ os: Deno.build.os, clock: systemClock() }),
    ...options,
  });
}

Deno.test("exec() answers what a script prints, as JSON where it is", { ignore }, async () => {
  await using ctx = await realContext({ env: { WORD: "w" }, files: { "script.sh": 'echo "s:$1"' } });
  const cases: [string, unknown][] = [
    ["echo 42", 42],
    ["echo 007", "007"],
    ["echo 1e3", 1000],
    ["echo true", true],
    ["echo null", null],
    ["echo yes", "yes"],
    [`echo '"quoted"'`, "quoted"],
    [`echo '{"a":1,"b":[2.5,null]}'`, { a: 1, b: [2.5, null] }],
    ["echo 12345678901234567890", 12345678901234567890n],
    ["echo 'a:' 1", "a: 1"],
    ["printf ''", ""],
    ["true", ""],
    ["printf 'x\\n\\n'", "x"],
    ["printf 'x\\r\\n'", "x"],
    ["printf '  x  '", "  x  "],
    ["printf '\\none\\ntwo\\n'", "\none\ntwo"],
    ["echo $WORD | tr a-z A-Z", "W"],
    ["true && echo $((2 + 3))", 5],
    ["cat <<X\ndoc $((1+1))\nX\n", "doc 2"],
    ["for x in a b; do\n  printf '%s-' $x\ndone\n", "a-b-"],
    ["sh ./script.sh arg", "s:arg"],
    ['basename "$PWD"', "project"],
    ["cat", ""],
    ["echo ünï", "ünï"],
    ['[[ $WORD == w ]] && a=(x y) && echo "${a[1]}"', "y"],
  ];
  for (const [script, expected] of cases) deepEqual(await run(ctx, script), expected, script);
});

Deno.test(
  "exec() gives the script our environment, one level deeper, and nothing else",
  { ignore },
  async () => {
    const cases: [Record<string, string>, number][] = [[{}, 1], [{ ATMOS_SHLVL: "2" }, 3], [{
      ATMOS_SHLVL: "x",
    }, 1]];
    for (const [env, level] of cases) {
      await using ctx = await realContext({ env });
      equal(await run(ctx, "echo $ATMOS_SHLVL"), level);
      const names = String(await run(ctx, "env")).split("\n").map((line) => line.split("=")[0]);
      deepEqual(names.filter((it) => !["PWD", "SHLVL", "_"].includes(it ?? "")).sort(), [
        "ATMOS_SHLVL",
        "HOME",
        "PATH",
        "TMPDIR",
      ]);
    }
  },
);

Deno.test("exec() takes bash, else sh", async () => {
  for (const [programs, program] of [[{ bash: "/b/bash" }, "/b/bash"], [{}, "sh"]] as const) {
    const procs = scriptedProcesses([{ program, args: ["-c", "x y"] }], programs);
    await using ctx = await testContext({ procs });
    equal(await run(ctx, "x y"), "");
    procs.assertDone();
  }
});

Deno.test(
  "exec() tells command, key, code and the last words of a script that fails",
  { ignore },
  async () => {
    const { procs, shown } = quietly(systemProcesses({ os: Deno.build.os, clock: systemClock() }));
    await using ctx = await testContext({ procs });
    const cases: [string, string, RegExp][] = [
      ["exit 3", "!exec exit 3", /exit code 3\.$/],
      [
        "echo out; printf 'first\\nlast word\\n\\n' >&2; exit 4",
        "!exec echo out;",
        /exit code 4: last word$/,
      ],
      ["no_such_program_here --x", "!exec no_such_program_here --x", /exit code 127: .*no_such_program_here/],
      ['echo "unclosed', '!exec echo "unclosed', /exit code [12]: ./],
      ["kill -TERM $$", "!exec kill", /exit code 143\.$/],
      ["true\nexit 5\n", "!exec true… at", /exit code 5\.$/],
      [`: ${"x".repeat(5000)}; exit 6`, "!exec : xxx", /exit code 6\.$/],
    ];
    for (const [script, words, explanation] of cases) {
      await rejects(run(ctx, script), (error: ConfigError) => {
        equal(error.code, "functions/failed");
        ok(error.title.includes(words) && error.title.endsWith(" at stacks.name"), error.title);
        ok(error.title.length < 200);
        match(error.explanation ?? "", explanation);
        deepEqual(error.at, { file: "/p/atmos.yaml", line: 3 });
        equal(error.exitCode, 1);
        return true;
      });
    }
    ok(shown.every((it) => it === true));
  },
);

/** The same, but stderr does not reach the eyes of whoever runs the tests; tells whether it would have. */
function quietly(procs: ReturnType<typeof systemProcesses>) {
  const shown: (boolean | undefined)[] = [];
  const capture: typeof procs.capture = (plan, { showStderr, ...options } = {}) => {
    shown.push(showStderr);
    return procs.capture(plan, options);
  };
  return { procs: { ...procs, capture }, shown };
}

Deno.test("exec() refuses an empty script", async () => {
  await using ctx = await testContext();
  for (const text of ["", " \n "]) await rejects(run(ctx, text), { code: "functions/bad-arguments" });
});

Deno.test("exec() ends a script that prints too much", { ignore }, async () => {
  await using ctx = await realContext();
  await rejects(run(ctx, "exec yes"), {
    code: "process/too-much-output",
    message: /printed more than 67108864 bytes$/,
  });
});

Deno.test("exec() ends with the program", { ignore }, async () => {
  const aborter = new AbortController();
  await using ctx = await realContext({ signal: aborter.signal });
  const running = run(ctx, "exec sleep 60");
  aborter.abort(new CancelledError("app/stopped", "interrupted"));
  await rejects(running, { code: "app/stopped" });
});
