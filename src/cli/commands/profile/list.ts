/** `atmos profile list`. Follows config §5.1. */
import { command } from "@/cli/command.ts";
import { checkFormat, jsonOf, listLines, yamlOf } from "./_texts.ts";

const FORMATS = ["table", "json", "yaml"];

export default command({
  summary: "List the profiles and where they are",
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "table, json or yaml",
      placeholder: "format",
      default: "table",
      complete: FORMATS,
    },
  },
  examples: ["atmos profile list", "atmos profile list --format json"],
  async run(ctx, { flags: { format } }) {
    checkFormat(format, FORMATS);
    const { listProfiles } = await import("@/features/config/profile_list.ts");
    const profiles = await listProfiles(ctx, (text) => ctx.out.say("warning", text));
    if (format === "json") ctx.out.data(JSON.stringify(profiles.map(jsonOf), null, 2) + "\n");
    else if (format === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(profiles.map(yamlOf)));
    } else {
      const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
      ctx.out.data(listLines(profiles, ctx.cwd, width).map((line) => `${line}\n`).join(""));
    }
    return 0;
  },
});
