import { deepEqual, equal, rejects } from "node:assert/strict";
import type { Clock, ProcessPlan } from "@/base/ports.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { tempFolder } from "../../../tests/support/temp.ts";
import { systemProcesses } from "./processes.ts";

const ignore = Deno.build.os === "windows";
const SCRIPT = new URL("../../../tests/support/process_child.ts", import.meta.url).pathname;

function planOf(program: string, args: readonly string[], rest: Partial<ProcessPlan> = {}): ProcessPlan {
  return { program, args, env: { PATH: "/usr/bin:/bin" }, cwd: "/", ...rest };
}

function procs(clock: Clock = manualClock()) {
  return systemProcesses({ os: Deno.build.os, clock });
}

function startRun(plan: ProcessPlan): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", SCRIPT, "run", JSON.stringify(plan)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("run() answers the exit code, 128+n after a signal", { ignore }, async () => {
  equal(await procs().run(planOf("sh", ["-c", "exit 9"])), 9);
  equal(await procs().run(planOf("sh", ["-c", "kill -KILL $$"])), 137);
});

Deno.test("run() shares our streams and gives nothing of our environment", { ignore }, async () => {
  const child = startRun(
    planOf("sh", ["-c", "env; echo talk >&2"], { env: { PATH: "/bin:/usr/bin", A: "1" } }),
  );
  const { code, stdout, stderr } = await child.output();
  const names = new TextDecoder().decode(stdout).trim().split("\n").map((line) => line.split("=")[0] ?? "");
  deepEqual(names.filter((name) => !["PWD", "SHLVL", "_"].includes(name)).sort(), ["A", "PATH"]);
  equal(new TextDecoder().decode(stderr), "talk\n");
  equal(code, 0);
});

Deno.test("run() forwards signals and waits for the child", { ignore }, async () => {
  for (const signal of ["TERM", "INT", "HUP", "USR1"] as const) {
    const trap = `trap 'kill $!; exit 9' ${signal}; sleep 60 >&2 & echo ready; wait`;
    const child = startRun(planOf("sh", ["-c", trap]));
    const reader = child.stdout.getReader();
    equal(new TextDecoder().decode((await reader.read()).value), "ready\n");
    child.kill(`SIG${signal}`);
    equal((await child.status).code, 9, signal);
    await reader.cancel();
    await child.stderr.cancel();
  }
});

Deno.test("run() and capture() explain what cannot be started", { ignore }, async () => {
  await using folder = await tempFolder();
  await Deno.writeTextFile(`${folder.path}/plain`, "", { mode: 0o644 });
  await Deno.writeTextFile(`${folder.path}/lost`, "#!/no/such/interpreter\n", { mode: 0o755 });
  const cases: [Partial<ProcessPlan>, string, number][] = [
    [{ program: "no-such-program" }, "process/not-found", 127],
    [{ program: "sh", env: {} }, "process/not-found", 127],
    [{ program: "./missing" }, "process/not-found", 127],
    [{ program: `${folder.path}/missing` }, "process/not-found", 127],
    [{ program: "./plain" }, "process/not-executable", 126],
    [{ program: folder.path }, "process/not-executable", 126],
    [{ program: "./lost" }, "process/not-found", 127],
    [{ program: "sh", cwd: `${folder.path}/missing` }, "process/no-cwd", 1],
    [{ program: "sh", cwd: `${folder.path}/plain` }, "process/no-cwd", 1],
    [{ program: "sh", args: ["\0"] }, "process/nul-byte", 1],
    [{ program: "sh", env: { PATH: "/bin", X: "\0" } }, "process/nul-byte", 1],
  ];
  for (const [rest, code, exitCode] of cases) {
    const plan = planOf("", [], { cwd: folder.path, ...rest });
    await rejects(procs().run(plan), { code, exitCode }, JSON.stringify(rest));
    await rejects(procs().capture(plan), { code, exitCode }, JSON.stringify(rest));
  }
});

Deno.test("run() tries again while the program is still being written", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/tool`;
  await Deno.copyFile("/bin/true", path);
  const holder = await Deno.open(path, { append: true });
  let pauses = 0;
  const clock = { now: () => 0, sleep: () => Promise.resolve(++pauses === 2 ? holder.close() : undefined) };
  equal(await procs(clock).run(planOf(path, [])), 0);
  equal(pauses, 2);

  using _held = await Deno.open(path, { append: true });
  await rejects(procs(manualClock({ instantUpToMs: 10 })).run(planOf(path, [])), { exitCode: 126 });
});

Deno.test("capture() keeps both streams up to the limit and reads on", { ignore }, async () => {
  const flood = "head -c 3000000 /dev/zero | tr '\\0' o; head -c 3000000 /dev/zero | tr '\\0' e >&2; exit 3";
  const { code, stdout, stderr } = await procs().capture(planOf("sh", ["-c", flood]), { limitBytes: 1000 });
  deepEqual([code, stdout, stderr], [3, "o".repeat(1000), "e".repeat(1000)]);
  const whole = await procs().capture(planOf("sh", ["-c", flood]));
  deepEqual([whole.stdout.length, whole.stderr.length], [1_048_576, 1_048_576]);
});

Deno.test("capture() passes stdin, and none by default", { ignore }, async () => {
  const big = "é".repeat(500_000);
  equal((await procs().capture(planOf("cat", []), { stdin: big })).stdout, big);
  equal((await procs().capture(planOf("cat", []))).stdout, "");
  equal((await procs().capture(planOf("cat", []), { stdin: "" })).stdout, "");
  equal((await procs().capture(planOf("sh", ["-c", "exit 4"]), { stdin: big })).code, 4);
});

Deno.test(
  "capture() kills what takes too long, also when a grandchild holds the streams",
  { ignore },
  async () => {
    const clock = manualClock();
    const plan = planOf("sh", ["-c", "sleep 20 & echo $!; wait"]);
    const capturing = procs(clock).capture(plan, { timeoutMs: 5_000 });
    await clock.waiting();
    deepEqual(clock.sleeps, [5_000]);
    const failing = rejects(capturing, { code: "process/timeout" });
    await clock.advance(5_000);
    await failing;
  },
);

Deno.test("capture() with a strict limit kills what prints more, and nothing that prints just as much", {
  ignore,
}, async () => {
  const full = await procs().capture(planOf("sh", ["-c", "printf 12345"]), {
    limitBytes: 5,
    strictLimit: true,
  });
  equal(full.stdout, "12345");
  const endless = procs().capture(planOf("sh", ["-c", "yes & wait"]), { limitBytes: 5, strictLimit: true });
  await rejects(endless, { code: "process/too-much-output" });
});

Deno.test("capture() ends with the signal's reason, before and after the start", { ignore }, async () => {
  const aborter = new AbortController();
  const waiting = procs().capture(planOf("sh", ["-c", "exec sleep 60"]), { signal: aborter.signal });
  aborter.abort(new Error("enough"));
  await rejects(waiting, { message: "enough" });
  await rejects(procs().capture(planOf("true", []), { signal: aborter.signal }), { message: "enough" });
});

Deno.test("capture() shows stderr at once when asked to", { ignore }, async () => {
  const plan = planOf("sh", ["-c", "echo result; echo talk >&2"]);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", SCRIPT, "capture", JSON.stringify(plan)],
    stdout: "piped",
    stderr: "piped",
  });
  const { stdout, stderr } = await child.output();
  deepEqual(JSON.parse(new TextDecoder().decode(stdout)), { code: 0, stdout: "result\n", stderr: "talk\n" });
  equal(new TextDecoder().decode(stderr), "talk\n");
});
