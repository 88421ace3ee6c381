/** The support report for people: one block a section, to be pasted as it is. Pure. Follows config §9.6. */
import type { Fact, SupportReport } from "@/features/support/report.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless, padText } from "@/ui/text.ts";

/** Lines of the report; a section without content says so. */
export function reportLines(report: SupportReport): readonly string[] {
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ["Program", factLines(report.program)],
    ["Platform", factLines(report.platform)],
    ["Terminal", factLines(report.terminal)],
    ["Problems", report.problems],
    ["Paths", table(report.paths.map(({ what, path, found }) => [what, path, found]))],
    [
      "Registries",
      table(report.registries.map((row) => [row.name, row.type, row.source, row.ref, `${row.priority}`])),
    ],
    ["Tools", table(report.tools.map((row) => [row.tool, row.version, toolState(row)]))],
    ["Tokens", table(report.tokens.map(({ source, set }) => [source, set ? "set" : "not set"]))],
    ["Network", factLines(report.network)],
    ["Variables", report.variables],
  ];
  return sections.flatMap(([title, lines], index) => [
    ...index > 0 ? [""] : [],
    title,
    ...(lines.length > 0 ? lines : ["none"]).map((line) => `  ${harmless(line)}`),
  ]);
}

function toolState(tool: SupportReport["tools"][number]): string {
  if (!tool.configured) return "installed";
  return tool.installed ? "configured, installed" : "configured";
}

function factLines(facts: Readonly<Record<string, Fact>>): readonly string[] {
  const width = Math.max(0, ...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts).map(([name, value]) => `${padText(name, width)}  ${value ?? "unknown"}`);
}

/** A table without its head. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  return tableLines({ head: (rows[0] ?? []).map(() => ""), rows }).slice(1);
}
