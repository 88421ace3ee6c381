/** Templates in import paths. Follows stacks §5.3. Invariant: what is missing is never forgiven as a file that is missing. */
import { ConfigError } from "@/base/errors.ts";
import type { ImportEntry } from "./core/import_entry.ts";
import type { Tree } from "./core/merge.ts";
import type { Route } from "./manifest.ts";
import { invalidManifest } from "./manifest_errors.ts";
import type { Session } from "./session.ts";

interface Wanted {
  readonly entry: ImportEntry;
  /** To the file that holds it. */
  readonly route: Pick<Route, "chain">;
  readonly data: Tree;
}

/** The entry with its path rendered. @throws Config `stacks/invalid-import-path` */
export function withPath(session: Session, { entry, route, data }: Wanted): ImportEntry {
  if (!entry.path.includes("{{") || entry.skipTemplates || !isOn(session)) return entry;
  const lenient = session.settings.config.templates.settings.ignore_missing_template_values;
  const missing = entry.ignoreMissing || lenient ? "default" : "error";
  try {
    const path = session.render(entry.path, data, { name: "import path", missing });
    return { ...entry, path: path.replaceAll("<no value>", "") };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw invalidManifest(session, route, {
      code: "stacks/invalid-import-path",
      title: `import path that cannot be rendered: '${entry.path}'`,
      explanation: error.title,
      at: entry.at,
      hints: [
        "An import path sees its context and the settings, vars and env of imports before it.",
        "To take what is missing as empty: set ignore_missing_template_values on the import.",
      ],
      cause: error,
    });
  }
}

/** Whether a path still has templates because they are off. */
export function isLeftTemplate(session: Session, { path }: ImportEntry): boolean {
  return path.includes("{{") && !isOn(session);
}

function isOn({ settings }: Session): boolean {
  return settings.config.templates.settings.enabled;
}
