/** Tells whether anything that a build depends on has changed.
 *  Invariant: equal prints mean equal binaries; the environment counts only where it chooses the base. */
import { createHash } from "node:crypto";
import { listFiles, pathOf } from "../checkout.ts";
import type { Stamp } from "./stamp.ts";

/** A hash over the stamp, the Deno that builds, and every file that goes into the binary or makes it. */
export async function inputPrint(stamp: Stamp): Promise<string> {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([stamp, Deno.version.deno, Deno.build.target, Deno.env.get("ATMOS_BUILD_BASE") ?? ""]),
  );
  const folders = await Promise.all(["src", "registry", "scripts/build"].map(listFiles));
  const sources = folders.flat().filter((it) => !it.endsWith("_test.ts"));
  for (const path of ["main.ts", "deno.json", "deno.lock", "scripts/build.ts", ...sources]) {
    hash.update(`\0${path}\0`).update(await Deno.readFile(pathOf(path)));
  }
  return hash.digest("hex");
}
