/** `atmos validate schema`. Follows stacks §16.3. */
import { command } from "@/cli/command.ts";
import { invalid } from "../validate/_findings.ts";

export default command({
  summary: "Check files with the schemas of atmos.yaml, and atmos.yaml itself",
  description: "Entries of schemas have a schema (path, address or JSON) and matches (patterns of files).",
  args: { key: { summary: "entry of schemas; all unless given", complete: "none" } },
  examples: ["atmos validate schema", "atmos validate schema teams"],
  async run(ctx, { args: { key } }) {
    const { checkSchemas } = await import("./_check.ts");
    const count = await checkSchemas(ctx, key);
    if (count > 0) throw invalid("files do not fit their schemas", count);
    ctx.out.talk("✓ All schemas validated successfully\n");
    return 0;
  },
});
