import { deepEqual, equal, throws } from "node:assert/strict";
import type { MemberHeader } from "./member.ts";
import { decideMember, type Decision, DEFAULT_LIMITS, newPolicy, settleLinks, spendBytes } from "./policy.ts";

function policy(
  settings: { caseInsensitive?: boolean; windows?: boolean; members?: number; archiveBytes?: number } = {},
) {
  const { caseInsensitive = false, windows = false, members = 1000, archiveBytes = 1024 ** 3 } = settings;
  return newPolicy({ limits: { ...DEFAULT_LIMITS, members }, archiveBytes, caseInsensitive, windows });
}

/** A header in short: `path`, kind (a file unless given), target. */
type Short = readonly [path: string, kind?: MemberHeader["kind"], target?: string];

function header([path, kind = "file", target = ""]: Short): MemberHeader {
  return { path, kind, target, mode: undefined, sizeBytes: undefined, modifiedAt: undefined };
}

function decideAll(members: readonly Short[], caseInsensitive = false) {
  const state = policy({ caseInsensitive });
  const decisions: Decision[] = members.map((member) => decideMember(state, header(member)));
  return { decisions, ...settleLinks(state) };
}

const REFUSED: readonly [code: string, members: readonly Short[]][] = [
  ["archive/escape", [["../x"]]],
  ["archive/escape", [["../x", "directory"]]],
  ["archive/escape", [["/dev/sda", "device"]]],
  ["archive/escape", [["../l", "symlink", "x"]]],
  ["archive/escape", [["x", "hardlink", "../../etc/passwd"]]],
  ["archive/escape", [["x", "hardlink", "/etc/passwd"]]],
  ["archive/escape", [["d", "symlink", "."], ["d/x"]]],
  ["archive/escape", [["d", "symlink", "/tmp"], ["d/e/x", "directory"]]],
  ["archive/escape", [["d", "symlink", "."], ["d/x", "symlink", "y"]]],
  ["archive/escape", [["f"], ["d", "symlink", "."], ["d/x", "hardlink", "f"]]],
  ["archive/corrupt", [["x", "hardlink", "y"]]],
  ["archive/corrupt", [["x", "hardlink", "y"], ["y"]]],
  ["archive/corrupt", [["x", "hardlink", "x"]]],
  ["archive/corrupt", [["d", "directory"], ["x", "hardlink", "d"]]],
  ["archive/corrupt", [["x", "hardlink", ""]]],
  ["archive/collision", [["x"], ["x", "directory"]]],
  ["archive/collision", [["x", "directory"], ["x"]]],
  ["archive/collision", [["x/y"], ["x"]]],
  ["archive/collision", [["x"], ["x/y"]]],
  ["archive/collision", [["x"], ["./x/", "symlink", "y"]]],
  ["archive/collision", [["x", "symlink", "y"], ["x"]]],
  ["archive/collision", [["x", "symlink", "y"], ["x", "directory"]]],
  ["archive/collision", [["x/y"], ["x", "symlink", "y"]]],
  ["archive/collision", [["x", "device"], ["x"]]],
  ["archive/collision", [["x", "fifo"], ["x/y"]]],
  ["archive/collision", [["f"], ["x"], ["x", "hardlink", "f"]]],
  ["archive/collision", [["."]]],
  ["archive/collision", [["", "symlink", "x"]]],
  ["archive/collision", [["a/..", "device"]]],
];

Deno.test("decideMember() refuses escapes, other types in the same place and hard links to no file", () => {
  for (const [code, members] of REFUSED) {
    throws(() => decideAll(members), { code }, JSON.stringify(members));
  }
});

Deno.test("decideMember() lets the last of several files win and makes a folder once more", () => {
  const { decisions } = decideAll([["./a/x"], ["a//x"], ["a", "directory"], ["a/", "directory"], ["a/x"]]);
  deepEqual(decisions, [
    { kind: "file", path: "a/x", mode: 0o644, replaces: false },
    { kind: "file", path: "a/x", mode: 0o644, replaces: true },
    { kind: "directory", path: "a", mode: undefined },
    { kind: "directory", path: "a", mode: undefined },
    { kind: "file", path: "a/x", mode: 0o644, replaces: true },
  ]);
});

Deno.test("decideMember() takes `.`, `./` and an empty name for the folder itself", () => {
  for (const path of [".", "./", "", "a/.."]) {
    deepEqual(decideMember(policy(), header([path, "directory"])), { kind: "nothing" });
  }
});

const MODES: readonly [kind: "file" | "directory", mode: number | undefined, result: number | undefined][] = [
  ["file", undefined, 0o644],
  ["file", 0, 0o644],
  ["file", 0o755, 0o755],
  ["file", 0o6755, 0o755],
  ["file", 0o1000, 0o644],
  ["file", 0o444, 0o644],
  ["file", 0o111, 0o711],
  ["file", 0o100777, 0o777],
  ["directory", undefined, undefined],
  ["directory", 0, 0o700],
  ["directory", 0o555, 0o755],
  ["directory", 0o3777, 0o777],
];

Deno.test("decideMember() keeps permission bits, for the owner more, and no setuid, setgid or sticky bit", () => {
  for (const [kind, mode, result] of MODES) {
    const decision = decideMember(policy(), { ...header(["x", kind]), mode });
    equal("mode" in decision ? decision.mode : "none", result, `${kind} ${mode?.toString(8)}`);
  }
});

Deno.test("decideMember() links to files that were written, also over other hard links", () => {
  const { decisions } = decideAll([["f"], ["a", "hardlink", "./f"], ["b", "hardlink", "a"], [
    "f",
    "hardlink",
    "f",
  ]]);
  deepEqual(decisions.slice(1), [
    { kind: "hardlink", path: "a", target: "f", replaces: false },
    { kind: "hardlink", path: "b", target: "a", replaces: false },
    { kind: "nothing" },
  ]);
});

Deno.test("decideMember() leaves out devices, pipes, sockets, unknown types and hard links to them", () => {
  const { decisions, links, leftOut } = decideAll([
    ["dev/null", "device"],
    ["pipe", "fifo"],
    ["sock", "socket"],
    ["odd", "unknown"],
    ["again", "hardlink", "pipe"],
  ]);
  equal(decisions.every((decision) => decision.kind === "nothing"), true);
  deepEqual(links, []);
  deepEqual(leftOut, [
    { path: "dev/null", why: "is a device" },
    { path: "pipe", why: "is a named pipe" },
    { path: "sock", why: "is a socket" },
    { path: "odd", why: "is a member of an unknown type" },
    { path: "again", why: "is a hard link to pipe, which was left out" },
  ]);
});

Deno.test("settleLinks() answers inner links, the last of each path, and leaves out the others", () => {
  const { links, leftOut } = decideAll([
    ["bin/x", "symlink", "gone"],
    ["bin/x", "symlink", "../lib/x"],
    ["lib/x"],
    ["same", "hardlink", "bin/x"],
    ["out", "symlink", "/etc/passwd"],
    ["far", "symlink", `/${"x".repeat(300)}`],
  ]);
  deepEqual(links, [{ path: "bin/x", target: "../lib/x" }]);
  deepEqual(leftOut, [
    { path: "same", why: "symbolic link to ../lib/x leads outside" },
    { path: "out", why: "symbolic link to /etc/passwd leads outside" },
    { path: "far", why: `symbolic link to /${"x".repeat(199)}… leads outside` },
  ]);
});

const SAME_TO_SOME_DISKS: readonly (readonly Short[])[] = [
  [["README"], ["readme"]],
  [["a/x"], ["A/y"]],
  [["caf\u00e9"], ["cafe\u0301"]],
  [["x", "symlink", "y"], ["X", "symlink", "y"]],
  [["d", "directory"], ["D", "directory"]],
];

Deno.test("decideMember() refuses two names that the disk takes for one", () => {
  for (const members of SAME_TO_SOME_DISKS) {
    throws(() => decideAll(members, true), { code: "archive/collision" });
    decideAll(members, false);
  }
  throws(() => decideAll([["d", "symlink", "."], ["D/x"]], true), { code: "archive/collision" });
});

Deno.test("decideMember() on Windows reads backslashes as separators and leaves out what has no name there", () => {
  const state = policy({ caseInsensitive: true, windows: true });
  const decide = (...member: Short) => decideMember(state, header(member));
  deepEqual(decide("bin\\x.exe"), { kind: "file", path: "bin/x.exe", mode: 0o644, replaces: false });
  deepEqual(decide("y", "hardlink", "bin\\x.exe"), {
    kind: "hardlink",
    path: "y",
    target: "bin/x.exe",
    replaces: false,
  });
  const nameless = ["ab:c", "doc/A::B.3", "doc/nul.txt", "COM1", "aux/x", "dot.", "space ", "ask?", "t\tb"];
  for (const path of nameless) deepEqual(decide(path), { kind: "nothing" });
  deepEqual(decide("z", "hardlink", "ab:c"), { kind: "nothing" });
  const why = "has a name that Windows does not allow";
  deepEqual(settleLinks(state).leftOut, [...nameless, "z"].map((path) => ({ path, why })));
  throws(() => decide("a\\..\\..\\x"), { code: "archive/escape" });
});

Deno.test("decideMember() counts members and the folders that they imply", () => {
  const state = policy({ members: 4 });
  decideMember(state, header(["a/b/x"]));
  decideMember(state, header(["a/b/x"]));
  throws(() => decideMember(state, header(["y"])), { code: "archive/bomb", facts: { member: "y" } });
  throws(() => decideMember(policy({ members: 4 }), header(["1/2/3/4/5"])), { code: "archive/bomb" });
});

Deno.test("spendBytes() stops at 3 GB, and at 100 times the archive once 64 MiB are out", () => {
  const MIB = 1024 ** 2, large = policy(), small = policy({ archiveBytes: MIB });
  spendBytes(large, 3072 * MIB);
  throws(() => spendBytes(large, 1, "x"), { code: "archive/bomb", facts: { member: "x" } });
  spendBytes(small, 100 * MIB);
  throws(() => spendBytes(small, 1), { code: "archive/bomb", facts: {} });
  spendBytes(policy({ archiveBytes: 1 }), 64 * MIB);
});

Deno.test("decideMember() believes a size that is too large before a byte is unpacked", () => {
  const state = policy({ archiveBytes: 1000 });
  const bomb = { ...header(["x"]), sizeBytes: 1024 ** 3 };
  throws(() => decideMember(state, bomb), { code: "archive/bomb", facts: { member: "x" } });
});
