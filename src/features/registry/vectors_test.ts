import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { publicRegistry } from "../../../tests/support/package_record.ts";
import cases from "../../../tests/vectors/registry/packages.json" with { type: "json" };
import { createEvaluator } from "./core/create_evaluator.ts";
import { resolvePackage } from "./core/resolve.ts";

/** What a case tells (aqua-registry §25.1). `GH/` is the release of the version; `files` are `command=path`. */
interface Outcome {
  readonly url?: string;
  readonly files?: string;
  readonly sum?: string;
  readonly signed?: string;
  readonly id?: string;
  readonly type?: string;
  readonly error?: string;
}

interface Case extends Outcome {
  /** Id and version. */
  readonly package: string;
  readonly platform: string;
  readonly vars?: Readonly<Record<string, string>>;
}

Deno.test("resolvePackage() gives for packages of the public registry what they have", async () => {
  const packages = await publicRegistry();
  if (packages === undefined) return;
  const evaluator = createEvaluator();
  for (const { package: spec, platform, vars, ...expected } of cases as readonly Case[]) {
    const [id = "", version = ""] = spec.split(" ");
    const [os = "", arch = "", libc] = platform.split("/");
    const request = { version, platform: { os, arch, libc }, vars };
    const actual = outcomeOf(() => resolvePackage(packages.get(id) ?? {}, request, evaluator));
    for (const [key, value] of Object.entries(expected)) {
      assert.equal(actual[key as keyof Outcome], value, `${key} of ${spec} ${platform}`);
    }
  }
});

function outcomeOf(run: () => ReturnType<typeof resolvePackage>): Outcome {
  try {
    const { urls, files, checksum, signatures, checksumId, type, repository, version } = run();
    const release =
      `https://github.com/${repository?.owner}/${repository?.name}/releases/download/${version}/`;
    const inner = Object.keys(checksum?.signatures ?? {}).map((kind) => `c:${kind}`);
    return {
      url: (urls[0] ?? "").replace(release, "GH/"),
      files: files.map(({ name, path, link, hard }) =>
        `${name}=${path}${link ? `>${link}` : ""}${hard ? "!" : ""}`
      ).join(" "),
      sum: (checksum?.url ?? "").replace(release, "GH/"),
      signed: [...Object.keys(signatures), ...inner].join(" "),
      id: checksumId ?? "",
      type,
    };
  } catch (error) {
    if (error instanceof AtmosError) return { error: error.code };
    throw error;
  }
}
