import { equal, rejects } from "node:assert/strict";
import { gzip, tarArchive } from "../../../tests/support/archive.ts";
import { bzip2, xz, zstd } from "../../../tests/support/compress.ts";
import { testContext } from "../../../tests/support/context.ts";
import { identifyArchive } from "./identify.ts";

Deno.test("identifyArchive() looks into every compression, whatever the size", async () => {
  await using ctx = await testContext();
  const archive = `${ctx.root}/asset`;
  for (const length of [0, 1, 511, 100_000]) {
    const file = new TextEncoder().encode("x".repeat(length));
    for (const [compression, write] of Object.entries({ gz: gzip, xz, bz2: bzip2, zst: zstd })) {
      await Deno.writeFile(archive, write(tarArchive([{ path: "x", content: file }])));
      equal(await identifyArchive(ctx, { archive, assetName: "asset" }), `tar.${compression}`);
      await Deno.writeFile(archive, write(file));
      equal(await identifyArchive(ctx, { archive, assetName: "asset" }), compression, String(length));
    }
  }
});

Deno.test("identifyArchive() says which asset is cut off, a page or a format of others", async () => {
  await using ctx = await testContext();
  const archive = `${ctx.root}/asset`;
  const cases: readonly [bytes: Uint8Array, code: string][] = [
    [new Uint8Array(0), "archive/truncated"],
    [gzip(tarArchive([{ path: "x" }])).subarray(0, 12), "archive/truncated"],
    [new TextEncoder().encode("<html>"), "archive/unexpected-content"],
    [new TextEncoder().encode("xar!"), "archive/unsupported-format"],
  ];
  for (const [bytes, code] of cases) {
    await Deno.writeFile(archive, bytes);
    await rejects(
      identifyArchive(ctx, { archive, assetName: "kit.zip" }),
      (error: Error & { code: string; facts: object }) => {
        equal(error.code, code);
        equal("archive" in error.facts && error.facts.archive, "kit.zip");
        return true;
      },
    );
  }
  await rejects(identifyArchive(ctx, { archive: `${archive}.gone`, assetName: "kit" }), {
    code: "disk/not-found",
  });
});
