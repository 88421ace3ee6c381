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

/** Reads a receipt; undefined when the text is none that we understand. */
export function parseReceipt(text: string): Receipt | undefined {
  try {
    const value = JSON.parse(text) as Partial<Receipt> | null;
    const known = value !== null && typeof value === "object" && value.schema === 1 &&
      typeof value.id === "string" && typeof value.version === "string" &&
      typeof value.primary === "string" &&
      typeof value.bins === "object" && value.bins !== null &&
      Object.values(value.bins).every((path) => typeof path === "string");
    return known ? value as Receipt : undefined;
  } catch {
    return undefined;
  }
}
