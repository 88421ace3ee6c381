/** Fresh folders for tests. Follows house §8.1: no shared directories.
 *  Invariant: the folder is gone when the `await using` block ends, whatever the test left in it. */

/** A folder of the test's own. */
export interface TempFolder extends AsyncDisposable {
  /** Absolute, links resolved, forward slashes. */
  readonly path: string;
}

/** Makes an empty folder; use it as `await using folder = await tempFolder()`. */
export async function tempFolder(): Promise<TempFolder> {
  const path = (await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-test-" }))).replaceAll("\\", "/");
  return {
    path,
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true }).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    },
  };
}

/** Copies a folder with the modes, times and links of its files; `to` must not exist. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory, isSymlink } of Deno.readDir(from)) {
    const [source, copy] = [`${from}/${name}`, `${to}/${name}`];
    if (isDirectory) await copyFolder(source, copy);
    else if (isSymlink) await Deno.symlink(await Deno.readLink(source), copy);
    else {
      await Deno.copyFile(source, copy);
      const { mtime } = await Deno.stat(source);
      if (mtime) await Deno.utime(copy, mtime, mtime);
    }
  }
}

/** Writes files with their parents; keys are relative to `folder`, or absolute when they begin with `/`. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = name.startsWith("/") ? name : `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  }
}
