/** What is written down about the shims of an install root: `.atmos-proxies.json`. Pure. Follows toolchain §16.
 *  Invariant: an install root serves many projects, so a shim stays as long as one of them wants it. */

/** What one project wants. */
export interface ProjectProxies {
  /** Sorted; all of them, wherever they come from. */
  readonly names: readonly string[];
  /** Those that somebody asked for by name. */
  readonly asked: readonly string[];
  /** Whether the programs of the versions file have shims too. */
  readonly all: boolean;
}

/** The file. */
export interface ProxyRecord {
  /** Path of the program that the shims ask; empty when there are none. */
  readonly program: string;
  /** By root directory. */
  readonly projects: Readonly<Record<string, ProjectProxies>>;
}

/** Name of the file. */
export const RECORD_FILE = ".atmos-proxies.json";

/** What a project wants that nobody wrote down yet. */
export const NO_PROXIES: ProjectProxies = { names: [], asked: [], all: false };

/** Reads the file; what makes no sense names nothing. */
export function parseRecord(text: string | undefined): ProxyRecord {
  const value = asMap(parseJson(text));
  const projects = Object.entries(asMap(value["projects"])).map(([root, entry]) => {
    const { names, asked, all } = asMap(entry);
    return [root, { names: texts(names), asked: texts(asked), all: all === true }] as const;
  });
  return {
    program: typeof value["program"] === "string" ? value["program"] : "",
    projects: Object.fromEntries(projects),
  };
}

/** Renders the file, roots in order. */
export function renderRecord({ program, projects }: ProxyRecord): string {
  const sorted = Object.entries(projects).sort(([a], [b]) => a < b ? -1 : 1);
  return `${JSON.stringify({ version: 1, program, projects: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** What a project wants. */
export function projectIn({ projects }: ProxyRecord, root: string): ProjectProxies {
  return Object.hasOwn(projects, root) ? projects[root] ?? NO_PROXIES : NO_PROXIES;
}

/** The record with what a project wants now; a project that wants nothing has no entry. */
export function withProject(record: ProxyRecord, root: string, project: ProjectProxies): ProxyRecord {
  const others = Object.entries(record.projects).filter(([other]) => other !== root);
  const isEmpty = project.names.length === 0 && !project.all;
  return { ...record, projects: Object.fromEntries(isEmpty ? others : [...others, [root, project]]) };
}

/** Every name that some project wants. */
export function namesIn({ projects }: ProxyRecord): ReadonlySet<string> {
  return new Set(Object.values(projects).flatMap(({ names }) => names));
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
