import { deepEqual, equal } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { withOtherRoot, withoutLockFile } from "./_unwritable.ts";

Deno.test("withOtherRoot() tells another place where the install root cannot be written", () => {
  const cases: [code: string, path: string, hints: number][] = [
    ["disk/permission", "/srv/tools/.locks", 2],
    ["disk/read-only", "/srv/tools", 2],
    ["disk/no-space", "/srv/tools/bin/x", 2],
    ["disk/not-found", "/srv/tools/x", 1],
    ["disk/permission", "/elsewhere", 1],
  ];
  for (const [code, path, hints] of cases) {
    const error = new HostError(code, "cannot", { hints: ["Look."], facts: { path }, exitCode: 5 });
    const told = withOtherRoot(error, "/srv/tools") as HostError;
    deepEqual([told.code, told.exitCode, told.hints.length, told.facts["path"]], [code, 5, hints, path]);
  }
  const other = new Error("other");
  equal(withOtherRoot(other, "/"), other);
});

Deno.test("withoutLockFile() tells how to do without it where it cannot be written", () => {
  const cases: [code: string, path: string, hints: number][] = [
    ["disk/permission", "/srv/project/.toolchain.lock.yaml.1.ab", 1],
    ["disk/read-only", "/srv/project/toolchain.lock.yaml", 1],
    ["disk/permission", "/srv/tools/.locks/x", 0],
    ["disk/not-found", "/srv/project/toolchain.lock.yaml", 0],
  ];
  for (const [code, path, hints] of cases) {
    const error = new HostError(code, "cannot", { facts: { path } });
    const told = withoutLockFile(error, "/srv/project/toolchain.lock.yaml") as HostError;
    deepEqual([told.code, told.hints.length], [code, hints]);
  }
});
