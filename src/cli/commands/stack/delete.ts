/** `atmos stack delete`. Follows stacks §17. */
import { command } from "@/cli/command.ts";
import { FILE_FLAG, PLACE_FLAGS } from "./_flags.ts";

export default command({
  summary: "Delete one value of a component where it is written",
  description: "In the manifest that says the value in force, or in the one of --file.",
  args: { path: { summary: "keys with dots, as vars.region", required: true, complete: "none" } },
  flags: { ...PLACE_FLAGS, ...FILE_FLAG },
  examples: ["atmos stack delete vars.size -s dev -c vpc"],
  aliases: ["del", "unset"],
  async run(ctx, { args: { path }, flags: { file, ...place } }) {
    const { instanceOf } = await import("./_flags.ts");
    const { session, instance } = await instanceOf(ctx, place);
    const { deleteStackValue } = await import("@/features/stacks/edit.ts");
    const edit = await deleteStackValue(session, instance, { path, file });
    const { tellEdit } = await import("./_tell_edit.ts");
    tellEdit(ctx, edit, `${path} for ${instance.name}`);
    return 0;
  },
});
