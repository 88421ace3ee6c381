/** `atmos profile show`. Follows config §5.1. */
import { command } from "@/cli/command.ts";
import { checkFormat, jsonOf, showLines, yamlOf } from "./_texts.ts";

const FORMATS = ["text", "json", "yaml"];

export default command({
  summary: "Print what is known about a profile",
  args: { "profile-name": { summary: "a profile", required: true, complete: "profile" } },
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "text, json or yaml",
      placeholder: "format",
      default: "text",
      complete: FORMATS,
    },
  },
  examples: ["atmos profile show dev", "atmos profile show dev --format yaml"],
  async run(ctx, { args, flags: { format } }) {
    checkFormat(format, FORMATS);
    const { showProfile } = await import("@/features/config/profile_list.ts");
    const profile = await showProfile(ctx, args["profile-name"]);
    if (format === "json") ctx.out.data(JSON.stringify(jsonOf(profile), null, 2) + "\n");
    else if (format === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(yamlOf(profile)));
    } else ctx.out.data(showLines(profile, ctx.cwd).map((line) => `${line}\n`).join(""));
    return 0;
  },
});
