import { deepEqual, equal, rejects } from "node:assert/strict";
import { manualClock } from "../../../tests/support/clock.ts";
import { type HeldRename, renameHeld } from "./rename.ts";

function refused(code: string): Error {
  return Object.assign(new Error(`injected ${code}`), { code });
}

/** A Windows-like file system of names; `refuse` answers the code of a refusal or nothing. */
function fakeWindows(
  names: Record<string, "file" | "directory">,
  refuse: (from: string, to: string, attempt: number) => string | undefined,
) {
  const clock = manualClock({ instantUpToMs: 1000 });
  let attempts = 0;
  const use: HeldRename = {
    clock,
    unique: "1",
    rename(from, to) {
      const code = refuse(from, to, ++attempts);
      const kind = names[from];
      if (code !== undefined || kind === undefined) return Promise.reject(refused(code ?? "ENOENT"));
      delete names[from];
      names[to] = kind;
      return Promise.resolve();
    },
    disk: {
      lstat: (path) => {
        const kind = names[path];
        return Promise.resolve(
          kind && { kind, sizeBytes: 0, mode: 0, modifiedAt: 0, changedAt: 0, inode: 0 },
        );
      },
      removeEmptyDir: (path) => Promise.resolve(names[path] === "directory" && delete names[path]),
      remove: (path) =>
        path in names && delete names[path] ? Promise.resolve() : Promise.reject(refused("EACCES")),
    },
  };
  return { names, use, clock };
}

Deno.test("renameHeld() tries again while somebody holds the file", async () => {
  const { names, use, clock } = fakeWindows(
    { new: "file", old: "file" },
    (_from, _to, n) => n < 4 ? "EBUSY" : undefined,
  );
  await renameHeld(use, "new", "old");
  deepEqual(names, { old: "file" });
  deepEqual(clock.sleeps, [50, 50, 50]);
});

Deno.test("renameHeld() moves a held file aside after five attempts", async () => {
  const { names, use, clock } = fakeWindows(
    { new: "file", old: "file" },
    (from, to) => from === "new" && to === "old" && "old" in names ? "EACCES" : undefined,
  );
  await renameHeld(use, "new", "old");
  deepEqual(names, { old: "file" });
  equal(clock.sleeps.length, 4);
});

Deno.test("renameHeld() leaves a program that still runs under its other name", async () => {
  const { names, use } = fakeWindows(
    { new: "file", old: "file" },
    (from, to) => from === "new" && to === "old" && "old" in names ? "EACCES" : undefined,
  );
  await renameHeld(
    { ...use, disk: { ...use.disk, remove: () => Promise.reject(refused("EACCES")) } },
    "new",
    "old",
  );
  deepEqual(names, { "old.old-1": "file", old: "file" });
});

Deno.test("renameHeld() puts the old file back when the new one does not arrive", async () => {
  const { names, use } = fakeWindows(
    { new: "file", old: "file" },
    (from) => from === "new" ? "EACCES" : undefined,
  );
  await rejects(renameHeld(use, "new", "old"), { code: "EACCES" });
  deepEqual(names, { new: "file", old: "file" });
});

Deno.test("renameHeld() replaces an empty folder as POSIX does", async () => {
  const { names, use, clock } = fakeWindows(
    { new: "directory", old: "directory" },
    (_from, to) => to in names ? "EACCES" : undefined,
  );
  await renameHeld(use, "new", "old");
  deepEqual(names, { old: "directory" });
  deepEqual(clock.sleeps, []);
});

Deno.test("renameHeld() does not insist on what can never work", async () => {
  const { use, clock } = fakeWindows({ old: "file" }, () => undefined);
  await rejects(renameHeld(use, "missing", "old"), { code: "ENOENT" });
  deepEqual(clock.sleeps, []);
});
