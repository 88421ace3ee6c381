/** What `info` shows to people. Pure. Follows toolchain §13.11. */
import type { ToolInfo } from "@/features/toolchain/info.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";

/** Lines; a table of releases is cut to the width. */
export function infoLines(info: ToolInfo, width: number | undefined): readonly string[] {
  const { type, repo_owner, repo_name, description, asset, version } = info.facts;
  const lines = [
    `${info.id} (registry: ${info.registry})`,
    ...description ? [`  ${description}`] : [],
    `  Type: ${type}`,
    `  Repository: https://github.com/${repo_owner}/${repo_name}`,
    ...version === undefined ? [] : [`  Download of ${version}: ${asset ?? "none"}`],
    ...installedLines(info),
    ...availableLines(info, width),
    `💡 Install it: atmos toolchain install ${info.id}@${version ?? "VERSION"}`,
  ];
  return lines.map(harmless);
}

function installedLines({ installed }: ToolInfo): readonly string[] {
  if (installed.length === 0) return ["  No versions installed"];
  return ["  Installed Versions:", ...installed.map((version) => `    ${version}`)];
}

function availableLines({ available }: ToolInfo, width: number | undefined): readonly string[] {
  if (available === undefined || available.length === 0) return [];
  const rows = available.map((
    { version, publishedAt, title },
  ) => [version, publishedAt?.slice(0, 10) ?? "", title]);
  const table = tableLines({ head: ["VERSION", "DATE", "TITLE"], rows }, width && width - 4);
  return [`  Available Versions (latest ${available.length}):`, ...table.map((line) => `    ${line}`)];
}
