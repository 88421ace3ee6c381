/** How fast the recorded cases of the whole public registry resolve, reading included. Needs the test data. */
import registry from "../../tests/vectors/registry.ts";
import { testData } from "../../tests/support/test_data.ts";

const CASES = "aqua-registry/resolution-vectors.jsonl.gz";

/** One table row. */
export async function benchRegistry(): Promise<string> {
  const path = await testData(CASES);
  if (path === undefined) return "registry: no test data, not measured\n";
  const startedAt = performance.now();
  const { passed, failed } = await registry.run(path);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
  return [
    "| registry | cases | wrong | seconds |",
    "| --- | ---: | ---: | ---: |",
    `| read 2,278 packages and resolve every recorded case | ${passed + failed} | ${failed} | ${seconds} |`,
    "",
  ].join("\n");
}
