/** Reads which file imports which, as the runtime itself resolves it. Follows house Trap 12.
 *  Invariant: type imports and `import()` are edges too. */
import { listFiles, ROOT } from "./checkout.ts";

/** One import of a file of ours. */
export interface Edge {
  readonly from: string;
  /** A path of the checkout, or `npm:name`, `node:name`, or the specifier when it could not be resolved. */
  readonly to: string;
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
}

/** Files and their imports; paths relative to the checkout, sorted. */
export interface ImportGraph {
  readonly files: readonly string[];
  readonly edges: readonly Edge[];
}

interface Resolved {
  readonly specifier?: string;
}

interface Dependency {
  readonly specifier: string;
  readonly code?: Resolved;
  readonly type?: Resolved;
  readonly isDynamic?: boolean;
}

interface DenoInfo {
  readonly modules: readonly { readonly specifier: string; readonly dependencies?: readonly Dependency[] }[];
}

/** Reads the graph of every TypeScript file of the checkout, tests and scripts included. */
export async function readImportGraph(): Promise<ImportGraph> {
  return await graphOf((await listFiles("")).filter((it) => it.endsWith(".ts")));
}

/** Reads the imports of the given files of the checkout. */
export async function graphOf(files: readonly string[]): Promise<ImportGraph> {
  const info = await denoInfo(files);
  const known = new Set(files);
  const edges = info.modules.flatMap(({ specifier, dependencies = [] }) => {
    const from = pathOf(specifier);
    return known.has(from) ? dependencies.map((it) => edgeOf(from, it)) : [];
  });
  return { files, edges: edges.sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)) };
}

/** The part of the graph that becomes the program: what `src` holds apart from tests, and its imports. */
export function productPart({ files, edges }: ImportGraph): ImportGraph {
  const isProduct = (path: string) => path.startsWith("src/") && !path.endsWith("_test.ts");
  return { files: files.filter(isProduct), edges: edges.filter((it) => isProduct(it.from)) };
}

async function denoInfo(files: readonly string[]): Promise<DenoInfo> {
  // One root that imports them all: `deno info` takes a single file, and reads this one from disk.
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      files.map((it) => `import ${JSON.stringify(new URL(it, ROOT).href)};\n`).join(""),
    );
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--no-npm", "--no-lock", "--config", "deno.json", entry],
      cwd: ROOT,
    }).output();
    if (!success) throw new Error(`deno info failed: ${new TextDecoder().decode(stderr)}`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(entry);
  }
}

function edgeOf(from: string, { specifier, code, type, isDynamic = false }: Dependency): Edge {
  const resolved = code?.specifier ?? type?.specifier ?? specifier;
  return { from, to: pathOf(resolved), isTypeOnly: code === undefined, isDynamic };
}

function pathOf(specifier: string): string {
  if (specifier.startsWith(ROOT.href)) return specifier.slice(ROOT.href.length);
  return specifier.replace(/^npm:\/?((@[^/]+\/)?[^@/]+).*/, "npm:$1");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
