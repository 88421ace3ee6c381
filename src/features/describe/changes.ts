/** Which files of a project are not as they are on the base side. Follows stacks §13.1, §13.4 (trees without git). */
import type { Context } from "@/base/context.ts";
import { joinPath, relativePath } from "@/base/path.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { type Git, openGit } from "@/io/git/program.ts";

/** Answers about absolute paths of the project as it is now. */
export interface Changes {
  isChanged(file: string): Promise<boolean>;
  /** Whether anything below a directory is changed, new or gone. */
  isChangedBelow(directory: string): Promise<boolean>;
}

/** Of a list that is known. */
export function listedChanges(files: ReadonlySet<string>): Changes {
  const all = [...files];
  return {
    isChanged: (file) => Promise.resolve(files.has(file)),
    isChangedBelow: (directory) => Promise.resolve(all.some((file) => file.startsWith(`${directory}/`))),
  };
}

/** What tools leave behind beside the files that people write. */
const LEFT_BEHIND = /(?:^|\/)(?:\.git|\.terraform|node_modules)(?:\/|$)|\.tfstate(?:\.\w+)*$/;

/** Of two trees, by the content of their files; what git ignores does not count. */
export function contentChanges(
  ctx: Context,
  { top, copy, isRepository }: {
    readonly top: string;
    readonly copy: string;
    readonly isRepository: boolean;
  },
): Changes {
  const known = new Map<string, Promise<boolean>>();
  const ignored = isRepository ? ignoreTest(ctx, top) : () => Promise.resolve(new Set<string>());
  const anyOf = async (paths: readonly string[]) => {
    const tests = await Promise.all(
      paths.map(async (path) => await differs(ctx, top, copy, path) ? [path] : []),
    );
    const found = tests.flat();
    if (found.length === 0) return false;
    const dropped = await ignored(found);
    return found.some((path) => !dropped.has(path));
  };
  const below = async (directory: string) => {
    const path = relativePath(top, directory), sides = [directory, joinPath(copy, path)];
    const names = await Promise.all(sides.map((side) => listFiles(ctx.disk, side)));
    const paths = [...new Set(names.flat())].filter((name) => !LEFT_BEHIND.test(name));
    return await anyOf(paths.map((name) => joinPath(path, name)));
  };
  return {
    isChanged: (file) => anyOf([relativePath(top, file)]),
    isChangedBelow(directory) {
      const found = known.get(directory) ?? below(directory);
      known.set(directory, found);
      return found;
    },
  };
}

async function differs({ disk }: Context, top: string, copy: string, path: string): Promise<boolean> {
  const files = [joinPath(top, path), joinPath(copy, path)];
  const [here, there] = await Promise.all(files.map((file) => disk.stat(file)));
  if (here?.kind !== there?.kind) return true;
  if (here?.kind !== "file" || there === undefined) return false;
  if (here.sizeBytes !== there.sizeBytes) return true;
  const [a, b] = await Promise.all(files.map((file) => disk.readBytes(file)));
  return a === undefined || b === undefined || a.some((byte, index) => byte !== b[index]);
}

/** Of paths below `top` those that git ignores. */
function ignoreTest(ctx: Context, top: string): (paths: readonly string[]) => Promise<ReadonlySet<string>> {
  let git: Promise<Git> | undefined;
  return async (paths) => {
    git ??= openGit(ctx, top, "It tells which files are ignored.");
    const { stdout } = await (await git).try(["check-ignore", "-z", "--stdin"], { stdin: paths.join("\0") });
    return new Set(stdout.split("\0").filter(Boolean));
  };
}
