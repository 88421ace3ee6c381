/** `atmos stack set`. Follows stacks §17. */
import { command } from "@/cli/command.ts";
import { FILE_FLAG, PLACE_FLAGS } from "./_flags.ts";

export default command({
  summary: "Set one value of a component where it is written",
  description:
    "In the manifest that says the value in force, or in the one of --file. Only the lines of the value change. The type comes from the value that is there, else from the look of the new one.",
  args: {
    path: { summary: "keys with dots, as vars.region", required: true, complete: "none" },
    value: { summary: "the new value", required: true, complete: "none" },
  },
  flags: {
    ...PLACE_FLAGS,
    type: {
      type: "string",
      summary: "auto, string, int, bool, float, null, yaml",
      placeholder: "type",
      choices: ["auto", "string", "int", "bool", "float", "null", "yaml"],
      default: "auto",
    },
    ...FILE_FLAG,
  },
  examples: [
    "atmos stack set vars.size 7 -s dev -c vpc",
    "atmos stack set vars.zones '[a, b]' --type yaml -s dev -c vpc --file stacks/dev.yaml",
  ],
  async run(ctx, { args: { path, value }, flags: { type, file, ...place } }) {
    const { instanceOf } = await import("./_flags.ts");
    const { session, instance } = await instanceOf(ctx, place);
    const { setStackValue } = await import("@/features/stacks/edit.ts");
    const edit = await setStackValue(session, instance, { path, text: value, type, file });
    const { tellEdit } = await import("./_tell_edit.ts");
    tellEdit(ctx, edit, `${path} for ${instance.name}`);
    return 0;
  },
});
