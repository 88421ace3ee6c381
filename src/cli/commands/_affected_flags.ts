/** What `describe affected` and `list affected` share: with what to compare, and what counts. Follows stacks §13.1, §13.2. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import type { AffectedQuestion } from "@/features/describe/affected.ts";
import type { BaseQuestion } from "@/features/describe/base_side.ts";

/** The other side. */
export const baseFlags = {
  base: {
    type: "string",
    summary: "Branch, tag or commit to compare with; none: the default branch of origin",
    placeholder: "commit",
    env: "ATMOS_BASE",
    complete: "none",
  },
  ref: {
    type: "string",
    summary: "Deprecated: use --base",
    placeholder: "reference",
    hidden: true,
    complete: "none",
  },
  sha: {
    type: "string",
    summary: "Deprecated: use --base",
    placeholder: "commit",
    hidden: true,
    complete: "none",
  },
  "repo-path": {
    type: "string",
    summary: "Compare with this copy of the repository",
    placeholder: "directory",
    complete: "directory",
  },
  "clone-target-ref": { type: "boolean", summary: "Clone origin to find the commit there" },
  "ssh-key": {
    type: "string",
    summary: "Private key for cloning",
    placeholder: "file",
    env: "ATMOS_SSH_KEY",
    complete: "file",
  },
  "ssh-key-password": {
    type: "string",
    summary: "Password of that key; better as the variable",
    placeholder: "password",
    env: "ATMOS_SSH_KEY_PASSWORD",
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** What is looked for. */
export const affectedFlags = {
  stack: {
    type: "string",
    short: "s",
    summary: "Only this stack, by name or file",
    placeholder: "stack",
    env: "ATMOS_STACK",
    complete: "stack",
  },
  "include-dependents": { type: "boolean", summary: "Also what depends on what is affected" },
  "include-settings": { type: "boolean", summary: "With the settings of each component" },
  "include-spacelift-admin-stacks": {
    type: "boolean",
    summary: "Also the Spacelift components that manage what is affected",
  },
  "exclude-locked": { type: "boolean", summary: "Without locked components" },
} as const satisfies FlagSpecs;

/** The flags as they were given. */
export interface AffectedInput {
  readonly base: string | undefined;
  readonly ref: string | undefined;
  readonly sha: string | undefined;
  readonly "repo-path": string | undefined;
  readonly "clone-target-ref": boolean;
  readonly "ssh-key": string | undefined;
  readonly "ssh-key-password": string | undefined;
  readonly stack: string | undefined;
  readonly "include-dependents": boolean;
  readonly "include-settings": boolean;
  readonly "include-spacelift-admin-stacks": boolean;
  readonly "exclude-locked": boolean;
}

const NOT_WITH_COPY = ["base", "ref", "sha", "ssh-key", "ssh-key-password", "clone-target-ref"] as const;

/** With what to compare. Tells what is deprecated. @throws Usage `affected/conflict` (exit 1) */
export function baseQuestion(ctx: Context, flags: AffectedInput, given: ReadonlySet<string>): BaseQuestion {
  const conflict = NOT_WITH_COPY.find((name) => given.has(name) && flags[name]);
  if (flags["repo-path"] && conflict !== undefined) {
    throw new UsageError("affected/conflict", `--repo-path and --${conflict} exclude each other`, {
      explanation: "A copy is compared as it is.",
      hints: ["atmos describe affected --repo-path DIRECTORY", "atmos describe affected --base main"],
      exitCode: 1,
    });
  }
  for (const name of ["ref", "sha"] as const) {
    if (flags[name]) ctx.out.say("warning", `--${name} is deprecated, use --base`);
  }
  const key = flags["ssh-key"], password = flags["ssh-key-password"];
  if (password) ctx.out.secret(password);
  return {
    commit: flags.base || flags.sha || flags.ref || undefined,
    repoPath: flags["repo-path"] || undefined,
    isCloned: flags["clone-target-ref"],
    sshKey: key ? { file: resolvePath(ctx.cwd, key), password: password || undefined } : undefined,
  };
}

/** What is looked for. */
export function affectedQuestion(flags: AffectedInput): AffectedQuestion {
  return {
    stack: flags.stack || undefined,
    withDependents: flags["include-dependents"],
    withSettings: flags["include-settings"],
    withLocked: !flags["exclude-locked"],
    withAdminStacks: flags["include-spacelift-admin-stacks"],
  };
}
