/** `type: log`: a line of the log. Follows workflows §11.3. */
import { isTree } from "@/features/stacks/core/merge.ts";
import type { StepHandler } from "../step_call.ts";

const LEVELS = { trace: "trace", debug: "debug", info: "info", warn: "warning", error: "error" } as const;

const log: StepHandler = (call) => {
  const { ctx, step: { fields } } = call, content = call.required("content");
  const word = call.text("level") ?? "info";
  const level = Object.entries(LEVELS).find(([name]) => name === word)?.[1] ?? "info";
  const listed = isTree(fields["fields"]) ? Object.entries(fields["fields"]) : [];
  const shown = listed.map(([key, value]) =>
    ` ${key}=${String(call.rendered(String(value), `fields.${key}`))}`
  );
  // What is not asked for by name is talk of the program: by default nobody sees it.
  if (level !== "info" || ["Info", "Debug", "Trace"].includes(ctx.env["ATMOS_LOGS_LEVEL"] ?? "Info")) {
    ctx.out.say(
      level,
      `${level === "info" ? "INFO " : level === "warning" ? "WARN " : ""}${content}${shown.join("")}`,
    );
  }
  return Promise.resolve({ code: 0, value: content });
};

export default log;
