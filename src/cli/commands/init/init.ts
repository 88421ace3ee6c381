/** `atmos init`. Follows toolchain §4.2, §13.1 and house trap 14.
 *  Invariant: asks only at a terminal, and only what neither flags nor files say. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import type { DetectedFile } from "@/features/init/detect.ts";
import { canAsk } from "@/ui/can_ask.ts";
import { harmless } from "@/ui/text.ts";

export default command({
  summary: "Begin a project in this folder: .tool-versions and atmos.yaml",
  description:
    "Files that are there are kept. A new .tool-versions takes over the plain versions in files of " +
    "other tool managers, unless --tool says what to begin with.",
  flags: {
    tool: { type: "strings", summary: "A tool@version to begin with", placeholder: "tool", complete: "tool" },
  },
  examples: ["atmos init", "atmos init --tool terraform@1.9.8 --tool jq@1.7.1"],
  staysHere: true,
  async run(ctx, { flags }) {
    const { detectTools } = await import("@/features/init/detect.ts");
    const { beginProject } = await import("@/features/init/begin.ts");
    const isOpen = flags.tool.length === 0 && await ctx.disk.stat(`${ctx.cwd}/.tool-versions`) === undefined;
    const detected = isOpen ? await detectTools(ctx) : [];
    const imported = detected.flatMap(({ found }) => found);
    const specs = isOpen && imported.length === 0 ? await askForTools(ctx) : flags.tool;
    const { created, kept, tools } = await beginProject(ctx, { specs, imported });
    const next = tools > 0 ? "atmos toolchain install" : "atmos toolchain install terraform@1.9.8";
    const lines = [
      ...created.map((file) => `Created ${file}`),
      ...kept.map((file) => `Kept ${file}`),
      ...detected.map(detectedText),
      `Next: ${next}`,
    ];
    for (const line of lines) ctx.out.say("info", harmless(line.replaceAll(/\s+/g, " ")));
    return 0;
  },
});

/** The specs that somebody types; none where nobody can be asked. */
async function askForTools(ctx: Context): Promise<readonly string[]> {
  if (!canAsk(ctx)) return [];
  const { askText } = await import("@/io/prompt/prompts.ts");
  const { parseToolSpec } = await import("@/features/toolchain/core/tool_spec.ts");
  const answer = await askText(ctx, {
    message: "Which tools does this project use? NAME@VERSION, or nothing for now",
    placeholder: "terraform@1.9.8 jq@1.7.1",
    fault(text) {
      try {
        wordsOf(text).forEach(parseToolSpec);
        return undefined;
      } catch (error) {
        if (error instanceof AtmosError) return error.title;
        throw error;
      }
    },
  });
  return wordsOf(answer);
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

function detectedText({ file, found, leftOut }: DetectedFile): string {
  const names = found.map(({ name, version }) => `${name} ${version}`);
  const parts = [
    ...names.length > 0 ? [`took over ${names.join(", ")}`] : [],
    ...leftOut.length > 0 ? [`left out ${leftOut.join(", ")}`] : [],
  ];
  return `${file}: ${parts.length > 0 ? parts.join("; ") : "names no tool"}`;
}
