/** Decides where the members of an unpacked archive go: flat or one-dir. Pure.
 *  Follows toolchain §10.6 and aqua-registry §8 (link). Invariant: every program of the definition appears in `bins`
 *  exactly once, and every target lies inside the version's directory. */
import { LookupError } from "@/base/errors.ts";

/** A member of the unpacked tree; directories are not listed. */
export interface LayoutMember {
  /** Relative to the tree, forward slashes. */
  readonly path: string;
  readonly kind: "file" | "symlink";
  readonly executable: boolean;
}

/** A program that the definition promises. */
export interface LayoutEntry {
  /** The command. */
  readonly name: string;
  /** Where the definition says it is. */
  readonly path: string;
  /** Another name to start it by. */
  readonly link?: string | undefined;
}

/** What to do with the unpacked tree. `from` is relative to the tree, `to` and `path` to the version's directory. */
export interface LayoutPlan {
  readonly layout: "flat" | "onedir";
  /** Flat: the programs' moves. One-dir: the whole tree's one move, `from` is "". */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Symbolic links to make; targets are relative to the link. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Files that must be executable, relative to the version's directory. */
  readonly programs: readonly string[];
  readonly bins: Readonly<Record<string, string>>;
  readonly primary: string;
}

/** Where a one-dir package keeps its tree; the name that the Go program uses. */
export const PACKAGE_DIR = ".pkg";

/**
 * Plans the moves from the unpacked tree to the version's directory.
 * @param members files and links, any order, no duplicates
 * @param entries programs of the definition in its order, at least one
 * @param declared whether the definition lists its files; otherwise the tree is searched for the program
 * @throws Lookup `toolchain/program-not-in-archive` with up to 20 members
 */
export function planLayout(
  members: readonly LayoutMember[],
  entries: readonly LayoutEntry[],
  declared: boolean,
): LayoutPlan {
  const found = entries.map((entry) => ({ ...entry, path: findMember(members, entry, declared) }));
  const paths = new Set(found.map((entry) => entry.path));
  const whole = declared && needsWholeTree(members, paths);
  return whole ? planOneDir(found) : planFlat(found);
}

/** Where a file of the version's directory was in the tree; the other way round than `moves` and `links`. */
export function pathInTree({ moves, links }: Pick<LayoutPlan, "moves" | "links">, path: string): string {
  const file = links.find((link) => link.path === path)?.target ?? path;
  const move = moves.find(({ from, to }) => file === to || from === "" && file.startsWith(`${to}/`));
  return move === undefined || move.from !== "" ? move?.from ?? file : file.slice(move.to.length + 1);
}

type Found = LayoutEntry & { readonly path: string };

function findMember(members: readonly LayoutMember[], entry: LayoutEntry, declared: boolean): string {
  const exact = members.find((member) => member.path === entry.path) ??
    members.find((member) => member.path === `${entry.path}.exe`);
  if (exact) return exact.path;
  const search = declared ? undefined : searchProgram(members, entry.name);
  if (search) return search;
  const listed = members.map((member) => member.path).filter((path) => !isDocument(path)).sort();
  throw new LookupError("toolchain/program-not-in-archive", `the archive has no program "${entry.path}"`, {
    explanation: `Its members: ${listed.slice(0, 20).join(", ") || "none"}${
      listed.length > 20 ? ", …" : ""
    }.`,
    hints: ["Check the files of the definition (atmos toolchain info TOOL), or pin another version."],
  });
}

/** The program where no path is known: by name anywhere, else the only executable file. */
function searchProgram(members: readonly LayoutMember[], name: string): string | undefined {
  const byName = members.filter((member) => [name, `${name}.exe`].includes(baseOf(member.path)));
  const byDepth = byName.sort((a, b) => a.path.split("/").length - b.path.split("/").length);
  if (byDepth[0]) return byDepth[0].path;
  const executables = members.filter((member) => member.executable && !isDocument(member.path));
  return executables.length === 1 ? executables[0]?.path : undefined;
}

/** Whether a program needs what lies around it: it is a link, a lib folder is near, or other files sit beside it. */
function needsWholeTree(members: readonly LayoutMember[], programs: ReadonlySet<string>): boolean {
  for (const program of programs) {
    if (members.some((member) => member.path === program && member.kind === "symlink")) return true;
    const dir = dirOf(program);
    const homes = baseOf(dir) === "bin" ? [dir, dirOf(dir)] : [dir];
    const libraries = homes.flatMap((home) => [inside(home, "lib/"), inside(home, "lib64/")]);
    if (members.some((member) => libraries.some((library) => member.path.startsWith(library)))) return true;
    const beside = members.filter((member) => dirOf(member.path) === dir && !programs.has(member.path));
    if (beside.some((member) => !isDocument(member.path))) return true;
  }
  return false;
}

function planFlat(entries: readonly Found[]): LayoutPlan {
  const homes = new Map<string, string>(), links: { path: string; target: string }[] = [];
  for (const entry of entries) {
    const name = programName(entry), home = homes.get(entry.path);
    if (home === undefined) homes.set(entry.path, name);
    else if (home !== name) links.push({ path: name, target: home });
  }
  const moves = [...homes].map(([from, to]) => ({ from, to }));
  return finish("flat", entries, { moves, links, binOf: programName });
}

function planOneDir(entries: readonly Found[]): LayoutPlan {
  const inTree = (entry: Found) => `${PACKAGE_DIR}/${entry.path}`;
  const links = entries.map((entry) => ({ path: programName(entry), target: inTree(entry) }));
  // A program that finds its siblings by its own path must be started by that path, not through a link.
  const binOf = (entry: Found) =>
    baseOf(entry.path) === programName(entry) ? inTree(entry) : programName(entry);
  return finish("onedir", entries, { moves: [{ from: "", to: PACKAGE_DIR }], links, binOf });
}

function finish(
  layout: "flat" | "onedir",
  entries: readonly Found[],
  plan: Pick<LayoutPlan, "moves" | "links"> & { binOf(entry: Found): string },
): LayoutPlan {
  const names = new Set(plan.moves.map((move) => move.to).concat(plan.links.map((link) => link.path)));
  const extra = entries.flatMap((entry) => {
    const { link } = entry;
    if (link === undefined || names.has(link)) return [];
    names.add(link);
    return [{ path: link, target: plan.binOf(entry) }];
  });
  const programs = layout === "flat"
    ? plan.moves.map((move) => move.to)
    : [...new Set(entries.map((entry) => `${PACKAGE_DIR}/${entry.path}`))];
  return {
    layout,
    moves: plan.moves,
    links: [...plan.links, ...extra],
    programs,
    bins: Object.fromEntries(entries.map((entry) => [entry.name, plan.binOf(entry)])),
    primary: entries[0]?.name ?? "",
  };
}

/** The file name of a command; it keeps the extensions by which Windows and Java know programs. */
function programName(entry: Found): string {
  const extension = /\.(exe|bat|cmd|ps1|jar)$/i.exec(entry.path)?.[0] ?? "";
  return entry.name.toLowerCase().endsWith(extension.toLowerCase()) ? entry.name : entry.name + extension;
}

function isDocument(path: string): boolean {
  return /^(licen[sc]e|readme|notice|changelog|authors)/i.test(baseOf(path)) || /\.(md|txt)$/i.test(path);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function dirOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function inside(dir: string, name: string): string {
  return dir === "" ? name : `${dir}/${name}`;
}
