/** Text of a registry → package records and what is wrong with it. Pure.
 *  Follows aqua-registry §2, toolchain §7.2. Invariant: one broken package never spoils the others. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { parseYamlStrings, type YamlStringsDocument } from "@/lang/yaml/parse.ts";
import { isMapping } from "./fields.ts";
import { decodePackage, packageName, type PackageRecord } from "./record.ts";

/** A package with its name. */
export interface NamedPackage {
  readonly name: string;
  readonly record: PackageRecord;
}

/** Something in a registry that cannot be used. `severity` "error": its package is left out. */
export interface RegistryIssue {
  readonly severity: "warning" | "error";
  /** Name of the package as far as it is known. */
  readonly package: string | undefined;
  readonly title: string;
  readonly at: SourcePosition;
}

/** What a registry text holds, in its order; names may repeat. */
export interface DecodedRegistry {
  readonly packages: readonly NamedPackage[];
  readonly issues: readonly RegistryIssue[];
}

/**
 * Decodes the text of a registry file (YAML, or JSON, which YAML includes).
 * @throws ConfigError `yaml/syntax`; `registry/no-packages` when there is no list of packages, or an empty one
 */
export function decodeRegistry(text: string, file: string): DecodedRegistry {
  const document = parseYamlStrings(text, { file });
  const items = isMapping(document.value) ? document.value["packages"] : undefined;
  if (!Array.isArray(items) || items.length === 0) {
    throw new ConfigError("registry/no-packages", "no packages in registry", {
      explanation: "A registry is a map whose key `packages` holds a list of them.",
      hints: ["Check source and ref of the registry in atmos.yaml."],
      at: document.positionOf(["packages"]),
    });
  }
  const packages: NamedPackage[] = [];
  const issues: RegistryIssue[] = document.warnings.map(({ title, at }) => ({
    severity: "warning",
    package: undefined,
    title,
    at,
  }));
  items.forEach((_item, index) => {
    const found = decodeItem(document, items, index);
    if (found.issues.length > 0) issues.push(...found.issues);
    else if (found.package !== undefined) packages.push(found.package);
  });
  return { packages, issues };
}

function decodeItem(document: YamlStringsDocument, items: readonly unknown[], index: number) {
  const item = (items as YamlStringsDocument["value"][])[index];
  const issues: RegistryIssue[] = [];
  if (item === null || item === undefined) return { issues, package: undefined };
  const path = ["packages", index];
  const misfits: { readonly path: readonly (string | number)[]; readonly wanted: string }[] = [];
  const record = decodePackage(item, path, (path, wanted) => misfits.push({ path, wanted }));
  const name = record === undefined ? undefined : packageName(record);
  for (const misfit of misfits) {
    const key = misfit.path.slice(2).join(".") || "the package";
    issues.push(issue(document, { name, path: misfit.path, title: `${key} must be ${misfit.wanted}` }));
  }
  if (issues.length === 0 && name === undefined) {
    issues.push(issue(document, { name, path, title: "the package has neither name nor repository" }));
  }
  return { issues, package: record && name !== undefined ? { name, record } : undefined };
}

interface Finding {
  readonly name: string | undefined;
  readonly path: readonly (string | number)[];
  readonly title: string;
}

function issue(document: YamlStringsDocument, { name, path, title }: Finding): RegistryIssue {
  return { severity: "error", package: name, title, at: document.positionOf(path) };
}
