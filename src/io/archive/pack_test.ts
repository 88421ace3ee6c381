import { deepEqual } from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { unpackInTemp } from "../../../tests/support/unpacked.ts";
import type { PackedFile } from "./core/tar_members.ts";
import { packFiles, type PackFormat } from "./pack.ts";

const LONG = `${"d".repeat(90)}/${"é".repeat(60)}`;

function file(path: string, content: string, mode = 0o644): PackedFile {
  return { path, content: new TextEncoder().encode(content), mode, modifiedAt: Date.UTC(1980, 0, 1) };
}

Deno.test("packFiles() makes archives that the reader unpacks to the same files, and the same bytes again", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const full = "x".repeat(512), more = "y".repeat(513);
  const files = [
    file("a.sh", "#!", 0o755),
    file("empty", ""),
    file("full", full),
    file("more", more),
    file(LONG, "é"),
  ];
  for (const format of ["tar", "tgz", "zip"] satisfies PackFormat[]) {
    await using ctx = await testContext();
    const bytes = await packFiles(format, files);
    const { tree } = await unpackInTemp(ctx, { bytes, assetName: `test.${format}` });
    const unpacked = Object.entries(tree).filter(([, what]) => what.startsWith("file"));
    deepEqual(Object.fromEntries(unpacked), {
      "a.sh": "file 755 #!",
      empty: "file 644 ",
      full: "file 644 … 512 bytes",
      more: "file 644 … 513 bytes",
      [LONG]: "file 644 é",
    }, format);
    deepEqual(await packFiles(format, files), bytes, format);
  }
});
