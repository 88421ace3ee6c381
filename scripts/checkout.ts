/** Where the checkout is and what is in it. Invariant: paths are relative to the checkout, with forward slashes. */

import { fileURLToPath } from "node:url";

/** The folder that holds deno.json, with a final slash. */
export const ROOT = new URL("../", import.meta.url);

/** The system's own path of something in the checkout. */
export function pathOf(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

const NOT_OURS = new Set([".git", ".cache", "build", "dist", "node_modules", "deno.lock"]);

/** Lists every file that is ours under a folder of the checkout ("" = all of it), sorted; none when it is missing. */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readDir(folder)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (folder === "" && NOT_OURS.has(entry.name)) continue;
    if (entry.isDirectory) files.push(...await listFiles(path));
    else if (entry.isFile) files.push(path);
  }
  return files.sort();
}

/** Reads a text file of the checkout. */
export function readText(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** Whether something is at a path of the system. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function readDir(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(new URL(folder, ROOT)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
