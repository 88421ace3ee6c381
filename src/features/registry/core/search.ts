/** Finds packages by a word. Pure. Follows toolchain §13.15. */
import { possibleCommands } from "./commands.ts";
import { packageName, type PackageRecord } from "./record.ts";

/** How well a package fits; higher is better. */
interface Rated {
  readonly record: PackageRecord;
  readonly score: number;
}

/** The packages that fit a word, the best first; equal ones by id. */
export function searchPackages(packages: readonly PackageRecord[], word: string): readonly PackageRecord[] {
  const wanted = word.toLowerCase();
  return packages.map((record): Rated => ({ record, score: scoreOf(record, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(packageName(a.record) ?? "", packageName(b.record) ?? ""))
    .map(({ record }) => record);
}

function scoreOf(record: PackageRecord, wanted: string): number {
  const [owner = "", ...rest] = (packageName(record) ?? "").toLowerCase().split("/");
  const last = rest.at(-1) ?? owner;
  const others = [
    ...(record.aliases ?? []).map(({ name }) => name ?? ""),
    ...possibleCommands(record),
    ...(record.search_words ?? []),
  ].map((text) => text.toLowerCase());
  const id = `${owner}/${rest.join("/")}`;
  return Math.max(
    id === wanted ? 120 : 0,
    rate(last, wanted, { equal: 100, start: 70, part: 50 }),
    ...others.map((text) => rate(text, wanted, { equal: 90, start: 45, part: 30 })),
    rate(owner, wanted, { equal: 40, start: 40, part: 20 }),
    (record.description ?? "").toLowerCase().includes(wanted) ? 10 : 0,
  );
}

function rate(
  text: string,
  wanted: string,
  points: { readonly equal: number; readonly start: number; readonly part: number },
): number {
  if (text === wanted) return points.equal;
  if (text.startsWith(wanted)) return points.start;
  return text.includes(wanted) ? points.part : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
