/** What `list` and `get` show of tools: JSON and plain text for programs, tables for people. Pure.
 *  Follows toolchain §13.9, §13.12. Invariant: keys of the JSON never go away; what is unknown is null or `N/A`. */
import { sizeText } from "@/base/text/size.ts";
import type { ListRow, ToolVersions } from "@/features/toolchain/list.ts";
import type { Style } from "@/ui/style.ts";
import { tableLines } from "@/ui/table.ts";

/** One `owner/repo@version` a line; names that nothing of ours knows belong to other programs and are left out. */
export function listPlain(rows: readonly ListRow[]): string {
  return rows.filter((row) => row.id.includes("/")).map((row) => `${row.id}@${row.version}\n`).join("");
}

/** `{"tools": […]}`. */
export function listJson(rows: readonly ListRow[]): string {
  const tools = rows.map((row) => ({
    registry: row.id,
    alias: row.alias ?? "N/A",
    binary: row.binary,
    version: row.version,
    default: row.isDefault,
    installed: row.installed !== undefined,
    install_date: dateText(row.installedAt),
    size: row.sizeBytes === undefined ? "N/A" : sizeText(row.sizeBytes),
    size_bytes: row.sizeBytes ?? null,
    installed_at: row.installedAt === undefined ? null : new Date(row.installedAt).toISOString(),
    path: row.installed?.bins.get(row.installed.primary) ?? null,
  }));
  return json({ tools });
}

/** A table; a dot marks what is installed, a bright one the default version. */
export function listTable(
  rows: readonly ListRow[],
  look: { readonly style: Style; readonly width?: number | undefined },
): string[] {
  const dot = (row: ListRow) => ({
    text: row.installed ? "●" : " ",
    paint: (text: string) => row.isDefault ? look.style.green(text) : look.style.dim(text),
  });
  return tableLines({
    head: ["", "ALIAS", "REGISTRY", "BINARY", "VERSION", "INSTALL DATE", "SIZE"],
    rows: rows.map((row) => [
      dot(row),
      row.alias ?? "N/A",
      row.id,
      row.binary,
      row.version,
      dateText(row.installedAt),
      row.sizeBytes === undefined ? "N/A" : sizeText(row.sizeBytes),
    ]),
  }, look.width);
}

/** One record for a single tool, a list for all. */
export function versionsJson(tools: readonly ToolVersions[], single: boolean): string {
  const records = tools.map(({ id, defaultVersion, isDefaultInstalled, versions }) => ({
    tool: id,
    version: defaultVersion ?? null,
    installed: isDefaultInstalled,
    default_version: defaultVersion ?? null,
    versions: versions.map((each) => ({ ...each, default: each.version === defaultVersion })),
  }));
  return json(single ? records[0] : records);
}

/** One version a line; with the tool in front when there may be several tools. */
export function versionsPlain(tools: readonly ToolVersions[], single: boolean): string {
  return tools.flatMap(({ id, versions }) =>
    versions.map(({ version }) => `${single ? "" : `${id}@`}${version}\n`)
  ).join("");
}

/** Lines for people: the default is ticked, what is not installed is dim. */
export function versionsLines(tools: readonly ToolVersions[], style: Style): string[] {
  return tools.flatMap((tool) => [
    style.bold(tool.id),
    ...tool.versions.map(({ version, installed }) => {
      const mark = version === tool.defaultVersion ? "✓" : " ";
      return `  ${mark} ${installed ? version : style.dim(`${version} (not installed)`)}`;
    }),
  ]);
}

/** `YYYY-MM-DD HH:MM` in UTC. */
function dateText(at: number | undefined): string {
  return at === undefined ? "N/A" : new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
