/** Unpacks archives that a test made, from memory or into a folder of its own, and tells what came out as text. */
import type { ArchiveFormat } from "@/io/archive/core/detect.ts";
import { readMembers } from "@/io/archive/formats/table.ts";
import { identifyArchive } from "@/io/archive/identify.ts";
import { unpack, type Unpacked, type UnpackPlan } from "@/io/archive/unpack.ts";
import type { TestContext } from "./context.ts";

/** An archive to unpack. */
export interface ArchiveCase extends Partial<Pick<UnpackPlan, "limits" | "os" | "format">> {
  readonly bytes: Uint8Array;
  /** `test` unless given: then only the bytes tell the format. */
  readonly assetName?: string;
  readonly declared?: string;
}

/** Path → `file 755 content`, `directory 755`, `-> target`; content of more than 100 bytes as `… 1234 bytes`. */
export type Tree = Readonly<Record<string, string>>;

/** Unpacks into `<root>/<folder>`; the format is found out unless the case names one. */
export async function unpackInTemp(
  ctx: TestContext,
  { bytes, assetName = "test", declared, format, ...plan }: ArchiveCase,
  folder = "out",
): Promise<Unpacked & { readonly tree: Tree }> {
  const archive = `${ctx.root}/${folder}.archive`, into = `${ctx.root}/${folder}`;
  await Deno.writeFile(archive, bytes);
  const found = format ?? await identifyArchive(ctx, { archive, assetName, declared });
  const unpacked = await unpack(ctx, { archive, format: found, into, assetName, ...plan });
  return { ...unpacked, tree: treeOf(into) };
}

/** What is below a folder, sorted by path. */
export function treeOf(folder: string): Tree {
  const tree: [string, string][] = [];
  const walk = (below: string) => {
    for (const { name } of Deno.readDirSync(`${folder}/${below}`)) {
      const path = `${below}${name}`;
      tree.push([path, describe(`${folder}/${path}`)]);
      if (Deno.lstatSync(`${folder}/${path}`).isDirectory) walk(`${path}/`);
    }
  };
  walk("");
  return Object.fromEntries(tree.sort(([a], [b]) => a < b ? -1 : 1));
}

function describe(path: string): string {
  const info = Deno.lstatSync(path), mode = ((info.mode ?? 0) & 0o7777).toString(8);
  if (info.isSymlink) return `-> ${Deno.readLinkSync(path)}`;
  if (info.isDirectory) return `directory ${mode}`;
  if (!info.isFile) return "other";
  return `file ${mode} ${info.size > 100 ? `… ${info.size} bytes` : Deno.readTextFileSync(path)}`;
}

type ArchiveSource = Parameters<typeof readMembers>[1];

/** An archive in memory; `spent` counts what was unpacked. */
export function memorySource(bytes: Uint8Array, assetName = "test"): ArchiveSource & { spent: number } {
  const source = {
    file: {
      sizeBytes: bytes.length,
      read: (into: Uint8Array, offset: number) => {
        const piece = bytes.subarray(offset, offset + into.length);
        into.set(piece);
        return Promise.resolve(piece.length);
      },
      close: () => {},
    },
    signal: new AbortController().signal,
    assetName,
    spent: 0,
    spend: (count: number) => void (source.spent += count),
  };
  return source;
}

/** What a reader says about each member, with the content as text: `kind path [-> target] [mode] [content]`. */
export async function membersOf(format: ArchiveFormat, bytes: Uint8Array): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { kind, path, target, mode, content } of readMembers(format, memorySource(bytes))) {
    const parts: string[] = [kind, path];
    if (target !== "") parts.push("->", target);
    if (mode !== undefined) parts.push(mode.toString(8));
    if (kind === "file") parts.push(new TextDecoder().decode(await collect(content)));
    lines.push(parts.join(" "));
  }
  return lines;
}

/** All pieces as one. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece.slice());
  return new Uint8Array(await new Blob(all as BlobPart[]).arrayBuffer());
}
