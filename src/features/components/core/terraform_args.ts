/** Arguments of terraform. Pure. Follows components §7.3.
 *  Invariants: a plan file is the last word; a saved plan never meets variables. */

/** One call. */
export interface TerraformCall {
  /** With its operation: `workspace select`. */
  readonly subcommand: string;
  /** Words for terraform, as typed. */
  readonly native: readonly string[];
  readonly files: { readonly variables: string; readonly test: string; readonly plan: string };
  /** The plan to apply. */
  readonly plan: string | undefined;
  readonly workspace: string;
  readonly autoApprove: boolean;
  readonly skipPlanFile: boolean;
}

const WITH_VARIABLES = ["destroy", "import", "refresh", "console"];

/** The words after the program. */
export function terraformArgs(call: TerraformCall): readonly string[] {
  const { subcommand, native, files } = call;
  const file = ["-var-file", files.variables];
  switch (subcommand) {
    case "plan":
      return ["plan", ...file, ...(isPlanKept(call) ? ["-out", files.plan] : []), ...native];
    case "apply":
    case "deploy":
      return applyArgs(call);
    case "test":
      return ["test", ...file, "-var-file", files.test, ...native];
    case "workspace select":
    case "workspace new":
    case "workspace delete":
      return [...subcommand.split(" "), call.workspace, ...native];
    default:
      return [...subcommand.split(" "), ...(WITH_VARIABLES.includes(subcommand) ? file : []), ...native];
  }
}

function isPlanKept({ native, skipPlanFile }: TerraformCall): boolean {
  return !skipPlanFile && !native.some((word) => word === "-out" || word.startsWith("-out="));
}

function applyArgs(call: TerraformCall): readonly string[] {
  const { native, files, plan, subcommand, autoApprove } = call;
  if (plan !== undefined) return ["apply", ...native, plan];
  const approve = (subcommand === "deploy" || autoApprove) && !isApproved(native) ? ["-auto-approve"] : [];
  return ["apply", "-var-file", files.variables, ...approve, ...native];
}

/** Whether terraform is told to ask nothing. */
export function isApproved(native: readonly string[]): boolean {
  return native.some((word) => /^-auto-approve(?:=|$)/.test(word));
}
