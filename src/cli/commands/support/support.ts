/** `atmos support`. Follows config §9.6. Invariant: works beside any configuration, without a home and a network. */
import { command } from "@/cli/command.ts";
import { reportLines } from "./_lines.ts";

export default command({
  summary: "Print the facts that a report of a mistake needs; no secrets",
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "json for programs",
      choices: ["text", "json"],
      default: "text",
    },
  },
  examples: ["atmos support", "atmos support --format json"],
  staysHere: true,
  async run(ctx, { flags }) {
    const { supportReport } = await import("@/features/support/report.ts");
    const report = await supportReport(ctx);
    ctx.out.data(
      flags.format === "json"
        ? JSON.stringify(report, null, 2) + "\n"
        : reportLines(report).map((line) => `${line}\n`).join(""),
    );
    return 0;
  },
});
