/** Makes `build/js`: the program as chunks of JavaScript, each command's code in its own. Follows deno §2.5, §2.6, §3.
 *  Invariant: the folder holds nothing but chunks and what `deno compile` needs, all with one modification time. */
import { pathOf, readText } from "../checkout.ts";
import { runDeno } from "./program.ts";
import { modificationTime, type Stamp, stampInto } from "./stamp.ts";

const BUILD_INFO = "src/base/build_info.ts";

/** Bundles `main.ts` into `build/js`, which is emptied before. */
export async function bundle(stamp: Stamp): Promise<void> {
  await Deno.remove(pathOf("build/js"), { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(pathOf("build/js"), { recursive: true });
  await writeImportMap(stamp);
  const args = ["--platform", "deno", "--code-splitting", "--import-map", "build/import_map.json"];
  // Chunks name the cache folder in their comments: one inside the checkout is the same for everybody.
  const env = { DENO_DIR: pathOf(".cache/deno") };
  await runDeno(["bundle", "--quiet", "--minify", ...args, "--outdir", "build/js", "main.ts"], { env });
  await write(HIDDEN_CHUNKS, JSON.stringify(await rewriteChunks()));
  await write("build/js/deno.json", JSON.stringify({ nodeModulesDir: "none", lock: false }));
  // The system's certificates count too; real variables win over these.
  await write("build/js/build.env", "DENO_TLS_CA_STORE=mozilla,system\n");
  const time = modificationTime(stamp);
  for await (const { name } of Deno.readDir(pathOf("build/js"))) {
    await Deno.utime(pathOf(`build/js/${name}`), time, time);
  }
}

/**
 * Takes the import of `node:module` out of the helper that the bundler gives to CommonJS packages.
 * Every chunk imports that helper, and loading Node's layer costs 20 ms of start-up.
 */
export function withoutCreateRequire(chunk: string): string {
  return chunk
    .replace(
      /(?<=^|;)import ?\{ ?createRequire as __deno_internal_createRequire ?\} from "node:module";\n?/m,
      "",
    )
    .replace(
      "__deno_internal_createRequire(import.meta.url)",
      `(id) => process.getBuiltinModule(id.replace(/^node:/, ""))`,
    );
}

/**
 * Makes the imports of a chunk at run time invisible to the runtime's reader of module graphs, which would otherwise
 * read and parse every chunk of the program at each start. `compile` is told of them by name.
 */
export function withHiddenImports(
  chunk: string,
): { readonly chunk: string; readonly hidden: readonly string[] } {
  const hidden: string[] = [];
  const text = chunk.replace(/\bimport\("(\.\/[\w-]+\.js)"\)/g, (_whole, name: string) => {
    hidden.push(name);
    return `import(String("${name}"))`;
  });
  return { chunk: text, hidden };
}

/** Name of the file that tells `compile` which chunks are imported out of sight: a JSON list. */
export const HIDDEN_CHUNKS = "build/hidden_chunks.json";

/** Answers the chunks that are imported out of sight. */
async function rewriteChunks(): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const { name } of Deno.readDir(pathOf("build/js"))) {
    const path = `build/js/${name}`;
    const { chunk, hidden } = withHiddenImports(withoutCreateRequire(await readText(path)));
    if (chunk.includes("__deno_internal_createRequire")) {
      throw new Error(
        `${path}: the bundler writes its CommonJS helper in a new way; mend scripts/build/bundle.ts`,
      );
    }
    for (const each of hidden) found.add(each);
    await write(path, chunk);
  }
  return [...found].sort();
}

/** The import map of deno.json, with the stamped build_info.ts in the place of the one in `src`. */
async function writeImportMap(stamp: Stamp): Promise<void> {
  const { imports } = JSON.parse(await readText("deno.json"));
  await write("build/build_info.ts", stampInto(await readText(BUILD_INFO), stamp));
  const stamped = { "@/base/build_info.ts": "./build_info.ts", [`../${BUILD_INFO}`]: "./build_info.ts" };
  await write(
    "build/import_map.json",
    JSON.stringify({ imports: { ...imports, "@/": "../src/", ...stamped } }),
  );
}

function write(path: string, text: string): Promise<void> {
  return Deno.writeTextFile(pathOf(path), text);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
