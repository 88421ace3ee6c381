/** What an `import` of atmos.yaml names. Pure. Follows config §4.2 and trap 19. */
import { isTextMap, textOf, type Texts } from "@/base/schema/reading.ts";

/** An item of the list. */
export interface ImportEntry {
  /** As written. */
  readonly path: string;
  /** Whether nobody minds when it is not there. */
  readonly optional: boolean;
  /** Index in the list; undefined for a single text. */
  readonly index: number | undefined;
}

/** An item that is none. */
export interface BadImport {
  readonly index: number | undefined;
}

/** The items of `import`: one text, or a list of texts and of `{path, optional}`. Empty ones are left out. */
export function importEntries(
  value: Texts,
): { readonly entries: readonly ImportEntry[]; readonly bad: readonly BadImport[] } {
  const entries: ImportEntry[] = [], bad: BadImport[] = [];
  const items = Array.isArray(value) ? value : [value];
  items.forEach((item: Texts, at) => {
    const index = Array.isArray(value) ? at : undefined;
    if (item === null || item === "") return;
    const path = textOf(isTextMap(item) ? item["path"] ?? null : item);
    if (path === undefined) bad.push({ index });
    else if (path !== "") {
      entries.push({ path, optional: isTextMap(item) && isTrue(item["optional"]), index });
    }
  });
  return { entries, bad };
}

function isTrue(value: Texts | undefined): boolean {
  return value !== undefined && /^(true|t|1|yes|on)$/i.test(textOf(value) ?? "");
}

const REMOTE =
  /^(https?:\/\/|git::|git@|ssh:\/\/|s3::|s3:\/\/|gcs::|gcs:\/\/|oci:\/\/|file:\/\/|hg::|scp:\/\/|sftp:\/\/|github\.com\/|bitbucket\.org\/)/;

/** Whether it has to be fetched. */
export function isRemote(path: string): boolean {
  return REMOTE.test(path);
}

/** The order of files below a directory: shallow ones first, then by path. */
export function byDepth(a: string, b: string): number {
  return a.split("/").length - b.split("/").length || (a < b ? -1 : Number(a > b));
}

/** Of `x.yaml` and `x.yml` the former counts. */
export function withoutTwins(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return paths.filter((path) => !path.endsWith(".yml") || !all.has(`${path.slice(0, -4)}.yaml`));
}
