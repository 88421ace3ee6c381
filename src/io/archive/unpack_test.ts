import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { AtmosError, IntegrityError } from "@/base/errors.ts";
import { type ArchiveItem, gzip, tarArchive, zipArchive } from "../../../tests/support/archive.ts";
import { bzip2, xz, zstd } from "../../../tests/support/compress.ts";
import { testContext } from "../../../tests/support/context.ts";
import { realArchives, realTree } from "../../../tests/support/real_archives.ts";
import { type ArchiveCase, treeOf, unpackInTemp } from "../../../tests/support/unpacked.ts";

const ignore = Deno.build.os === "windows";

/** Unpacks in a world of its own; answers the tree, the members as `kind path`, and what was left out. */
async function outcome(archive: ArchiveCase) {
  await using ctx = await testContext();
  const { members, leftOut, tree } = await unpackInTemp(ctx, archive);
  return { members: members.map(({ kind, path }) => `${kind} ${path}`), leftOut, tree };
}

Deno.test("unpack() makes of real archives the tree that was archived", { ignore }, async () => {
  for (const [name, base64] of Object.entries(realArchives)) {
    const { tree, leftOut } = await outcome({
      bytes: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
    });
    deepEqual(tree, realTree, name);
    deepEqual(leftOut, [], name);
  }
});

const KIT: readonly ArchiveItem[] = [
  { path: "./", kind: "directory", mode: 0o755 },
  { path: "./kit/", kind: "directory", mode: 0o500 },
  { path: "./kit/run", content: "#!/bin/sh\n", mode: 0o4755 },
  { path: "./kit/notes", content: "read me", mode: 0o400 },
  { path: "./kit/lib/sub/x", content: "", mode: 0 },
  { path: "./kit/go", kind: "symlink", target: "run" },
];
const KIT_TREE = {
  "kit": "directory 700",
  "kit/go": "-> run",
  "kit/lib": "directory 755",
  "kit/lib/sub": "directory 755",
  "kit/lib/sub/x": "file 644 ",
  "kit/notes": "file 600 read me",
  "kit/run": "file 755 #!/bin/sh\n",
};

Deno.test("unpack() gives the same tree whatever the format", { ignore }, async () => {
  const tar = tarArchive(KIT);
  for (const bytes of [tar, gzip(tar), xz(tar), bzip2(tar), zstd(tar), zipArchive(KIT)]) {
    const { tree, members } = await outcome({ bytes });
    deepEqual(tree, KIT_TREE);
    deepEqual(members, [
      "directory kit",
      "file kit/run",
      "file kit/notes",
      "file kit/lib/sub/x",
      "symlink kit/go",
    ]);
  }
});

Deno.test("unpack() tells the digest of what may be a program, and of the last one of a name", async () => {
  const text = "#!/bin/sh\n", program = new TextEncoder().encode(text);
  const sha256 = "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf";
  const items: readonly ArchiveItem[] = [
    { path: "run", content: "#!/bin/sh\n# old\n", mode: 0o755 },
    { path: "run", content: text, mode: 0o755 },
    { path: "notes", content: text, mode: 0o644 },
    { path: "again", kind: "hardlink", target: "run" },
  ];
  const cases: readonly [bytes: Uint8Array, digests: readonly unknown[]][] = [
    [gzip(tarArchive(items)), [sha256, undefined, undefined]],
    [zipArchive(items.slice(1, 3)), [sha256, undefined]],
    [gzip(program), [sha256]],
    [program, [undefined]], // the asset itself
  ];
  for (const [bytes, digests] of cases) {
    await using ctx = await testContext();
    const { members } = await unpackInTemp(ctx, { bytes });
    deepEqual(members.map((member) => member.sha256), digests);
  }
});

Deno.test(
  "unpack() names a single file after its asset and not after what the archive says",
  { ignore },
  async () => {
    const program = new TextEncoder().encode("#!/bin/sh\n");
    const cases: readonly [assetName: string, bytes: Uint8Array, path: string][] = [
      ["tool-1.2-linux", program, "tool-1.2-linux"],
      ["tool-1.2-linux.gz", gzip(program), "tool-1.2-linux"],
      ["dist/tool.xz", xz(program), "tool"],
      ["tool.bz2", bzip2(program), "tool"],
      ["tool.zst", zstd(program), "tool"],
      [".gz", gzip(program), ".gz"],
    ];
    for (const [assetName, bytes, path] of cases) {
      deepEqual((await outcome({ bytes, assetName })).tree, { [path]: "file 644 #!/bin/sh\n" }, assetName);
    }
  },
);

Deno.test("unpack() keeps times where they are told", async () => {
  await using ctx = await testContext();
  const before = Date.now() - 2000;
  const items: ArchiveItem[] = [
    { path: "old", tar: { time: 1_000_000_000 } },
    { path: "exact", tar: { pax: { mtime: "1000000000.5" } } },
    { path: "none", tar: { time: 0 } },
  ];
  await unpackInTemp(ctx, { bytes: tarArchive(items) });
  const time = async (name: string) => (await ctx.disk.stat(`${ctx.root}/out/${name}`))?.modifiedAt ?? 0;
  equal(await time("old"), 1_000_000_000_000);
  equal(await time("exact"), 1_000_000_000_500);
  ok(await time("none") >= before);
});

Deno.test(
  "unpack() makes hard links one file, also of a file that is replaced later",
  { ignore },
  async () => {
    const items: ArchiveItem[] = [
      { path: "a", content: "first", mode: 0o755 },
      { path: "sub/b", kind: "hardlink", target: "./a" },
      { path: "a", content: "second" },
      { path: "c", kind: "hardlink", target: "a" },
    ];
    await using ctx = await testContext();
    const { tree, members } = await unpackInTemp(ctx, { bytes: tarArchive(items) });
    deepEqual(tree, {
      "a": "file 644 second",
      "c": "file 644 second",
      "sub": "directory 755",
      "sub/b": "file 755 first",
    });
    equal(Deno.statSync(`${ctx.root}/out/a`).nlink, 2);
    deepEqual(members.map(({ path, sizeBytes, mode }) => [path, sizeBytes, mode]), [
      ["a", 6, 0o644],
      ["sub/b", 0, 0o755],
      ["c", 0, 0o644],
    ]);
  },
);

Deno.test("unpack() leaves out what must not be made, and says so", { ignore }, async () => {
  const items: ArchiveItem[] = [
    { path: "x", content: "x" },
    { path: "out", kind: "symlink", target: "../../etc/passwd" },
    { path: "dev/null", kind: "device" },
    { path: "pipe", kind: "fifo" },
  ];
  const leftOut = [
    { path: "dev/null", why: "is a device" },
    { path: "pipe", why: "is a named pipe" },
    { path: "out", why: "symbolic link to ../../etc/passwd leads outside" },
  ];
  for (const bytes of [tarArchive(items), zipArchive(items)]) {
    const result = await outcome({ bytes });
    deepEqual(result.tree, { "x": "file 644 x" });
    deepEqual(result.leftOut, leftOut);
  }
});

Deno.test(
  "unpack() for Windows makes hard links of links to files, and leaves out the others",
  { ignore },
  async () => {
    const items: ArchiveItem[] = [
      { path: "lib\\so.1.2", content: "so" },
      { path: "lib/so", kind: "symlink", target: "so.1" },
      { path: "lib/so.1", kind: "symlink", target: ".\\so.1.2" },
      { path: "dir", kind: "symlink", target: "lib" },
      { path: "gone", kind: "symlink", target: "nowhere" },
      { path: "nul.txt" },
    ];
    const { tree, leftOut, members } = await outcome({ bytes: tarArchive(items), os: "windows" });
    deepEqual(tree, {
      "lib": "directory 755",
      "lib/so": "file 644 so",
      "lib/so.1": "file 644 so",
      "lib/so.1.2": "file 644 so",
    });
    deepEqual(members, ["file lib/so.1.2", "file lib/so.1", "file lib/so"]);
    deepEqual(leftOut.map(({ path }) => path), ["nul.txt", "dir", "gone"]);
  },
);

Deno.test("unpack() takes names that differ in case for one where the disk does", async () => {
  const bytes = tarArchive([{ path: "README" }, { path: "readme" }]);
  for (const os of ["darwin", "windows"]) {
    await rejects(outcome({ bytes, os }), { code: "archive/collision" });
  }
});

Deno.test("unpack() names the archive and the member in its errors", async () => {
  const corrupt = zipArchive([{ path: "fine" }, {
    path: "bin/x",
    content: "x".repeat(100),
    zip: { crc: 1 },
  }]);
  const cases: readonly [ArchiveCase, code: string, member: string | undefined][] = [
    [{ bytes: corrupt }, "archive/corrupt", "bin/x"],
    [
      { bytes: tarArchive([{ path: "bin/x", content: "x".repeat(9999) }]).subarray(0, 900) },
      "archive/truncated",
      "bin/x",
    ],
    [{ bytes: tarArchive([{ path: "../x" }]) }, "archive/escape", "../x"],
    [{ bytes: new Uint8Array(0), format: "tar" }, "archive/truncated", undefined],
    [{ bytes: new TextEncoder().encode("no zip"), format: "zip" }, "archive/truncated", undefined],
    [{ bytes: tarArchive([{ path: "s", tar: { type: "S" } }]) }, "archive/unsupported-format", "s"],
  ];
  for (const [archive, code, member] of cases) {
    await rejects(outcome({ ...archive, assetName: "kit.archive" }), (error) => {
      ok(error instanceof AtmosError, String(error));
      equal(error.code, code);
      equal(error.facts["archive"], "kit.archive");
      equal(error.facts["member"], member);
      return true;
    });
  }
});

Deno.test("unpack() stops at its limits, before and while it writes", async () => {
  const content = "0".repeat(100_000), tar = tarArchive([{ path: "x", content }, { path: "y", content }]);
  const limits: readonly [ArchiveCase["limits"], bytes: Uint8Array][] = [
    [{ totalBytes: 150_000 }, tar],
    [{ totalBytes: 150_000 }, gzip(tar)],
    [{ totalBytes: 150_000 }, zipArchive([{ path: "x", content }, { path: "y", content }])],
    [{ totalBytes: 150_000 }, zipArchive([{ path: "x", content }, { path: "y", content, zip: { size: 1 } }])],
    [{ ratio: 10, ratioFreeBytes: 150_000 }, gzip(tar)],
    [{ members: 1 }, tar],
    [{ totalBytes: 50_000 }, gzip(new TextEncoder().encode(content))],
  ];
  for (const [limit, bytes] of limits) {
    await rejects(outcome({ bytes, limits: limit ?? {} }), (error) => {
      ok(error instanceof IntegrityError, String(error));
      ok(error.code === "archive/bomb" || error.code === "archive/corrupt", error.code);
      return true;
    });
  }
});

Deno.test("unpack() stops when it is told to", async () => {
  const abort = new AbortController();
  await using ctx = await testContext({ signal: abort.signal });
  const disk = {
    ...ctx.disk,
    create: (...args: Parameters<typeof ctx.disk.create>) => {
      if (args[0].endsWith("/2")) abort.abort(new Error("enough"));
      return ctx.disk.create(...args);
    },
  };
  const bytes = tarArchive([{ path: "1" }, { path: "2" }, { path: "3" }]);
  await rejects(unpackInTemp({ ...ctx, disk }, { bytes }), { message: "enough" });
  deepEqual(Object.keys(treeOf(`${ctx.root}/out`)), ["1", "2"]);
});

Deno.test("unpack() of two archives at once does not mix or block them", { ignore }, async () => {
  await using ctx = await testContext();
  const tar = tarArchive(KIT);
  const all = await Promise.all(
    [xz(tar), xz(tar), bzip2(tar), gzip(tar), xz(tar)].map((bytes, i) =>
      unpackInTemp(ctx, { bytes }, `out${i}`)
    ),
  );
  for (const { tree } of all) deepEqual(tree, KIT_TREE);
});
