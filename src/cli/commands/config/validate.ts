/** `atmos config validate`, also called `atmos validate config` and `atmos validate schema config`.
 *  Follows config §9.5. Invariant: findings go to stderr, each with its place first, so that editors can jump there. */
import { ConfigError } from "@/base/errors.ts";
import type { Issue } from "@/base/schema/reading.ts";
import { command } from "@/cli/command.ts";

export default command({
  summary: "Check the files of the configuration",
  description:
    "Types of values, words where only some are known, keys that nobody knows, functions. Each file is checked by itself: atmos.yaml with its imports, atmos.d, and the profiles of the project.",
  flags: {
    strict: { type: "boolean", summary: "Take keys that nobody knows as mistakes" },
    exclude: {
      type: "strings",
      summary: "Leave files out, as 'atmos.d/**'; may be given more than once",
      placeholder: "glob",
    },
    affected: { type: "boolean", summary: "Check only files that differ from --base" },
    base: {
      type: "string",
      summary: "Branch, tag or commit for --affected",
      placeholder: "ref",
      default: "refs/remotes/origin/HEAD",
      complete: "none",
    },
  },
  examples: ["atmos config validate --strict", "atmos config validate --affected --base main"],
  anyVersion: true,
  async run(ctx, { flags: { strict, exclude, affected, base } }) {
    const { validateConfig } = await import("@/features/config/validate.ts");
    const { tellIssues } = await import("@/features/config/tell_issues.ts");
    const { files, issues } = await validateConfig(ctx, {
      exclude,
      strict,
      changedSince: affected ? base : undefined,
    });
    const mistakes = issues.filter(({ severity }) => severity === "error");
    tellIssues(ctx, issues.filter(({ severity }) => severity === "warning"));
    if (mistakes.length > 0) throw invalid(mistakes);
    ctx.out.say("info", files.length === 0 ? "There is no file to check" : `✓ Validated ${files.join(", ")}`);
    return 0;
  },
});

function invalid(mistakes: readonly Issue[]): ConfigError {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new ConfigError("config/invalid", `the configuration has ${count}`, {
    cause: mistakes.map(({ code, title, explanation, hints, at }) => {
      const place = [at?.file, at?.line, at?.column].filter((part) => part !== undefined).join(":");
      return new ConfigError(code, place === "" ? title : `${place}: ${title}`, {
        explanation: explanation ?? hints?.join("\n"),
      });
    }),
  });
}
