/** `atmos config set`. Follows config §9.4. */
import { command } from "@/cli/command.ts";
import { EDIT_FLAGS } from "./_edit_flags.ts";

export default command({
  summary: "Set one value in the configuration file",
  description:
    "Only the lines of the value change: comments, blank lines, quotes and line ends stay. The type comes from the setting, else from the value that is there, else from the look of the new one. The file is that of --config or --config-path, else atmos.yaml in the working directory or at the git root.",
  args: {
    path: { summary: "keys with dots, as stacks.included_paths[0]", required: true, complete: "none" },
    value: { summary: "the new value", required: true, complete: "none" },
  },
  flags: EDIT_FLAGS,
  examples: [
    "atmos config set logs.level Debug",
    "atmos config set stacks.included_paths '[orgs/**/*]' --type=yaml",
  ],
  staysHere: true,
  anyVersion: true,
  async run(ctx, { args: { path, value }, flags: { type } }) {
    const { setConfig } = await import("@/features/config/edit.ts");
    const { tellIssues } = await import("@/features/config/tell_issues.ts");
    const { harmless } = await import("@/ui/text.ts");
    const { change, file, path: spelled, isSecret, issues } = await setConfig(ctx, {
      path,
      text: value,
      type,
    });
    tellIssues(ctx, issues);
    const shown = isSecret ? "<MASKED>" : value;
    const verb = change === "created" ? "Created" : "Updated";
    ctx.out.talk(harmless(`${verb} ${spelled} = ${shown} in ${file}`) + "\n");
    return 0;
  },
});
