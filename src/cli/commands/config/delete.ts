/** `atmos config delete`. Follows config §9.4. */
import { command } from "@/cli/command.ts";

export default command({
  summary: "Delete one value from the configuration file",
  description:
    "With everything below it. Nothing else in the file changes; that there is nothing is no mistake.",
  args: {
    path: { summary: "keys with dots, as stacks.included_paths[0]", required: true, complete: "none" },
  },
  examples: ["atmos config delete logs.file"],
  aliases: ["del", "unset"],
  staysHere: true,
  anyVersion: true,
  async run(ctx, { args: { path } }) {
    const { deleteConfig } = await import("@/features/config/edit.ts");
    const { harmless } = await import("@/ui/text.ts");
    const { change, file, path: spelled } = await deleteConfig(ctx, path);
    const done = change === "none"
      ? `Nothing to delete: ${spelled} is not in ${file}`
      : `Deleted ${spelled} from ${file}`;
    ctx.out.talk(harmless(done) + "\n");
    return 0;
  },
});
