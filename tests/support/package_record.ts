/** Package records for tests, from YAML as registries write it. Follows aqua-registry §2. */
import { decodeRegistry } from "@/features/registry/core/decode.ts";
import { decodePackage, type PackageRecord } from "@/features/registry/core/record.ts";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import { readData, testData } from "./test_data.ts";

/** Decodes one package; throws for anything that does not fit. */
export function packageRecord(yaml: string): PackageRecord {
  const { value } = parseYamlStrings(yaml, { file: "test.yaml" });
  const record = decodePackage(value, [], (path, wanted) => {
    throw new Error(`${path.join(".")} must be ${wanted}: ${yaml}`);
  });
  if (record === undefined) throw new Error(`no package: ${yaml}`);
  return record;
}

/** The public registry of the test data by id; undefined, after saying so, in a checkout without it. */
export async function publicRegistry(): Promise<ReadonlyMap<string, PackageRecord> | undefined> {
  const path = await testData("aqua-registry/registry.yaml.gz");
  if (path === undefined) return undefined;
  const { packages } = decodeRegistry(await readData(path), "registry.yaml");
  return new Map(packages.map(({ name, record }) => [name, record]));
}
