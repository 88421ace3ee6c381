/** `atmos version list`. Follows toolchain §17.7. */
import { command } from "@/cli/command.ts";
import { styleOf } from "@/ui/style.ts";
import { checkPage } from "./_page.ts";
import { releaseTable } from "./_texts.ts";

export default command({
  summary: "List the releases that `use` can name",
  flags: {
    limit: { type: "number", summary: "How many, 1 to 100", default: 10 },
    offset: { type: "number", summary: "How many of the newest to leave out", default: 0 },
    since: { type: "string", summary: "None before this day", placeholder: "YYYY-MM-DD" },
    "include-prereleases": { type: "boolean", summary: "Prereleases too" },
    installed: { type: "boolean", summary: "What is installed instead; asks no network" },
    format: {
      type: "string",
      summary: "json and yaml for programs",
      choices: ["table", "json", "yaml"],
      default: "table",
    },
  },
  examples: ["atmos version list", "atmos version list --since 2026-01-01 --format json"],
  anyVersion: true,
  async run(ctx, { flags }) {
    const page = checkPage(flags);
    const { installedRows, openReleaseSource, releaseRows } = await import("@/features/self/releases.ts");
    const source = await openReleaseSource(ctx);
    const rows = flags.installed
      ? (await installedRows(ctx, source)).slice(page.offset, page.offset + page.limit)
      : await releaseRows(ctx, source, page);
    if (flags.format === "json") ctx.out.data(JSON.stringify(rows, null, 2) + "\n");
    else if (flags.format === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(rows));
    } else if (rows.length === 0) {
      const what = flags.installed ? "is installed" : "fits";
      ctx.out.say("info", `No release of ${source.id} ${what}`);
    } else {
      const { stdoutIsTty } = ctx.term;
      const look = {
        style: styleOf(ctx.flags.color && stdoutIsTty),
        width: stdoutIsTty ? ctx.term.columns() : undefined,
      };
      ctx.out.data(releaseTable(rows, look).map((line) => `${line}\n`).join(""));
    }
    return 0;
  },
});
