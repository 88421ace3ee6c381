/** Gomplate's `net` without what asks a name server. Pure. Follows templates §3.2.
 *  Invariant: an address is a number of 32 or 128 bits. */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { intOf, isInteger, typed, type Value } from "../../value.ts";
import { toInt, toInteger, toText } from "./namespace.ts";

/** More networks than this are refused. */
const MOST = 65_536;

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface Prefix extends Address {
  readonly length: number;
}

/** The members of `net`. */
export const net: FunctionSet = {
  ParseIP: func(["any"], (value) => textOf(addressOf(toText(value)))),
  ParseAddr: func(["any"], (value) => textOf(addressOf(toText(value)))),
  ParseIPPrefix: func(["any"], (value) => prefixText(prefixOf(toText(value)))),
  ParsePrefix: func(["any"], (value) => prefixText(prefixOf(toText(value)))),
  CIDRHost: func(["any", "any"], (host, network) => hostOf(toInteger(host), prefixOf(toText(network)))),
  CIDRNetmask: func(["any"], (network) => {
    const { bits, length } = prefixOf(toText(network));
    return textOf({ bits, value: maskOf(bits, length) });
  }),
  CIDRSubnets: func(["any", "any"], (more, network) => subnets(prefixOf(toText(network)), toInt(more))),
  CIDRSubnetSizes: variadic([], "any", (...values) => {
    const network = values.at(-1) ?? null, sizes = values.slice(0, -1);
    if (sizes.length === 0) throw new GoError("need at least one size and a network");
    return subnetsOf(prefixOf(toText(network)), sizes);
  }),
};

function maskOf(bits: number, length: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
}

function hostOf(number: bigint, { bits, length, value }: Prefix): string {
  const size = 1n << BigInt(bits - length);
  if (number >= size || number < -size) {
    throw new GoError(`prefix of ${length} does not accommodate a host numbered ${number}`);
  }
  const network = value & maskOf(bits, length);
  return textOf({ bits, value: network + (number < 0n ? size + number : number) });
}

function subnets(prefix: Prefix, more: number): Value {
  const length = prefix.length + more;
  if (more < 1) throw new GoError(`must extend prefix by at least one bit`);
  if (length > prefix.bits) {
    throw new GoError(`insufficient address space to extend prefix of ${prefix.length} by ${more}`);
  }
  if (2 ** more > MOST) throw new GoError("too many networks");
  const network = prefix.value & maskOf(prefix.bits, prefix.length),
    size = 1n << BigInt(prefix.bits - length);
  return typed(
    Array.from({ length: 2 ** more }, (_, index) => {
      return prefixText({ bits: prefix.bits, length, value: network + size * BigInt(index) });
    }),
    "[]netip.Prefix",
  );
}

/** One network after the other, each of its own size. */
function subnetsOf(prefix: Prefix, sizes: readonly Value[]): Value {
  const end = (prefix.value & maskOf(prefix.bits, prefix.length)) +
    (1n << BigInt(prefix.bits - prefix.length));
  let next = prefix.value & maskOf(prefix.bits, prefix.length);
  const networks = sizes.map((more) => {
    const length = prefix.length + (isInteger(more) ? Number(intOf(more)) : toInt(more));
    if (length > prefix.bits || length <= prefix.length) {
      throw new GoError(`insufficient address space to extend prefix of ${prefix.length}`);
    }
    const size = 1n << BigInt(prefix.bits - length), start = (next + size - 1n) / size * size;
    if (start + size > end) {
      throw new GoError(`not enough remaining address space for a subnet with a prefix of ${length} bits`);
    }
    next = start + size;
    return prefixText({ bits: prefix.bits, length, value: start });
  });
  return typed(networks, "[]netip.Prefix");
}

function prefixOf(text: string): Prefix {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (address === "") throw new GoError(`netip.ParsePrefix(${JSON.stringify(text)}): no '/'`);
  const parsed = addressOf(address), length = Number(digits);
  if (length > parsed.bits) {
    throw new GoError(`netip.ParsePrefix(${JSON.stringify(text)}): prefix length out of range`);
  }
  return { ...parsed, length };
}

function prefixText(prefix: Prefix): string {
  return `${textOf(prefix)}/${prefix.length}`;
}

function addressOf(text: string): Address {
  const value = text.includes(":") ? sixteenBits(text) : fourBytes(text);
  if (value === undefined) throw new GoError(`ParseAddr(${JSON.stringify(text)}): unable to parse IP`);
  return { bits: text.includes(":") ? 128 : 32, value };
}

function fourBytes(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

function sixteenBits(text: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = dotted === null ? undefined : fourBytes(dotted[2] ?? "");
  const plain = last === undefined
    ? text
    : `${dotted?.[1]}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`;
  const [head = "", tail, more] = plain.split("::");
  const groups = (part: string) => part === "" ? [] : part.split(":");
  const start = groups(head), end = groups(tail ?? ""), missing = 8 - start.length - end.length;
  if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...start, ...Array.from({ length: missing }, () => "0"), ...end];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function textOf({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const zeros = [...groups.join(":").matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = zeros.reduce((best, run) => run.length > best.length ? run : best, "");
  if (longest === "") return groups.join(":");
  const joined = groups.join(":"), at = joined.search(new RegExp(`(?:^|(?<=:))${longest}(?=:|$)`));
  return `${joined.slice(0, at).replace(/:$/, "")}::${joined.slice(at + longest.length).replace(/^:/, "")}`;
}
