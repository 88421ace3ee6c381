/** `atmos config get`. Follows config §9.2. */
import { LookupError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";

export default command({
  summary: "Print one value of the configuration in force",
  description:
    "Defaults, profiles, variables and derived paths included. Texts are printed as they are, maps and lists as YAML.",
  args: { path: { summary: "keys with dots, as stacks.included_paths[0]", required: true } },
  flags: {
    default: { type: "string", summary: "What to print when there is no such value", placeholder: "value" },
  },
  examples: ["atmos config get logs.level", "atmos config get 'env.\"MY.NAME\"' --default none"],
  async run(ctx, { args: { path }, flags, given }) {
    const { parseKeyPath, valueAt } = await import("@/features/config/core/key_path.ts");
    const keys = parseKeyPath(path);
    const { loadWhole } = await import("@/features/config/whole.ts");
    const { tellIssues } = await import("@/features/config/tell_issues.ts");
    const { described, issues } = await loadWhole(ctx, ctx.flags.typed ?? {});
    tellIssues(ctx, issues);
    const found = valueAt(described, keys);
    const value = found === undefined && given.has("default") ? flags.default : found;
    if (value === undefined) {
      throw new LookupError("config/no-such-path", `YAML path not found: ${path}`, {
        hints: ["atmos describe config"],
      });
    }
    const { bareText } = await import("./_bare_text.ts");
    ctx.out.data(bareText(value));
    return 0;
  },
});
