/** The workflow that a name means. Follows workflows §2.2. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError, UsageError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { namedWorkflowFile, type WorkflowFile, workflowFiles, type WorkflowPlace } from "./manifests.ts";

/** A workflow and its file. */
export interface FoundWorkflow {
  readonly name: string;
  readonly file: WorkflowFile;
  readonly definition: Tree;
}

/** What was typed. */
export interface WorkflowName {
  readonly name: string | undefined;
  readonly file: string | undefined;
}

/** @throws Usage `workflows/no-name`, Lookup `workflows/unknown`, Config `workflows/ambiguous` */
export async function findWorkflow(
  ctx: Context,
  place: WorkflowPlace,
  { name, file }: WorkflowName,
): Promise<FoundWorkflow> {
  if (file) {
    const named = await namedWorkflowFile(ctx, place, file);
    if (!name) throw noName([named]);
    const definition = named.workflows[name];
    if (definition === undefined || !Object.hasOwn(named.workflows, name)) throw notInFile(name, named);
    return { name, file: named, definition };
  }
  const files = await workflowFiles(ctx, place, { warns: true });
  if (!name) throw noName(files);
  const having = files.filter(({ workflows }) => Object.hasOwn(workflows, name)), [first] = having;
  if (first === undefined) throw nowhere(name, files);
  if (having.length > 1) throw ambiguous(name, having);
  return { name, file: first, definition: first.workflows[name] ?? {} };
}

function noName(files: readonly WorkflowFile[]): UsageError {
  const names = files.flatMap(({ name, workflows }) =>
    Object.keys(workflows).map((each) => `  ${name}: ${each}`)
  );
  return new UsageError("workflows/no-name", "workflow name required", {
    explanation: names.length === 0 ? "There are no workflows." : ["There are", ...names].join("\n"),
    hints: ["atmos workflow NAME"],
    exitCode: 1,
  });
}

function notInFile(name: string, { name: file, workflows }: WorkflowFile): LookupError {
  const names = Object.keys(workflows).sort();
  return new LookupError("workflows/unknown", "no workflow found", {
    explanation: [
      `No workflow exists with name \`${name}\`.`,
      `Available workflows in ${file}:`,
      ...names.map((each) => `  • ${each}`),
    ].join("\n"),
    hints: nearestNames(name, names).map((near) => `atmos workflow ${near} -f ${file}`),
  });
}

function nowhere(name: string, files: readonly WorkflowFile[]): LookupError {
  const names = files.flatMap(({ workflows }) => Object.keys(workflows));
  return new LookupError("workflows/unknown", "no workflow found", {
    explanation: `No workflow found with name \`${name}\`.`,
    hints: [
      ...nearestNames(name, names).map((near) => `Did you mean ${near}?`),
      "atmos describe workflows",
    ],
  });
}

function ambiguous(name: string, files: readonly WorkflowFile[]): ConfigError {
  const names = files.map((file) => file.name).sort();
  return new ConfigError("workflows/ambiguous", `Multiple workflow files contain workflow \`${name}\``, {
    explanation: `Matching files: ${names.join(", ")}`,
    hints: [`Name one: atmos workflow ${name} --file ${names[0]}`],
  });
}
