/** Where recorded data for tests is. Follows house §8.1.
 *  Invariant: a checkout without it skips by name; where `ATMOS_TESTS_STRICT=1` that is a failure. */
import { isThere } from "../../scripts/checkout.ts";
import { fileURLToPath } from "node:url";

/**
 * The folder with recorded data: `ATMOS_TEST_DATA`, else `../shared/data` beside the checkout.
 * @param path of what is needed below it; undefined = the folder itself
 * @returns the absolute path; undefined, after saying so, when nothing is there
 */
export async function testData(path?: string): Promise<string | undefined> {
  const root = Deno.env.get("ATMOS_TEST_DATA") ||
    fileURLToPath(new URL("../../../shared/data", import.meta.url));
  const wanted = path === undefined ? root : `${root}/${path}`;
  if (await isThere(wanted)) return wanted;
  const message = `skipped: no test data at ${wanted} (set ATMOS_TEST_DATA)`;
  if (Deno.env.get("ATMOS_TESTS_STRICT") === "1") throw new Error(message);
  console.log(message);
  return undefined;
}

/** Members of a folder, in no order. */
export async function readDir(folder: string | URL): Promise<readonly Deno.DirEntry[]> {
  return await Array.fromAsync(Deno.readDir(folder));
}

/** Text of a file; one that ends in `.gz` is unpacked. */
export async function readData(path: string): Promise<string> {
  const file = await Deno.open(path);
  const bytes = path.endsWith(".gz")
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  return await new Response(bytes).text();
}
