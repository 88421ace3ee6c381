import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { ConfigError, HostError } from "@/base/errors.ts";
import type { Processes } from "@/base/ports.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemProcesses } from "@/io/process/processes.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { scriptedProcesses } from "../../../tests/support/procs.ts";
import { type TestContext, testContext, type TestOptions } from "../../../tests/support/context.ts";
import { isAppend, isUnset } from "./core/markers.ts";
import { resolveFunctions } from "./resolve_functions.ts";

const ignore = Deno.build.os === "windows";

async function realContext(options: TestOptions = {}): Promise<TestContext> {
  return await testContext({
    procs: systemProcesses({ os: Deno.build.os, clock: systemClock() }),
    ...options,
  });
}

/** What `atmos.yaml` in the working directory, or another file, with that text becomes. */
async function resolveText(ctx: TestContext, text: string, file = `${ctx.cwd}/atmos.yaml`): Promise<unknown> {
  const { value, positionOf } = parseYaml(text, { file, documents: "first" });
  return await resolveFunctions(ctx, value, { file, root: undefined, positionOf });
}

Deno.test("resolveFunctions() puts every function of a document in its place", { ignore }, async () => {
  await using ctx = await realContext({
    env: { WORD: "spoken", EMPTY: "" },
    files: { "set.yaml": "n: 7\n", "more.env": "PLANT=moss\nLIGHT=north\n" },
  });
  const text = `
env:
  <<: [!include more.env, {PLANT: late}]
  A: !env WORD
  LIGHT: direct
list: [!env EMPTY x, !env NONE, !env NONE 'two words', plain, 1.50]
exec: !exec echo '{"a":[1]}'
set: !include set.yaml
here: !cwd sub/dir
paths: !append [!exec printf p]
gone: !unset
`;
  const { paths, gone, ...rest } = await resolveText(ctx, text) as Record<string, unknown>;
  deepEqual(rest, {
    env: { A: "spoken", LIGHT: "direct", PLANT: "moss" },
    list: ["", "", "two words", "plain", 1.5],
    exec: { a: [1] },
    set: { n: 7 },
    here: `${ctx.cwd}/sub/dir`,
  });
  ok(isAppend(paths) && isUnset(gone));
  deepEqual(paths.items, ["p"]);
});

Deno.test("resolveFunctions() answers a document without functions as it is", async () => {
  await using ctx = await testContext();
  const { value, positionOf } = parseYaml("a: {b: [1]}", { file: "x" });
  equal(await resolveFunctions(ctx, value, { file: "/x", root: undefined, positionOf }), value);
  equal(await resolveText(ctx, ""), null);
});

Deno.test("resolveFunctions() runs nothing while a tag is unsupported", async () => {
  await using ctx = await testContext({ procs: scriptedProcesses() });
  await rejects(resolveText(ctx, "a: !exec touch x\nb:\n  c: [!store x y]"), (error: ConfigError) => {
    equal(error.code, "functions/unsupported-tag");
    equal(error.title, "unsupported YAML tag: '!store' at b.c[0]");
    ok(error.hints.at(-1)?.startsWith("Supported tags for atmos.yaml are: !env, !exec, !include, "));
    deepEqual(error.at, { file: `${ctx.cwd}/atmos.yaml`, line: 3, column: 14 });
    return true;
  });
});

Deno.test("resolveFunctions() runs what aliases share once", async () => {
  const procs = scriptedProcesses([{ program: "/bin/bash", answer: { stdout: "[1]\n" } }], {
    bash: "/bin/bash",
  });
  await using ctx = await testContext({ procs });
  const result = await resolveText(ctx, "a: &x !exec one\nb: *x\nc: [*x]\n") as Record<string, unknown>;
  deepEqual(result, { a: [1], b: [1], c: [[1]] });
  equal(result["a"], result["b"]);
  procs.assertDone();
});

/** Processes whose scripts end when the test says so. */
function heldProcesses() {
  const running = new Map<string, PromiseWithResolvers<{ code: number; stdout: string; stderr: string }>>();
  let most = 0;
  const procs: Processes = {
    ...scriptedProcesses(),
    find: () => Promise.resolve("/bin/bash"),
    capture: ({ args }) => {
      const held = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
      running.set(args[1] ?? "", held);
      most = Math.max(most, running.size);
      return held.promise;
    },
  };
  const end = async (script: string, code = 0) => {
    running.get(script)?.resolve({ code, stdout: `${script}!`, stderr: "" });
    running.delete(script);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { procs, running, end, most: () => most };
}

Deno.test("resolveFunctions() runs four at a time and keeps their places", async () => {
  const { procs, running, end, most } = heldProcesses();
  await using ctx = await testContext({ procs });
  const names = ["a", "b", "c", "d", "e", "f"];
  const resolving = resolveText(ctx, `[${names.map((name) => `!exec ${name}`).join(", ")}]`);
  while (running.size < 4) await new Promise((resolve) => setTimeout(resolve, 0));
  for (const name of ["d", "c", "b", "e", "f", "a"]) await end(name);
  deepEqual(await resolving, names.map((name) => `${name}!`));
  equal(most(), 4);
});

Deno.test("resolveFunctions() tells the first failure in the document and starts nothing after one", async () => {
  const { procs, running, end, most } = heldProcesses();
  await using ctx = await testContext({ procs });
  const resolving = resolveText(ctx, "k:\n  - !exec a\n  - !exec b\n  - !exec c\n  - !exec d\n  - !exec e\n");
  const failing = rejects(resolving, { code: "functions/failed", message: /!exec b at k\[1\]$/ });
  while (running.size < 4) await new Promise((resolve) => setTimeout(resolve, 0));
  await end("d", 4);
  await end("b", 2);
  await end("c");
  await end("a");
  await failing;
  equal(most(), 4);
  equal(running.has("e"), false);
});

Deno.test("resolveFunctions() tells errors from below at the place of the call", async () => {
  const reason = new HostError("process/not-found", "program not found: sh", {
    explanation: "It is nowhere.",
  });
  const procs = scriptedProcesses([{ program: "sh", answer: reason }]);
  await using ctx = await testContext({ procs });
  await rejects(resolveText(ctx, "a:\n  b: !exec x"), {
    code: "functions/failed",
    message: "failed to execute yaml function: !exec x at a.b",
    explanation: "program not found: sh. It is nowhere.",
    at: { file: `${ctx.cwd}/atmos.yaml`, line: 2, column: 12 },
    cause: reason,
  });
});
