/** `atmos doctor`. Follows toolchain §20, §21. Invariant: works beside any configuration, without home and network. */
import { command } from "@/cli/command.ts";
import { styleOf } from "@/ui/style.ts";
import { diagnosisLines } from "./_lines.ts";

export default command({
  summary: "Look for what keeps tools from working, and say what helps",
  description: "Exit code 1 when something must be fixed.",
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "json for programs",
      choices: ["text", "json"],
      default: "text",
    },
    offline: { type: "boolean", summary: "Ask no network", env: "ATMOS_TOOLCHAIN_OFFLINE" },
  },
  examples: ["atmos doctor", "atmos doctor --offline --format json"],
  staysHere: true,
  async run(ctx, { flags, given }) {
    const { diagnose } = await import("@/features/doctor/diagnose.ts");
    const diagnosis = await diagnose(ctx, { flags, given });
    const { stdoutIsTty } = ctx.term;
    const look = {
      style: styleOf(ctx.flags.color && stdoutIsTty),
      width: stdoutIsTty ? ctx.term.columns() : undefined,
    };
    ctx.out.data(
      flags.format === "json"
        ? JSON.stringify(diagnosis, null, 2) + "\n"
        : diagnosisLines(diagnosis, look).map((line) => `${line}\n`).join(""),
    );
    return diagnosis.ok ? 0 : 1;
  },
});
