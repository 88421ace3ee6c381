/** Archives that were made to do harm, and what must become of each. Follows DECISIONS ("Archives"), toolchain §10.5.
 *  Invariant: the families are products of tables; nothing here is random without a seed. */
import { type ArchiveItem, gzip, joinBytes, tarArchive, zipArchive } from "../../support/archive.ts";
import { bzip2, xz, zstd } from "../../support/compress.ts";
import type { ArchiveCase } from "../../support/unpacked.ts";

/** An archive, and how it must end. */
export interface Hostile extends ArchiveCase {
  readonly name: string;
  /** The code of the refusal; undefined when it is unpacked. A list when the reader may see either first. */
  readonly code?: string | readonly string[] | undefined;
  /** What the refusal must name, when it names a member. */
  readonly member?: string;
  /** What is left out, when it is unpacked. */
  readonly leftOut?: readonly string[];
}

type Write = (items: readonly ArchiveItem[]) => Uint8Array<ArrayBuffer>;

/** Every container of members. */
export const containers: Readonly<Record<string, Write>> = {
  tar: tarArchive,
  "tar.gz": (items) => gzip(tarArchive(items)),
  "tar.xz": (items) => xz(tarArchive(items)),
  "tar.bz2": (items) => bzip2(tarArchive(items)),
  "tar.zst": (items) => zstd(tarArchive(items)),
  zip: (items) => zipArchive(items),
};

const ESCAPES = [
  "..",
  "../x",
  "../../../../../../../../etc/cron.d/x",
  "a/../../x",
  "./../x",
  "a/b/../../../x",
  "../stage-evil/x",
  "../stage/../x",
  "/x",
  "/etc/passwd",
  "//host/share/x",
  "./../../root/.ssh/authorized_keys",
  "C:x",
  "C:/x",
  "c:\\windows\\x",
  "\\x",
  "\\\\host\\share\\x",
  "\\\\?\\C:\\x",
  "..\\x",
  "a\\..\\..\\x",
  "a/..\\..\\x",
  "..\\../x",
  "...",
  ".../x",
  ".. /x",
  "a/.. ./../x",
];

/** Members whose names climb out, of every kind, in every format. */
function* names(): Generator<Hostile> {
  for (const [format, write] of Object.entries(containers)) {
    for (const path of ESCAPES) {
      const item = { path, content: "evil", mode: 0o755 };
      // A zip of Windows shows backslashes as slashes.
      const member = format === "zip" && !path.includes("/") ? path.replaceAll("\\", "/") : path;
      const expected = { code: "archive/escape", ...(path.includes("\\") ? {} : { member }) };
      yield { name: `${format}: file ${path}`, bytes: write([{ path: "ok" }, item]), ...expected };
      if (format !== "tar" && format !== "zip") continue;
      for (const kind of ["directory", "symlink", "device", "fifo"] as const) {
        yield {
          name: `${format}: ${kind} ${path}`,
          bytes: write([{ ...item, kind, target: "ok" }]),
          ...expected,
        };
      }
    }
  }
  for (const path of ESCAPES) {
    const spellings: Readonly<Record<string, ArchiveItem>> = {
      "in pax": { path: "ok", tar: { pax: { path } } },
      "in a GNU name": { path, tar: { gnuLong: true } },
      "as a hard link to it": { path: "x", kind: "hardlink", target: path },
      "as a hard link to it in pax": {
        path: "x",
        kind: "hardlink",
        target: "ok",
        tar: { pax: { linkpath: path } },
      },
    };
    for (const [how, item] of Object.entries(spellings)) {
      yield {
        name: `tar: ${path} ${how}`,
        bytes: tarArchive([{ path: "ok" }, item]),
        code: "archive/escape",
      };
    }
  }
  yield {
    name: "tar: prefix",
    bytes: tarArchive([{ path: "x", tar: { prefix: ".." } }]),
    code: "archive/escape",
  };
  yield {
    name: "tar: rooted prefix",
    bytes: tarArchive([{ path: "x", tar: { prefix: "/a" } }]),
    code: "archive/escape",
  };
  for (const path of ["a\0b", "\0", "ok\0/../../x"]) {
    const escape = { code: "archive/escape" };
    yield { name: `tar: NUL in pax`, bytes: tarArchive([{ path: "x", tar: { pax: { path } } }]), ...escape };
    yield { name: `zip: NUL`, bytes: zipArchive([{ path }]), ...escape };
  }
}

const link = (path: string, target: string): ArchiveItem => ({ path, kind: "symlink", target });
const hard = (path: string, target: string): ArchiveItem => ({ path, kind: "hardlink", target });
const file = (path: string): ArchiveItem => ({ path, content: "evil" });

/** Links that lead out, alone, in chains and as a way for what follows. */
function* links(): Generator<Hostile> {
  const outside = [
    "..",
    "../x",
    "/",
    "/etc/passwd",
    "../../canary",
    "C:\\x",
    "\\\\h\\s",
    "a/../../x",
    "..\\x",
    "",
  ];
  const chains: Readonly<Record<string, readonly ArchiveItem[]>> = {
    "two of them": [link("d", "."), link("e", "d/..")],
    "three of them": [link("a", "b/.."), link("b", "c"), link("c", ".")],
    "backwards": [link("e", "d/.."), link("d", "s/.."), link("s", ".")],
    "through a folder": [{ path: "s/t", kind: "directory" }, link("up", "s/t/../../..")],
    "into itself": [link("self", "self")],
    "in a circle": [link("a", "b"), link("b", "a")],
    "by another case": [link("d", ".."), link("e", "d/x")],
  };
  const through: Readonly<Record<string, readonly ArchiveItem[]>> = {
    "to a folder above": [link("d", ".."), file("d/x")],
    "to a rooted folder": [link("d", "/tmp"), file("d/x")],
    "to the folder itself": [link("d", "."), file("d/x")],
    "to a folder inside": [{ path: "s", kind: "directory" }, link("d", "s"), file("d/x")],
    "to a link": [link("a", ".."), link("b", "a"), file("b/x")],
    "making a folder": [link("d", ".."), { path: "d/x", kind: "directory" }],
    "making a link": [link("d", ".."), link("d/x", "y")],
    "making a device": [link("d", ".."), { path: "d/x", kind: "device" }],
    "further down": [link("d", ".."), file("d/a/b/c/x")],
    "with dots": [link("d", ".."), file("./d/./x")],
    "to a file that is there": [link("x", "../canary/secret"), file("x")],
    "that comes later": [file("d/x"), link("d", "..")],
    "that a folder follows": [link("d", ".."), { path: "d", kind: "directory" }, file("d/x")],
  };
  for (const [format, write] of Object.entries(containers)) {
    for (const target of outside) {
      yield {
        name: `${format}: link to ${target}`,
        bytes: write([file("ok"), link("l", target)]),
        leftOut: ["l"],
      };
    }
    for (const [how, items] of Object.entries(chains)) {
      yield { name: `${format}: links ${how}`, bytes: write(items), leftOut: leftOutOf(how) };
    }
    for (const [how, items] of Object.entries(through)) {
      const code = ["archive/escape", "archive/collision"];
      yield { name: `${format}: through a link ${how}`, bytes: write(items), code };
    }
    const long = "x/".repeat(3000);
    yield {
      name: `${format}: long target`,
      bytes: write([{ ...link("l", long), tar: { gnuLong: true } }]),
      leftOut: ["l"],
    };
  }
  const hardLinks: Readonly<Record<string, readonly ArchiveItem[]>> = {
    "to nothing": [hard("x", "gone")],
    "to what comes later": [hard("x", "y"), file("y")],
    "to itself": [hard("x", "x")],
    "to a folder": [{ path: "d", kind: "directory" }, hard("x", "d")],
    "to the folder of all": [hard("x", ".")],
    "through a link": [link("d", ".."), hard("x", "d/canary/secret")],
  };
  for (const [how, items] of Object.entries(hardLinks)) {
    yield { name: `tar: hard link ${how}`, bytes: tarArchive(items), code: "archive/corrupt", member: "x" };
  }
  const toLink = [link("l", "../canary/secret"), hard("x", "l")];
  yield { name: "tar: hard link to a link outside", bytes: tarArchive(toLink), leftOut: ["l", "x"] };
  const replaced = [link("l", "../canary/secret"), hard("x", "l"), file("x")];
  yield {
    name: "tar: file over a hard link to a link",
    bytes: tarArchive(replaced),
    code: "archive/collision",
    member: "x",
  };
}

function leftOutOf(chain: string): readonly string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    "two of them": ["e"],
    "three of them": ["a"],
    "backwards": ["e", "d"],
    "through a folder": ["up"],
    "into itself": ["self"],
    "in a circle": ["a", "b"],
    "by another case": ["d", "e"],
  };
  return known[chain] ?? [];
}

/** Devices, pipes, sockets, setuid programs: none is made as such. */
function* special(): Generator<Hostile> {
  for (const [format, write] of Object.entries(containers)) {
    for (const kind of ["device", "fifo"] as const) {
      yield { name: `${format}: ${kind}`, bytes: write([{ path: "dev/x", kind }]), leftOut: ["dev/x"] };
      const over = write([{ path: "x", kind }, file("x")]);
      yield { name: `${format}: file over a ${kind}`, bytes: over, code: "archive/collision", member: "x" };
      const below = write([{ path: "x", kind }, file("x/y")]);
      yield {
        name: `${format}: file below a ${kind}`,
        bytes: below,
        code: "archive/collision",
        member: "x/y",
      };
    }
    for (const mode of [0o4755, 0o2755, 0o1777, 0o6777]) {
      yield { name: `${format}: mode ${mode.toString(8)}`, bytes: write([{ path: "x", mode }]) };
    }
  }
  const socket = zipArchive([{ path: "x", zip: { attributes: 0o140777 * 0x10000 } }]);
  yield { name: "zip: socket", bytes: socket, leftOut: ["x"] };
  const again = tarArchive([{ path: "x", kind: "device" }, hard("y", "x")]);
  yield { name: "tar: hard link to a device", bytes: again, leftOut: ["x", "y"] };
  yield { name: "tar: unknown type", bytes: tarArchive([{ path: "x", tar: { type: "?" } }]), leftOut: ["x"] };
}

/** Two members that want one place in different ways. */
function* collisions(): Generator<Hostile> {
  const makers: Readonly<Record<string, ArchiveItem>> = {
    file: file("x"),
    directory: { path: "x", kind: "directory" },
    link: link("x", "ok"),
    "hard link": hard("x", "ok"),
    pipe: { path: "x", kind: "fifo" },
    "file below": file("x/y"),
  };
  const same = new Set(["directory file below", "file below directory"]);
  for (const [format, write] of Object.entries(containers)) {
    for (const [first, one] of Object.entries(makers)) {
      for (const [second, two] of Object.entries(makers)) {
        if (first === second || same.has(`${first} ${second}`)) continue;
        if (format === "zip" && `${first} ${second}`.includes("hard")) continue;
        const bytes = write([file("ok"), one, two]), code = ["archive/collision", "archive/escape"];
        yield { name: `${format}: ${first}, then ${second}`, bytes, code };
      }
    }
    for (const [a, b] of [["README", "readme"], ["a/x", "A/y"], ["é", "e\u0301"], ["ẞ", "ß"]] as const) {
      const bytes = write([file(a), file(b)]);
      yield { name: `${format}: ${a} and ${b}`, bytes, os: "darwin", code: "archive/collision" };
      yield { name: `${format}: ${a} and ${b} on Linux`, bytes };
    }
  }
}

/** 50 MB, as bzip2 1.0.8 wrote them. */
const zerosByBzip2 = Uint8Array.from(
  atob(
    "QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZk8TsPQAfaMEAwAAAEAAIIAAwzAmqaZUiDapSIPF3JFOFCQj9cpgw",
  ),
  (char) => char.charCodeAt(0),
);

/** More than anybody wants: bytes, members, names. */
function* bombs(): Generator<Hostile> {
  const zeros = new Uint8Array(8 * 1024 ** 2), code = "archive/bomb";
  const wide = Array.from({ length: 300 }, (_, i) => file(`f${i}`));
  for (const [format, write] of Object.entries(containers)) {
    const limits = { members: 200 };
    yield { name: `${format}: 300 members`, bytes: write(wide), limits, code };
    yield {
      name: `${format}: folders in folders`,
      bytes: write([{ ...file(`${"d/".repeat(250)}x`), tar: { gnuLong: true } }]),
      limits,
      code,
    };
    const megabyte = write([{ path: "x", content: "0".repeat(2 ** 20) }]);
    yield { name: `${format}: total`, bytes: megabyte, limits: { totalBytes: 2 ** 19 }, code };
    for (const path of [`${"d/".repeat(30_000)}x`, "x".repeat(256), "x".repeat(60_000), "é".repeat(200)]) {
      const item = { ...file(path), tar: { gnuLong: true } };
      yield { name: `${format}: name of ${path.length}`, bytes: write([item]), code };
    }
    yield {
      name: `${format}: name of 255`,
      bytes: write([{ ...file("x".repeat(255)), tar: { gnuLong: true } }]),
    };
  }
  const limits = { ratioFreeBytes: 2 ** 20 };
  for (const [format, bytes] of Object.entries({ gz: gzip(zeros), zst: zstd(zeros) })) {
    yield { name: `${format}: 8 MB of zeros`, bytes, limits, assetName: `x.${format}`, code };
  }
  for (const format of ["tar.gz", "tar.zst", "zip"]) {
    const bytes = containers[format]?.([{ path: "x", content: zeros }]) ?? zeros;
    yield { name: `${format}: 8 MB of zeros`, bytes, limits, code, member: "x" };
  }
  yield { name: "bz2: 50 MB of zeros", bytes: zerosByBzip2, limits, assetName: "x.bz2", code };
  const parts = Array.from(
    { length: 70 },
    (_, i) => ({ path: `x${i}`, content: zeros.subarray(0, 2 ** 20) }),
  );
  yield { name: "zip: many members of zeros", bytes: zipArchive(parts), code };
  yield { name: "zip: one body, many members", bytes: overlapping(zeros.subarray(0, 2 ** 22)), limits, code };
  yield {
    name: "tar: a long name of 2 GB",
    bytes: tarArchive([{ path: "x", tar: { type: "L", size: 2 ** 31 } }]),
    code,
  };
  yield {
    name: "tar: 1 TB announced",
    bytes: tarArchive([{ path: "x", tar: { base256: true, size: 2 ** 40 } }]),
    code,
    member: "x",
  };
  yield {
    name: "zip: 1 TB announced",
    bytes: zipArchive([{ path: "x", zip: { size: 2 ** 40, zip64: true } }]),
    code,
    member: "x",
  };
}

/** A zip whose members all name the same data. */
function overlapping(content: Uint8Array): Uint8Array {
  const one = zipArchive([{ path: "x0", content }]), view = new DataView(one.buffer);
  const directory = view.getUint32(one.length - 6, true), entry = one.subarray(directory, one.length - 22);
  const entries = Array.from({ length: 20 }, (_, i) => {
    const copy = entry.slice();
    copy.set(new TextEncoder().encode(`x${String.fromCharCode(65 + i)}`), 46);
    return copy;
  });
  const end = one.slice(-22), endView = new DataView(end.buffer);
  endView.setUint16(8, 20, true);
  endView.setUint16(10, 20, true);
  endView.setUint32(12, 20 * entry.length, true);
  return joinBytes([one.subarray(0, directory), ...entries, end]);
}

/** All of them. */
export function* hostileArchives(): Generator<Hostile> {
  yield* names();
  yield* links();
  yield* special();
  yield* collisions();
  yield* bombs();
}
