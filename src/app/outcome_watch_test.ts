import { deepEqual, equal } from "node:assert/strict";
import type { Context } from "@/base/context.ts";
import type { FileInfo, Processes, Terminal } from "@/base/ports.ts";
import type { OutcomeNote } from "@/io/outcome/note.ts";
import { testContext } from "../../tests/support/context.ts";
import { watchOutcome } from "./outcome_watch.ts";

const OLD: FileInfo = { kind: "directory", sizeBytes: 1, mode: 0, modifiedAt: 2, changedAt: 3, inode: 4 };

/** Windows with nothing on its disk but the paths given; `notes` gets what is written. */
async function windows(there: readonly string[]) {
  const ctx = await testContext({ host: { os: "windows", executable: "C:/atmos.exe" } });
  const notes: OutcomeNote[] = [];
  const disk: Context["disk"] = {
    ...ctx.disk,
    stat: (path) => Promise.resolve(there.includes(path) ? OLD : undefined),
    lstat: () => Promise.resolve(undefined),
    list: () => Promise.resolve([]),
    writeAtomic: (_, text) => Promise.resolve(void notes.push(JSON.parse(String(text)))),
  };
  const procs: Processes = { ...ctx.procs, replace: () => Promise.resolve(0) };
  const env = { LOCALAPPDATA: "C:/cache" };
  return { ctx: { ...ctx, cwd: "C:/project", env, disk, procs }, notes };
}

Deno.test("watchOutcome() looks for what is not there in the root of a drive, not in its current directory", async () => {
  const { ctx, notes } = await windows(["C:/", "C:/atmos.exe"]);
  await using _end = ctx;
  const watch = watchOutcome(ctx, { words: ["path"], args: [] });
  await watch.over(ctx).disk.stat("C:/atmos.yaml");
  await watch.keep(ctx);
  deepEqual(notes.map(({ absent }) => absent), [[{
    folder: "C:/",
    print: "1 0 2 3 4",
    names: ["atmos.yaml"],
  }]]);
});

Deno.test("watchOutcome() keeps no program where a process cannot become another", async () => {
  const { ctx, notes } = await windows(["C:/tool.exe", "C:/atmos.exe"]);
  await using _end = ctx;
  const watched = watchOutcome(ctx, { words: ["toolchain", "exec", "tool"], args: [] }).over(ctx);
  await watched.disk.stat("C:/tool.exe");
  equal(await watched.procs.replace({ program: "C:/tool.exe", args: [], env: ctx.env, cwd: ctx.cwd }), 0);
  deepEqual(notes, []);
});

Deno.test("watchOutcome() keeps what was written as it was, and nothing that is no text", async () => {
  const { ctx, notes } = await windows(["C:/atmos.exe"]);
  await using _end = ctx;
  const term: Terminal = { ...ctx.term, writeOut: () => {}, writeErr: () => {} };
  for (const bytes of [new TextEncoder().encode("\ufefftools é"), Uint8Array.of(0xff)]) {
    const watch = watchOutcome({ env: ctx.env, term }, { words: ["path"], args: [] });
    watch.term.writeOut(bytes);
    await watch.keep(ctx);
  }
  deepEqual(notes.map(({ output }) => output), [[["out", "\ufefftools é"]]]);
});
