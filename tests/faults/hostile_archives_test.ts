/** Unpacks archives that were made to do harm. Follows house §8.2, toolchain §10.5, DECISIONS ("Archives").
 *  Invariant: whatever is in an archive, nothing outside its folder is made, changed or removed, every refusal names
 *  the archive, and nothing hangs. */
import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { identifyArchive } from "@/io/archive/identify.ts";
import { unpack } from "@/io/archive/unpack.ts";
import { type TestContext, testContext } from "../support/context.ts";
import { memorySource, type Tree, treeOf } from "../support/unpacked.ts";
import { changes, cuts, type Damaged, lies } from "./support/damaged.ts";
import { type Hostile, hostileArchives } from "./support/hostile.ts";

const ASSET = "hostile-kit";
const HANG_MS = 20_000;

/** How one archive ended. */
interface Outcome {
  readonly error?: AtmosError;
  readonly leftOut: readonly string[];
  readonly tree: Tree;
}

/** A world with files around the folder that is unpacked into. */
interface Cage extends AsyncDisposable {
  /** Unpacks one archive from memory and removes what came out, after the checks that hold for every archive. */
  unpack(archive: Hostile): Promise<Outcome>;
  /** Fails when anything around the folder is not as it was. */
  lookAround(name: string): void;
}

async function cage(): Promise<Cage> {
  const ctx = await testContext({
    files: { "../canary/secret": "untouched", "../stage/canary": "untouched" },
  });
  const into = `${ctx.root}/stage/tree`;
  await Deno.mkdir(into);
  const before = treeOf(ctx.root);
  return {
    async unpack(archive) {
      const outcome = await inTime(archive.name, settled(ctx, archive, into));
      const tree = treeOf(into);
      checkTree(into, tree, archive.name);
      for (const { name } of Deno.readDirSync(into)) Deno.removeSync(`${into}/${name}`, { recursive: true });
      return { ...outcome, tree };
    },
    lookAround: (name) => assert.deepEqual(treeOf(ctx.root), before, name),
    [Symbol.asyncDispose]: () => ctx[Symbol.asyncDispose](),
  };
}

async function settled(
  { disk: real, signal }: TestContext,
  { name, bytes, assetName = ASSET, declared, ...plan }: Hostile,
  into: string,
): Promise<Omit<Outcome, "tree">> {
  const disk = { ...real, openRead: () => Promise.resolve(memorySource(bytes).file) }, archive = "/in/memory";
  try {
    const format = await identifyArchive({ disk, signal }, { archive, assetName, declared });
    const { leftOut } = await unpack({ disk, signal }, { format, archive, assetName, into, ...plan });
    return { leftOut: leftOut.map(({ path }) => path) };
  } catch (error) {
    assert.ok(error instanceof AtmosError, `${name}: ${error instanceof Error ? error.stack : error}`);
    return { error, leftOut: [] };
  }
}

async function inTime<T>(name: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: hangs`)), HANG_MS);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Only files, folders and links that lead inside; nobody's program runs as somebody else. */
function checkTree(into: string, tree: Tree, name: string): void {
  for (const [path, what] of Object.entries(tree)) {
    assert.match(what, /^(file|directory) [0-7]{1,3}( |$)|^-> /, `${name}: ${path} is ${what}`);
    if (!what.startsWith("-> ")) continue;
    const target = new URL(what.slice(3), `file://${into}/${path}`).pathname;
    assert.ok(target === `${into}/` || target.startsWith(`${into}/`), `${name}: ${path} ${what}`);
  }
}

Deno.test(
  "hostile archives are refused or lose what is harmful",
  { ignore: Deno.build.os === "windows" },
  async () => {
    await using world = await cage();
    let count = 0;
    for (const archive of hostileArchives()) {
      const { error, leftOut } = await world.unpack(archive);
      count++;
      assert.deepEqual(leftOut, archive.leftOut ?? [], archive.name);
      if (archive.code === undefined) {
        assert.equal(error, undefined, `${archive.name}: ${error?.code}`);
        continue;
      }
      assert.ok(
        error && [archive.code].flat().includes(error.code),
        `${archive.name}: ${error?.code ?? "unpacked"}`,
      );
      assert.equal(error.facts["archive"], archive.assetName ?? ASSET, archive.name);
      if (archive.member !== undefined) assert.equal(error.facts["member"], archive.member, archive.name);
      else if (error.code !== "archive/bomb") {
        assert.ok(
          error.facts["member"],
          `${archive.name} names no member`,
        );
      }
    }
    assert.ok(count >= 500, `${count} archives`);
  },
);

/** Unpacks all in one world; answers how many were refused. `none` among the codes means that it may be unpacked. */
async function damage(archives: Iterable<Damaged>): Promise<number> {
  await using world = await cage();
  let refused = 0;
  const trees = new Map<Uint8Array, Tree>();
  for (const archive of archives) {
    if (!trees.has(archive.sound)) {
      trees.set(archive.sound, (await world.unpack({ ...archive, bytes: archive.sound })).tree);
    }
    const { error, tree } = await world.unpack(archive);
    const codes = archive.code === undefined ? [] : [archive.code].flat();
    if (error === undefined) {
      assert.ok(codes.length === 0 || codes.includes("none"), `${archive.name}: unpacked`);
      if (!archive.mayDiffer) assert.deepEqual(tree, trees.get(archive.sound), archive.name);
      continue;
    }
    refused++;
    assert.match(
      error.code,
      /^archive\/(truncated|corrupt|escape|bomb|collision|unsupported-format)$/,
      archive.name,
    );
    if (codes.length > 0) assert.ok(codes.includes(error.code), `${archive.name}: ${error.code}`);
    assert.equal(error.facts["archive"], archive.assetName, archive.name);
  }
  world.lookAround("damaged archives");
  return refused;
}

Deno.test(
  "archives that are cut off anywhere are refused",
  { ignore: Deno.build.os === "windows" },
  async () => {
    assert.ok(await damage(cuts()) > 2000);
  },
);

Deno.test("archives with any changed byte are refused, or the change is none", {
  ignore: Deno.build.os === "windows",
}, async () => {
  assert.ok(await damage(changes()) > 1500);
});

Deno.test("archives that lie about sizes, checksums and places are refused", {
  ignore: Deno.build.os === "windows",
}, async () => {
  assert.ok(await damage(lies()) > 100);
});
