/** Components that nobody may change: abstract and locked ones. Pure. Follows components §3. */
import { ConfigError } from "@/base/errors.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";

const ABSTRACT: Readonly<Record<string, readonly string[]>> = {
  packer: ["build"],
  terraform: ["plan", "apply", "deploy", "destroy", "workspace"],
  helmfile: ["sync", "apply", "deploy"],
};
const LOCKED: Readonly<Record<string, readonly string[]>> = {
  packer: ["build"],
  terraform: ["apply", "deploy", "destroy", "import", "state", "taint", "untaint"],
  helmfile: ["sync", "apply", "deploy", "delete", "destroy"],
};
/** They change nothing. */
const READING = ["state list", "state show", "state pull"];

/** What is about to be done. */
export interface ProtectedCall {
  readonly type: string;
  /** With its operation: `state list`. */
  readonly subcommand: string;
  readonly component: string;
  readonly metadata: Tree;
}

/** @throws Config `components/abstract`, `components/locked` */
export function checkProtection({ type, subcommand, component, metadata }: ProtectedCall): void {
  const [word = ""] = subcommand.split(" ");
  if (metadata["type"] === "abstract" && ABSTRACT[type]?.includes(word)) {
    throw new ConfigError("components/abstract", "abstract component cannot be provisioned", {
      explanation: `The component '${component}' is only a base for others (metadata.type: abstract).`,
      hints: [`atmos list components`],
    });
  }
  if (metadata["locked"] === true && LOCKED[type]?.includes(word) && !READING.includes(subcommand)) {
    throw new ConfigError("components/locked", "locked component cannot be provisioned", {
      explanation: `The component '${component}' cannot be modified (metadata.locked: true).`,
      hints: ["Set metadata.locked to false where it is to change."],
    });
  }
}
