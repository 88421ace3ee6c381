/** The errors of manifests: which file, and by which imports it was reached. Follows stacks §3.1, §20. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import type { Session } from "./session.ts";

/** What is wrong. */
export interface ManifestFault {
  readonly code?: string;
  readonly title?: string;
  /** The reason. */
  readonly explanation?: string | undefined;
  readonly hints?: readonly string[];
  readonly at?: SourcePosition | undefined;
  readonly cause?: unknown;
}

/**
 * An error with the chain of imports.
 * @param route its chain ends in the file that is wrong
 */
export function invalidManifest(
  { settings: { stacksDir } }: Session,
  { chain }: { readonly chain: readonly string[] },
  fault: ManifestFault,
): ConfigError {
  const files = chain.map((file) => relativePath(stacksDir, file));
  const { code = "stacks/invalid-manifest", title = "invalid stack manifest", at, hints, cause } = fault;
  return new ConfigError(code, title, {
    explanation: [
      ...(fault.explanation === undefined ? [] : [fault.explanation]),
      `File being processed: ${files.at(-1)}`,
      ...(files.length > 1
        ? ["Import chain:", ...files.map((file, index) => index === 0 ? `  ${file}` : `  → ${file}`)]
        : []),
    ].join("\n"),
    hints,
    at: at ?? { file: chain.at(-1) ?? "" },
    cause,
  });
}
