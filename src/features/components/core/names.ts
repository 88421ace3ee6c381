/** Names of the files that are written next to a component. Pure. Follows components §1.4, §4.
 *  Invariant: two instances of one stack that share a directory never share a file. */

/** Whose files they are. */
export interface NamedInstance {
  /** Canonical name of the stack. */
  readonly stack: string;
  readonly name: string;
  /** Directory below the base path of the type: `metadata.component`, else the name. */
  readonly directory: string;
}

/** What the names of all its files begin with: `<stack>-[<prefix>-]<instance>`. */
export function fileStem({ stack, name, directory }: NamedInstance): string {
  const [folder, own] = [folderOf(directory), folderOf(name)];
  const last = name.slice(name.lastIndexOf("/") + 1);
  const parts = [stack, folder, own === folder ? "" : own, last];
  return parts.filter((part) => part !== "").join("-").replaceAll("/", "-");
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
