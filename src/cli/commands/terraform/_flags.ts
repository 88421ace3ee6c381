/** Flags of the terraform commands. Follows components §7.8. */
import type { FlagSpecs } from "@/cli/command.ts";
import { componentFlags } from "@/cli/component_flags.ts";
import type { TerraformOptions } from "@/features/components/terraform.ts";

/** What every subcommand has. */
export const terraformFlags = {
  ...componentFlags,
  "skip-init": {
    type: "boolean",
    summary: "Run no init in front",
    env: ["ATMOS_SKIP_INIT", "ATMOS_TERRAFORM_SKIP_INIT"],
  },
  "init-pass-vars": { type: "boolean", summary: "Whether init gets the variable file" },
  "init-run-reconfigure": { type: "boolean", summary: "Whether init reconfigures the backend" },
  "auto-generate-backend-file": { type: "boolean", summary: "Whether the backend's file is written" },
  "append-user-agent": {
    type: "string",
    summary: "What is added to the user agent of providers",
    placeholder: "text",
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** What plans have. */
export const planFlags = {
  "skip-planfile": {
    type: "boolean",
    summary: "Keep no plan file",
    env: "ATMOS_TERRAFORM_PLAN_SKIP_PLANFILE",
  },
  "use-mocks": { type: "boolean", summary: "Take mocks instead of real outputs", env: "ATMOS_USE_MOCKS" },
} as const satisfies FlagSpecs;

/** What applies have. */
export const applyFlags = {
  "from-plan": {
    type: "string",
    summary: "Apply the plan that `plan` kept, or the one at --from-plan=PATH",
    placeholder: "path",
    bare: "",
    complete: "file",
  },
  planfile: { type: "string", summary: "Apply this plan", placeholder: "path", complete: "file" },
} as const satisfies FlagSpecs;

/** Flags as they were read, whatever the subcommand has of them. */
export type TerraformInput = Readonly<Record<string, unknown>>;

/** What flags ask of a run; those that nobody gave leave it to atmos.yaml. */
export function terraformOptions(flags: TerraformInput, given: ReadonlySet<string>): TerraformOptions {
  const told = (name: string) =>
    given.has(name) && typeof flags[name] === "boolean" ? flags[name] : undefined;
  const text = (name: string) => given.has(name) ? String(flags[name]) : undefined;
  return {
    skipInit: flags["skip-init"] === true,
    fromPlan: text("planfile") ?? text("from-plan"),
    skipPlanFile: told("skip-planfile"),
    deployRunInit: told("deploy-run-init"),
    initRunReconfigure: told("init-run-reconfigure"),
    initPassVars: told("init-pass-vars"),
    autoGenerateBackendFile: told("auto-generate-backend-file"),
    appendUserAgent: text("append-user-agent"),
  };
}
