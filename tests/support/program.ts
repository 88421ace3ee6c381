/** Programs of the machine that some tests need. Invariant: a test without its program is skipped by its name. */

/** Absolute path of a program on PATH; undefined when there is none. */
export function programOnPath(name: string): string | undefined {
  for (const directory of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${directory}/${name}`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // not there
    }
  }
  return undefined;
}
