import { equal, throws } from "node:assert/strict";
import { gzip, tarArchive, zipArchive } from "../../../../tests/support/archive.ts";
import { bzip2, xz, zstd } from "../../../../tests/support/compress.ts";
import { compressionOf, detectFormat } from "./detect.ts";

const text = (value: string) => new TextEncoder().encode(value);
const latin = (value: string) => Uint8Array.from(value, (char) => char.charCodeAt(0));

const TAR = tarArchive([{ path: "x" }]);
const EMPTY_TAR = tarArchive([]);
const HEADS = {
  tar: TAR,
  zip: zipArchive([{ path: "x" }]),
  emptyZip: zipArchive([]),
  jar: zipArchive([{ path: "META-INF/MANIFEST.MF" }]),
  gz: gzip(TAR),
  xz: xz(TAR),
  bz2: bzip2(TAR.subarray(0, 1024)),
  emptyBz2: bzip2(new Uint8Array(0)),
  zst: zstd(TAR),
  elf: latin("\x7fELF\x02\x01\x01"),
  script: text("#!/bin/sh\n"),
  text: text("just a text"),
  html: text("\n <!DOCTYPE html><title>Sign in</title>"),
  xml: text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
  json: text('{"message": "Not Found"}'),
  list: text("[]"),
  sevenZip: latin("7z\xbc\xaf\x27\x1c\0\x04"),
  rar: latin("Rar!\x1a\x07\x01\0"),
  lz4: latin("\x04\x22\x4d\x18"),
  pkg: text("xar!\0\x1c\0\x01"),
  deb: text("!<arch>\ndebian-binary   1410122664  0 0"),
  rpm: latin("\xed\xab\xee\xdb\x03\0\0\0"),
  cab: text("MSCF\0\0\0\0"),
  msi: latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
} as const;
type Head = keyof typeof HEADS;

/** Head, what is inside (a tar header, zeros, something else), the definition's format, the name → the format. */
const FORMATS: readonly [
  head: Head,
  inner: Uint8Array | undefined,
  declared: string,
  name: string,
  format: string,
][] = [
  // Bytes win over what is said.
  ["gz", TAR, "zip", "x.zip", "tar.gz"],
  ["zip", undefined, "tar.gz", "x.tar.gz", "zip"],
  ["xz", TAR, "", "x", "tar.xz"],
  ["bz2", TAR, "gz", "x.tgz", "tar.bz2"],
  ["zst", TAR, "", "x.gz", "tar.zst"],
  ["tar", undefined, "tar.gz", "x.tar.gz", "tar"],
  ["zip", undefined, "zip", "x.whl", "zip"],
  ["emptyZip", undefined, "", "x", "zip"],
  ["emptyBz2", new Uint8Array(0), "", "x", "bz2"],
  // A compression of something else is a single file, unless it is the end of a tar that somebody announced.
  ["gz", text("#!/bin/sh"), "", "x.gz", "gz"],
  ["gz", text("#!/bin/sh"), "tar.gz", "x.tar.gz", "gz"],
  ["gz", EMPTY_TAR, "tar.gz", "x", "tar.gz"],
  ["gz", EMPTY_TAR, "", "x.tgz", "tar.gz"],
  ["gz", EMPTY_TAR, "", "x.gz", "gz"],
  ["xz", undefined, "txz", "x", "tar.xz"],
  // The asset is the file: declared so, a program, or nothing that anybody knows.
  ["gz", TAR, "raw", "x.tar.gz", "raw"],
  ["elf", undefined, "", "x", "raw"],
  ["elf", undefined, "tar.gz", "x.tar.gz", "raw"],
  ["script", undefined, "zip", "x", "raw"],
  ["text", undefined, "", "x", "raw"],
  ["text", undefined, "strange", "x-1.2-linux", "raw"],
  ["json", undefined, "raw", "x.json", "raw"],
  ["json", undefined, "", "data.json", "raw"],
  ["html", undefined, "", "page.html", "raw"],
  ["zip", undefined, "", "x.jar", "raw"],
  ["jar", undefined, "", "x", "zip"],
  ["zip", undefined, "zip", "x.jar", "zip"],
  // Nothing to see: then what is said counts.
  ["text", undefined, "TGZ", "x", "tar.gz"],
  ["text", undefined, ".zip", "x", "zip"],
  ["text", undefined, "gzip", "x", "gz"],
  ["text", undefined, "", "x.TAR.BZ2", "tar.bz2"],
  ["text", undefined, "", "x.tbz", "tar.bz2"],
  ["text", undefined, "", "x.tzst", "tar.zst"],
];

Deno.test("detectFormat() believes bytes, then the definition, then the name", () => {
  for (const [head, inner, declared, name, format] of FORMATS) {
    equal(detectFormat({ head: HEADS[head], inner, declared, name }), format, `${head} ${declared} ${name}`);
  }
});

const REFUSED: readonly [head: Head, declared: string, name: string, code: string, fact: string][] = [
  ["sevenZip", "", "x", "archive/unsupported-format", "7z"],
  ["sevenZip", "zip", "x.zip", "archive/unsupported-format", "7z"],
  ["rar", "", "x", "archive/unsupported-format", "rar"],
  ["lz4", "", "x", "archive/unsupported-format", "lz4"],
  ["pkg", "pkg", "x.pkg", "archive/unsupported-format", "pkg"],
  ["deb", "", "x.deb", "archive/unsupported-format", "deb"],
  ["rpm", "", "x.rpm", "archive/unsupported-format", "rpm"],
  ["cab", "", "x", "archive/unsupported-format", "cab"],
  ["msi", "", "x.msi", "archive/unsupported-format", "msi"],
  ["text", "dmg", "x", "archive/unsupported-format", "dmg"],
  ["text", "", "x.dmg", "archive/unsupported-format", "dmg"],
  ["text", "", "x.7z", "archive/unsupported-format", "7z"],
  ["text", "tar.lz4", "x", "archive/unsupported-format", "tar.lz4"],
  ["text", "", "x.tar.br", "archive/unsupported-format", "tar.br"],
  ["html", "tar.gz", "x.tar.gz", "archive/unexpected-content", "an HTML page"],
  ["html", "", "x", "archive/unexpected-content", "an HTML page"],
  ["html", "raw", "x", "archive/unexpected-content", "an HTML page"],
  ["xml", "zip", "x.zip", "archive/unexpected-content", "an XML document"],
  ["xml", "raw", "x", "archive/unexpected-content", "an XML document"],
  ["json", "raw", "x", "archive/unexpected-content", "a JSON document"],
  ["json", "tar.gz", "x.json", "archive/unexpected-content", "a JSON document"],
  ["list", "zip", "x", "archive/unexpected-content", "a JSON document"],
];

Deno.test("detectFormat() names formats that are not read, and pages instead of archives", () => {
  for (const [head, declared, name, code, fact] of REFUSED) {
    throws(
      () => detectFormat({ head: HEADS[head], declared, name }),
      (error: Error & { code: string; facts: Record<string, unknown> }) =>
        error.code === code && (error.facts["format"] ?? error.facts["content"]) === fact,
      `${head} ${declared} ${name}`,
    );
  }
  throws(() => detectFormat({ head: new Uint8Array(0), name: "x" }), { code: "archive/truncated" });
});

Deno.test("detectFormat() shows the beginning of a page without what a terminal would obey", () => {
  throws(
    () => detectFormat({ head: text("<html>\u001b[2J\r\n  sign   in"), name: "x.zip" }),
    { facts: { content: "an HTML page", start: "<html> [2J sign in" } },
  );
});

Deno.test("compressionOf() knows the four compressions", () => {
  for (const name of ["gz", "xz", "bz2", "zst"] as const) equal(compressionOf(HEADS[name]), name);
  for (const name of ["tar", "zip", "text", "lz4"] as const) equal(compressionOf(HEADS[name]), undefined);
  equal(compressionOf(latin("\x50\x2a\x4d\x18")), "zst"); // A frame that is skipped may come first.
  equal(compressionOf(text("BZh9 is how a text may begin")), undefined);
});
