/** The converted form of a registry: names first, then one JSON record a line, found by its place. Pure.
 *  Follows aqua-registry §2 (measurements), §25.5 and trap T1, toolchain §7.4.
 *  Invariant: a text that we did not write ourselves, from the same source, is no index; it is then made again. */
import type { SourcePosition } from "@/base/errors.ts";
import type { DecodedRegistry } from "./decode.ts";
import { collectNames, firstOfEachId, type RegistryNames } from "./names.ts";
import type { PackageRecord } from "./record.ts";

/** What an index was made by and from. Plain JSON data. */
export interface IndexStamp {
  /** The program that converted it. */
  readonly program: string;
  readonly source: string;
}

/** A package that could not be decoded. */
export interface BrokenPackage {
  readonly id: string;
  readonly title: string;
  readonly at: SourcePosition;
}

/** A registry whose names are known. */
export interface RegistryIndex {
  readonly names: RegistryNames;
  readonly broken: readonly BrokenPackage[];
  /** The record of an id of `names`. */
  read(id: string): PackageRecord | undefined;
}

/** An index that was written down. */
export interface KeptIndex extends RegistryIndex {
  /** Of the bytes that were converted. */
  readonly digest: string;
}

/** What an index says before its records. `ends[i]` is where the record of `names.ids[i]` ends, in bytes after the
 *  header; it begins where the one before ends. */
interface IndexHeader {
  readonly stamp: IndexStamp;
  readonly digest: string;
  readonly names: RegistryNames;
  readonly ends: readonly number[];
  readonly broken: readonly BrokenPackage[];
}

/** Bytes of the first line: the length of the header in bytes, nine digits. */
const PREAMBLE_BYTES = 10;

/** Converts a registry. Of several packages with one id the first counts. */
export function encodeIndex(
  { packages, issues }: DecodedRegistry,
  stamp: IndexStamp,
  digest: string,
): Uint8Array {
  const encoder = new TextEncoder();
  const distinct = firstOfEachId(packages);
  const records = distinct.map(({ record }) => encoder.encode(`${JSON.stringify(record)}\n`));
  let end = 0;
  const ends = records.map((bytes) => end += bytes.length);
  const header: IndexHeader = {
    stamp,
    digest,
    names: collectNames(distinct),
    ends,
    broken: brokenOf(issues),
  };
  const headerBytes = encoder.encode(`${JSON.stringify(header)}\n`);
  const preamble = encoder.encode(`${String(headerBytes.length).padStart(PREAMBLE_BYTES - 1, "0")}\n`);
  return joined([preamble, headerBytes, ...records]);
}

/** The index of packages in memory. */
export function indexOf({ packages, issues }: DecodedRegistry): RegistryIndex {
  const distinct = firstOfEachId(packages);
  const read = (id: string) => distinct.find(({ name }) => name === id)?.record;
  return { names: collectNames(distinct), broken: brokenOf(issues), read };
}

function brokenOf(issues: DecodedRegistry["issues"]): readonly BrokenPackage[] {
  return issues.flatMap(({ severity, package: id, title, at }) =>
    severity === "error" && id !== undefined ? [{ id, title, at }] : []
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reads an index; undefined for one of another source or program, or a damaged one. */
export function decodeIndex(bytes: Uint8Array, stamp: IndexStamp): KeptIndex | undefined {
  const preamble = /^(\d{9})\n$/.exec(textOf(bytes.subarray(0, PREAMBLE_BYTES)));
  if (preamble === null) return undefined;
  const records = PREAMBLE_BYTES + Number(preamble[1]);
  const header = decodeHeader(textOf(bytes.subarray(PREAMBLE_BYTES, records)));
  if (!header || !isSameStamp(header.stamp, stamp)) return undefined;
  const { digest, names, ends, broken } = header;
  if (bytes.length !== records + (ends.at(-1) ?? 0)) return undefined;
  return {
    digest,
    names,
    broken,
    read(id) {
      const at = names.ids.indexOf(id);
      const end = ends[at];
      if (end === undefined) return undefined;
      return JSON.parse(textOf(bytes.subarray(records + (ends[at - 1] ?? 0), records + end)));
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Whoever wrote a stamp wrote all the other members too. */
function decodeHeader(text: string): IndexHeader | null | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isSameStamp(a: IndexStamp | undefined, b: IndexStamp): boolean {
  return a?.program === b.program && a.source === b.source;
}
