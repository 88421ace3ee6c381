/** `atmos validate editorconfig`. Follows stacks §16.3. */
import { command } from "@/cli/command.ts";
import { invalid } from "./_findings.ts";

export default command({
  summary: "Check files with the rules of .editorconfig",
  description:
    "Indentation, line ends, blanks at line ends, long lines; files that git ignores are left out.",
  examples: ["atmos validate editorconfig"],
  async run(ctx) {
    const { checkEditorconfig } = await import("./_editorconfig.ts");
    const count = await checkEditorconfig(ctx);
    if (count !== undefined && count > 0) throw invalid("files do not follow .editorconfig", count);
    ctx.out.talk(
      count === undefined ? "There is no .editorconfig to check\n" : "✓ All files follow .editorconfig\n",
    );
    return 0;
  },
});
