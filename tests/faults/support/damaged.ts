/** Archives that are cut off, changed or lie about themselves. Follows toolchain §10.5, Traps 21 and 44.
 *  Invariant: each differs from a sound one in one place only. */
import { type ArchiveItem, gzip, joinBytes, tarArchive, zipArchive } from "../../support/archive.ts";
import { bzip2, xz, zstd } from "../../support/compress.ts";
import { containers, type Hostile } from "./hostile.ts";

/** A damaged archive; without a code it may also be unpacked, if the tree is that of the sound one. */
export interface Damaged extends Hostile {
  readonly sound: Uint8Array;
  /** There is no checksum over what was changed: it may be unpacked as something else, inside the folder. */
  readonly mayDiffer?: boolean;
}

const SMALL: readonly ArchiveItem[] = [
  { path: "bin/x", content: "#!/bin/sh\n", mode: 0o755 },
  { path: "l", kind: "symlink", target: "bin/x" },
];

/** Bytes that no compression makes smaller, the same in each run. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = Math.imul(state, 1_103_515_245) + 12_345 | 0) >>> 16);
}

function named(format: string, what: string, bytes: Uint8Array, sound: Uint8Array): Damaged {
  return { name: `${format}: ${what}`, bytes, sound, assetName: `kit.${format}` };
}

/** How far cuts and changes are apart: in what is as long as a tar some bytes, so that all is over in seconds. */
const stepOf = (format: string) => format === "tar" ? 3 : format === "tar.xz" ? 13 : 1;

/** Every cut of a small archive, and a larger one cut at every KiB. */
export function* cuts(): Generator<Damaged> {
  const large: readonly ArchiveItem[] = [{ path: "a", content: noise(20_000) }, {
    path: "b",
    content: noise(20_000),
  }];
  for (const [format, write] of Object.entries(containers)) {
    const small = write(SMALL), whole = write(large);
    for (let length = 0; length < small.length; length += stepOf(format)) {
      yield named(format, `the first ${length} bytes`, small.subarray(0, length), small);
    }
    for (let length = 1024; length < whole.length; length += 1024) {
      yield named(format, `the first ${length / 1024} KiB`, whole.subarray(0, length), whole);
    }
  }
  const header = tarArchive([{ path: "l", kind: "symlink", target: "x" }]);
  for (let length = 0; length < 512; length++) {
    yield named("tar", `${length} bytes of a header`, header.subarray(0, length), header);
  }
  for (const [format, write] of Object.entries({ gz: gzip, xz, bz2: bzip2, zst: zstd })) {
    const small = write(noise(50));
    for (let length = 0; length < small.length; length++) {
      yield named(format, `the first ${length} bytes`, small.subarray(0, length), small);
    }
  }
}

/** Every byte of a small archive changed, in two ways. A tar has no checksum over bodies, a zip none over its directory. */
export function* changes(): Generator<Damaged> {
  for (const [format, write] of Object.entries(containers)) {
    const sound = write(SMALL), directory = new TextDecoder("latin1").decode(sound).indexOf("PK\u0001\u0002");
    for (let at = 0; at < sound.length; at += stepOf(format)) {
      const mayDiffer = format === "tar" ? at >= 512 && at < 1024 : format === "zip" && at >= directory;
      for (const mask of format === "tar" ? [0x01] : [0x01, 0x80]) {
        const bytes = sound.slice();
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        yield { ...named(format, `byte ${at} changed by ${mask}`, bytes, sound), mayDiffer };
      }
    }
  }
}

const body: ArchiveItem = { path: "x", content: "some content, some more" };

/** Sizes, checksums and places that are not true. */
export function* lies(): Generator<Damaged> {
  const tar = tarArchive([body]), zip = zipArchive([body]), packed = gzip(tar);
  const lie = (format: string, what: string, bytes: Uint8Array, code: string): Damaged => ({
    ...named(format, what, bytes, format === "zip" ? zip : tar),
    code,
  });
  const truncated = "archive/truncated", corrupt = "archive/corrupt";
  for (const size of [2000, 5000, 2 ** 20, 2 ** 33 - 1]) {
    const code = size < 2 ** 30 ? truncated : "archive/bomb";
    const limits = { totalBytes: 2 ** 30 };
    for (const [format, write] of Object.entries(containers)) {
      if (format === "zip") continue;
      yield { ...lie(format, `size ${size}`, write([{ ...body, tar: { size } }]), code), limits };
      yield {
        ...lie(format, `pax size ${size}`, write([{ ...body, tar: { pax: { size: `${size}` } } }]), code),
        limits,
      };
    }
  }
  for (const size of ["-1", "1e99", "0x10", "NaN", "1.5", "9".repeat(40), " "]) {
    yield lie("tar", `pax size ${size}`, tarArchive([{ ...body, tar: { pax: { size } } }]), corrupt);
  }
  for (const size of [0, 1, 22, 24, 5000, 0xfffffffe]) {
    for (const method of [0, 8]) {
      const bytes = zipArchive([{ ...body, zip: { size, method } }]);
      yield lie("zip", `size ${size}, method ${method}`, bytes, size > 2 ** 31 ? "archive/bomb" : corrupt);
    }
  }
  for (const method of [1, 6, 9, 12, 14, 93, 95, 99]) {
    yield lie(
      "zip",
      `method ${method}`,
      zipArchive([{ ...body, zip: { method } }]),
      "archive/unsupported-format",
    );
  }
  yield lie("zip", "checksum", zipArchive([{ ...body, zip: { crc: 0 } }]), corrupt);
  yield lie("zip", "encrypted", zipArchive([{ ...body, zip: { flags: 1 } }]), "archive/unsupported-format");
  yield* endsOf(zip, (what, bytes) => lie("zip", what, bytes, corrupt));
  yield lie("tar.gz", "length", patched(packed, packed.length - 1, 1), corrupt);
  yield lie("tar.gz", "checksum", patched(packed, packed.length - 8, 1), corrupt);
  yield lie("tar.gz", "garbage behind it", joinBytes([packed, new TextEncoder().encode("garbage")]), corrupt);
  yield lie("tar.xz", "check", patched(xz(tar), xz(tar).length - 40, 1), corrupt);
  yield lie("tar.zst", "checksum", patched(zstd(tar), zstd(tar).length - 1, 1), corrupt);
  yield lie("tar.bz2", "checksum", patched(bzip2(tar), 10, 1), corrupt);
  for (
    const [format, whole] of Object.entries({
      "tar.gz": packed,
      "tar.xz": xz(tar),
      "tar.bz2": bzip2(tar),
      zip,
      tar,
    })
  ) {
    const wrong = format === "zip" || format === "tar"
      ? [truncated, corrupt]
      : [truncated, corrupt, "archive/unsupported-format"];
    for (let at = 0; at < 4; at++) {
      yield { ...lie(format, `magic at ${at}`, patched(whole, at, 0xff), corrupt), code: [...wrong, "none"] };
    }
    yield { ...lie(format, "noise under its name", noise(3000), corrupt), code: [truncated, corrupt] };
    yield {
      ...lie(format, "zeros under its name", new Uint8Array(100), corrupt),
      code: [truncated, corrupt],
    };
    yield lie(format, "nothing", new Uint8Array(0), truncated);
  }
}

/** The numbers of the end record that say where the directory is, each wrong. */
function* endsOf(zip: Uint8Array, lie: (what: string, bytes: Uint8Array) => Damaged): Generator<Damaged> {
  const end = zip.length - 22;
  for (const at of [8, 10, 12, 13, 16, 17]) {
    for (const mask of [1, 2, 0x40]) {
      const code = ["archive/corrupt", "archive/truncated"];
      yield {
        ...lie(`end record at ${at} by ${mask}`, patched(zip, end + at, mask)),
        code: at === 8 ? [...code, "none"] : code,
      };
    }
  }
}

function patched(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
