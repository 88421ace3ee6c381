import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ProcessPlan } from "@/base/ports.ts";
import { systemClock } from "@/io/host/clock.ts";
import { tempFolder } from "../../../tests/support/temp.ts";
import { systemProcesses } from "./processes.ts";

const ignore = Deno.build.os === "windows";
const SCRIPT = new URL("../../../tests/support/process_child.ts", import.meta.url).pathname;
const WORDS = ["run", "-A", "--no-lock", SCRIPT, "replace"];

function planOf(program: string, args: readonly string[], rest: Partial<ProcessPlan> = {}): ProcessPlan {
  return { program, args, env: { PATH: "/usr/bin:/bin" }, cwd: "/", ...rest };
}

function start(plan: ProcessPlan): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...WORDS, JSON.stringify(plan)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function end(child: Deno.ChildProcess) {
  const { code, signal, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, signal, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("replace() keeps the process id, words, environment and directory", { ignore }, async () => {
  await using folder = await tempFolder();
  const args = ["a b", "*", "", "é 🦕", "'\"$HOME", "-n", "line\nbreak"];
  const script = 'printf "%s\\n" "$$" "$PWD" "$0" "$@"; env | sort';
  const child = start(planOf("sh", ["-c", script, "name", ...args], {
    env: { PATH: "/usr/bin:/bin", WORD: "ä = b", EMPTY: "" },
    cwd: folder.path,
  }));
  const pid = child.pid;
  const { code, stdout, stderr } = await end(child);
  equal(stderr, "");
  equal(code, 0);
  const lines = [String(pid), folder.path, "name", ...args].join("\n");
  equal(stdout.slice(0, lines.length), lines);
  const env = stdout.slice(lines.length).trim().split("\n").filter((line) =>
    !/^(PWD|SHLVL|_|OLDPWD)=/.test(line)
  );
  deepEqual(env, ["EMPTY=", "PATH=/usr/bin:/bin", "WORD=ä = b"]);
});

Deno.test("replace() ends as the program ends", { ignore }, async () => {
  const [seven, terminated] = await Promise.all([
    end(start(planOf("sh", ["-c", "exit 7"]))),
    end(start(planOf("sh", ["-c", "kill -TERM $$"]))),
  ]);
  equal(seven.code, 7);
  deepEqual([terminated.code, terminated.signal], [143, "SIGTERM"]);
});

Deno.test("replace() exits 127 and 126 as shells do", { ignore }, async () => {
  await using folder = await tempFolder();
  await Deno.writeTextFile(`${folder.path}/plain`, "#!/bin/sh\n", { mode: 0o644 });
  const [missing, plain] = await Promise.all([
    end(start(planOf("no-such-program", []))),
    end(start(planOf(`${folder.path}/plain`, []))),
  ]);
  deepEqual([missing.code, missing.stderr], [127, "process/not-found\n"]);
  deepEqual([plain.code, plain.stderr], [126, "process/not-executable\n"]);
});

Deno.test("replace() gives the program its own name", { ignore }, async () => {
  const { stdout } = await end(
    start(planOf("/bin/sh", ["-c", 'ps -o args= -p $$ || echo "$0"; :'], { argv0: "odd" })),
  );
  equal(stdout.trim().split(" ")[0], "odd");
});

Deno.test("replace() lets a closed pipe end the program", { ignore }, async () => {
  const plan = JSON.stringify(planOf("yes", []));
  const words = [Deno.execPath(), ...WORDS, plan].map((word) => `'${word}'`).join(" ");
  const command = new Deno.Command("/bin/sh", {
    args: ["-c", `{ ${words}; echo $? >&2; } | head -n 1`],
    stdout: "piped",
    stderr: "piped",
  });
  const { stdout, stderr } = await command.output();
  equal(new TextDecoder().decode(stdout), "y\n");
  equal(new TextDecoder().decode(stderr), "141\n");
});

Deno.test("replace() leaves no signal ignored", { ignore: Deno.build.os !== "linux" }, async () => {
  const { stdout } = await end(start(planOf("grep", ["SigIgn", "/proc/self/status"])));
  const ignored = BigInt(`0x${stdout.trim().split("\t")[1]}`);
  equal(ignored & 0x1000n, 0n); // SIGPIPE; others may come from whoever started the tests
});

Deno.test("replace() that fails leaves this process as it was", { ignore }, async () => {
  await using folder = await tempFolder();
  const before = Deno.cwd();
  const procs = systemProcesses({ os: Deno.build.os, clock: systemClock() });
  const cases: [string, string, number][] = [
    ["\x7fELF broken", "process/not-executable", 126],
    ["#!/no/such/interpreter\n", "process/not-found", 127],
  ];
  for (const [content, code, exitCode] of cases) {
    await Deno.writeTextFile(`${folder.path}/tool`, content, { mode: 0o755 });
    await rejects(procs.replace(planOf("./tool", [], { cwd: folder.path })), { code, exitCode });
    equal(Deno.cwd(), before);
  }
  const nowhere = planOf("/bin/true", [], { cwd: `${folder.path}/missing` });
  await rejects(procs.replace(nowhere), { code: "process/no-cwd", exitCode: 1 });
  await rejects(procs.replace(planOf("/bin/echo", ["x".repeat(4_000_000)])), { exitCode: 126 });
  await rejects(procs.replace(planOf("/bin/echo", ["a\0b"])), { code: "process/nul-byte" });
  // SIGPIPE is ignored again: writing to a closed pipe is an error, not our death.
  const { code } = await procs.capture(planOf("true", []), { stdin: "x".repeat(1_000_000) });
  equal(code, 0);
});
