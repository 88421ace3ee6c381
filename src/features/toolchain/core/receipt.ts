/** The record inside an installed version's directory: what it is, where it came from, which programs it gives.
 *  Follows toolchain §3.3. Invariant: a receipt is written last, so a directory that has one is complete. */

/** Name of the receipt inside a version's directory. */
export const RECEIPT_FILE = ".atmos-install.json";

/** What was installed. Keys are those of the file. */
export interface Receipt {
  readonly schema: 1;
  readonly id: string;
  /** Names that lead to the tool without a registry: aliases of the package, repository name, commands. */
  readonly names: readonly string[];
  /** As the user asked for it; also the name of the directory. */
  readonly version: string;
  /** The release tag that was downloaded. */
  readonly tag: string;
  /** `os/arch`. */
  readonly platform: string;
  readonly registry: string;
  readonly source_url: string;
  /** Of the downloaded file, lower-case hex. */
  readonly sha256: string;
  /** Bytes of the downloaded file. */
  readonly size: number;
  /** Command → path relative to the directory, forward slashes. */
  readonly bins: Readonly<Record<string, string>>;
  /** Command → SHA-256 of its file, lower-case hex; absent in receipts of older releases. */
  readonly sums?: Readonly<Record<string, string>>;
  /** The command that stands for the tool. */
  readonly primary: string;
  readonly layout: "flat" | "onedir";
  /** What the download was held against: `lock`, `checksum`, `tofu`, names of signatures. */
  readonly verified: readonly string[];
  /** RFC 3339, UTC, whole seconds. */
  readonly installed_at: string;
  readonly installer: string;
}

/** The receipt's text, two spaces, final newline. */
export function renderReceipt(receipt: Receipt): string {
  return JSON.stringify(receipt, null, 2) + "\n";
}

const TEXTS = [
  "id",
  "version",
  "tag",
  "platform",
  "registry",
  "source_url",
  "sha256",
  "primary",
  "installed_at",
] as const;

/** Reads a receipt; undefined when the text is none, or not one that we understand. */
export function parseReceipt(text: string): Receipt | undefined {
  try {
    const value = JSON.parse(text) as Partial<Receipt> | null;
    if (typeof value !== "object" || value?.schema !== 1 || typeof value.size !== "number") return undefined;
    if (TEXTS.some((key) => typeof value[key] !== "string") || !Array.isArray(value.verified)) {
      return undefined;
    }
    const bins = Object.values(value.bins ?? {});
    return bins.length > 0 && bins.every((path) => typeof path === "string") ? value as Receipt : undefined;
  } catch {
    return undefined;
  }
}
