import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { testContext } from "../../../tests/support/context.ts";
import { diskError } from "./disk_error.ts";

function thrown(code: string): Error {
  return Object.assign(new Error(`${code} (os error 1)`), { code });
}

Deno.test("diskError() gives each kind of failure its own code", () => {
  const cases = {
    ENOENT: "disk/not-found",
    EACCES: "disk/permission",
    EPERM: "disk/permission",
    ENOSPC: "disk/no-space",
    EDQUOT: "disk/no-space",
    EROFS: "disk/read-only",
    EXDEV: "disk/cross-device",
    EEXIST: "disk/exists",
    ENOTEMPTY: "disk/exists",
    EIO: "disk/failed",
  };
  for (const [code, expected] of Object.entries(cases)) {
    const error = diskError(thrown(code), { verb: "write", path: "/a/b" });
    equal(error.code, expected, code);
    equal(error.facts["path"], "/a/b");
    equal(error.exitCode, 1);
  }
  equal(diskError("odd", { verb: "read", path: "/a" }).code, "disk/failed");
});

Deno.test("diskError() says what the system says, without what the runtime adds", () => {
  const cases = {
    "Is a directory (os error 21): readfile '/a/b'": "Is a directory",
    "Too many levels of symbolic links (os error 40): stat '/a'b'": "Too many levels of symbolic links",
    "file name contained an unexpected NUL byte: open '/a'": "file name contained an unexpected NUL byte",
    "it is a folder": "it is a folder",
  };
  for (const [message, reason] of Object.entries(cases)) {
    const error = diskError(new Error(message), { verb: "read", path: "/a" });
    equal(error.title, `cannot read '/a': ${reason}`);
  }
});

Deno.test("diskError() names both paths of a move", () => {
  const error = diskError(thrown("EXDEV"), { verb: "rename", path: "/a", to: "/b" });
  equal(error.title, "cannot rename '/a' to '/b': the paths are on different file systems");
  equal(error.facts["to"], "/b");
  deepEqual(error.hints, ["Run `df '/a' '/'`, then choose folders on one file system."]);
});

Deno.test("diskError() says who owns what refused", () => {
  const owner = { path: "/opt/o'brien", ownerId: 0, mode: 0o755, ourId: 1000 };
  const error = diskError(thrown("EACCES"), { verb: "make", path: "/opt/o'brien/x" }, owner);
  equal(
    error.explanation,
    `'/opt/o'\\''brien' belongs to user 0 (mode 0755); this process runs as user 1000.`,
  );
  match(error.hints[0] ?? "", /`ls -ld '\/opt\/o'\\''brien'`/);
  equal(error.facts["owner"], 0);
});

Deno.test("diskError() gives the next step for a full and for a read-only file system", () => {
  for (const code of ["ENOSPC", "EROFS"]) {
    const { hints } = diskError(thrown(code), { verb: "write", path: "/data/x/y" });
    equal(hints.length, 1);
    match(hints[0] ?? "", /`df( -h)? '\/data\/x'`/);
  }
  deepEqual(diskError(thrown("EIO"), { verb: "write", path: "/a/b" }).hints, [
    "Run `ls -ld '/a/b' '/a'` to see what is there.",
  ]);
});

Deno.test("systemDisk() looks up the owner when the system refuses", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using ctx = await testContext();
  await rejects(ctx.disk.create("/sys/none"), (error) => {
    ok(error instanceof HostError);
    if (error.code === "disk/read-only" || error.code === "disk/not-found") return true; // in some containers
    equal(error.code, "disk/permission");
    match(error.explanation ?? "", /^'\/sys' belongs to user 0 /);
    return true;
  });
});
