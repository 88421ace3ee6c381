/** What `atmos profile` shows. Pure. Follows config §5.1. */
import { UsageError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import type { ProfileInfo } from "@/features/config/profile_list.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";

/** Refuses another format than these. @throws Usage `profile/bad-format` (exit 2) */
export function checkFormat(format: string, known: readonly string[]): void {
  if (known.includes(format)) return;
  const last = known.at(-1);
  throw new UsageError("profile/bad-format", `invalid format: ${format}`, {
    explanation: `Supported formats are ${known.slice(0, -1).join(", ")}, and ${last}.`,
  });
}

/** A profile in the form of JSON; keys are those of the real program. */
export function jsonOf({ name, path, location, files, metadata }: ProfileInfo) {
  return { Name: name, Path: path, LocationType: location, Files: files, Metadata: metadata ?? null };
}

/** The same in the form of YAML. */
export function yamlOf({ name, path, location, files, metadata }: ProfileInfo) {
  return { name, path, locationtype: location, files, metadata: metadata ?? null };
}

/** Lines of the table. */
export function listLines(profiles: readonly ProfileInfo[], cwd: string, width?: number): readonly string[] {
  if (profiles.length === 0) return ["No profiles configured."];
  const rows = profiles.map(({ name, path, location, files, isActive }) => [
    isActive ? "●" : "",
    harmless(name),
    location,
    harmless(relativePath(cwd, path)),
    `${files.length}`,
  ]);
  return ["PROFILES", "", ...tableLines({ head: ["", "NAME", "LOCATION", "PATH", "FILES"], rows }, width)];
}

/** Lines about one profile. */
export function showLines(
  { name, path, location, files, metadata }: ProfileInfo,
  cwd: string,
): readonly string[] {
  const facts = Object.entries(metadata ?? {}).map(([key, value]) =>
    `  ${key}: ${Array.isArray(value) ? value.join(", ") : value}`
  );
  const lines = [
    `PROFILE: ${name}`,
    `  location: ${location}`,
    `  path: ${relativePath(cwd, path)}`,
    ...facts.length > 0 ? ["", "METADATA", ...facts] : [],
    "",
    "FILES",
    ...files.map((file) => `  ${file}`),
    "",
    `💡 Use it: atmos --profile ${name} COMMAND`,
  ];
  return lines.map(harmless);
}
