/** `atmos init`. Follows toolchain §4.2, §13.1 and house trap 14. Invariant: asks only at a terminal, and never for what
 *  flags said. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { isCi } from "@/ui/style.ts";
import type { DetectedFile } from "@/features/init/detect.ts";

export default command({
  summary: "Begin a project in this folder: .tool-versions and atmos.yaml",
  description: "Files that are there are kept. Without --tool the plain versions in files of other tool " +
    "managers are taken over.",
  flags: {
    tool: { type: "strings", summary: "A tool@version to begin with", placeholder: "tool", complete: "tool" },
  },
  examples: ["atmos init", "atmos init --tool terraform@1.9.8 --tool jq@1.7.1"],
  staysHere: true,
  async run(ctx, { flags }) {
    const { detectTools } = await import("@/features/init/detect.ts");
    const { beginProject } = await import("@/features/init/begin.ts");
    const detected = flags.tool.length > 0 || await isThere(ctx) ? [] : await detectTools(ctx);
    const first = detected.find(({ found }) => found.length > 0);
    const asked = flags.tool.length > 0 || await isThere(ctx) ? undefined : await askForTools(ctx, first);
    const { created, kept, tools } = await beginProject(ctx, {
      specs: asked ?? flags.tool,
      imported: asked === undefined ? first?.found ?? [] : [],
    });
    for (const file of created) ctx.out.say("info", `Created ${file}`);
    for (const file of kept) ctx.out.say("info", `Kept ${file}`);
    for (const each of detected) {
      ctx.out.say("info", detectedText(each, asked === undefined && each === first));
    }
    ctx.out.say(
      "info",
      `Next: ${tools > 0 ? "atmos toolchain install" : "atmos toolchain install terraform@1.9.8"}`,
    );
    return 0;
  },
});

function isThere(ctx: Context): Promise<boolean> {
  return ctx.disk.stat(`${ctx.cwd}/.tool-versions`).then((info) => info !== undefined);
}

/** The specs that somebody typed; undefined where nobody can be asked. */
async function askForTools(
  ctx: Context,
  first: DetectedFile | undefined,
): Promise<readonly string[] | undefined> {
  const { stdinIsTty, stderrIsTty } = ctx.term;
  if (!stdinIsTty || !stderrIsTty || isCi(ctx.env)) return undefined;
  const { askText } = await import("@/io/host/prompts.ts");
  const { parseToolSpec } = await import("@/features/toolchain/core/tool_spec.ts");
  const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");
  const check = (text: string) => {
    try {
      wordsOf(text).forEach(parseToolSpec);
    } catch (error) {
      if (error instanceof AtmosError) return error.title;
      throw error;
    }
  };
  const answer = await askText("Which tools does this project use? NAME@VERSION, or nothing for now", {
    placeholder: "terraform@1.9.8 jq@1.7.1",
    ...first ? { initial: first.found.map(({ name, version }) => `${name}@${version}`).join(" ") } : {},
    check,
  });
  return wordsOf(answer);
}

function detectedText({ file, found, leftOut }: DetectedFile, isTaken: boolean): string {
  const names = found.map(({ name, version }) => `${name} ${version}`).join(", ");
  const parts = [
    ...isTaken && names !== "" ? [`took over ${names}`] : [],
    ...!isTaken && names !== "" ? [`names ${names}, not taken over`] : [],
    ...leftOut.length > 0 ? [`left out ${leftOut.join(", ")}`] : [],
  ];
  return `${file}: ${parts.length > 0 ? parts.join("; ") : "names no tool"}`;
}
