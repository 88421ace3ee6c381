/** `atmos validate stacks`, also called `atmos stack validate`. Follows stacks §16.1. */
import { command } from "@/cli/command.ts";
import { formatFlag, invalid } from "./_findings.ts";

export default command({
  summary: "Check the manifests of all stacks",
  description:
    "Every stack is put together, components that several manifests define are compared, and every file below the stacks directory is checked with a schema. Keys that nobody knows are warnings.",
  flags: {
    "schemas-atmos-manifest": {
      type: "string",
      summary: "JSON Schema of manifests in the place of the one inside of atmos",
      placeholder: "path or address",
      env: "ATMOS_SCHEMAS_ATMOS_MANIFEST",
      complete: "file",
    },
    strict: { type: "boolean", summary: "Take keys that nobody knows as mistakes" },
    format: formatFlag,
    exclude: {
      type: "strings",
      summary: "Leave files out, as 'stacks/old/**'; may be given more than once",
      placeholder: "glob",
    },
    affected: {
      type: "boolean",
      summary: "Check only if a manifest or the configuration differs from --base",
    },
    base: {
      type: "string",
      summary: "Branch, tag or commit for --affected",
      placeholder: "ref",
      default: "refs/remotes/origin/HEAD",
      complete: "none",
    },
  },
  examples: ["atmos validate stacks", "atmos validate stacks --affected --base main --format rich"],
  async run(ctx, { flags: { strict, exclude, affected, base, format, ...flags } }) {
    const { checkStacks } = await import("./_stacks.ts");
    const count = await checkStacks(ctx, {
      schema: flags["schemas-atmos-manifest"] ?? "",
      exclude,
      strict,
      changedSince: affected ? base : undefined,
      format,
    });
    if (count !== undefined && count > 0) throw invalid("the manifests are not valid", count);
    return 0;
  },
});
