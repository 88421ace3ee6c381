/** Whether a file can be started, told before it is put on PATH or recorded. Follows toolchain §10.4. */
import type { Context } from "@/base/context.ts";
import { IntegrityError } from "@/base/errors.ts";
import { redactUrl } from "@/io/net/core/redact.ts";

/** A file that is to be a program. */
export interface ProgramFile {
  readonly file: string;
  /** As users know it: its path in the archive, or the name of the download. */
  readonly name: string;
  /** `owner/repo@version`. */
  readonly spec: string;
  /** Of the download that it came in. */
  readonly url: string;
  /** The definition says that the download is the program itself; then a text or data may be one. */
  readonly isDeclaredRaw: boolean;
}

/** @throws Integrity `toolchain/not-a-program` for what no system could start, and for every archive */
export async function refuseNoProgram(
  { disk }: Pick<Context, "disk">,
  { file, name, spec, url, isDeclaredRaw }: ProgramFile,
): Promise<void> {
  const { EXECUTABLE_HEAD_BYTES, executableKind } = await import("@/io/archive/core/executable.ts");
  const { isArchive, isRunnableZip } = await import("@/io/archive/core/detect.ts");
  const reader = await disk.openRead(file);
  const head = new Uint8Array(EXECUTABLE_HEAD_BYTES);
  try {
    const seen = head.subarray(0, await reader.read(head, 0));
    if (executableKind(seen) !== undefined || isRunnableZip(seen, name)) return;
    if (isDeclaredRaw && !isArchive(seen)) return;
  } finally {
    reader.close();
  }
  throw new IntegrityError("toolchain/not-a-program", `${spec}: ${name} is not a program`, {
    explanation: "It begins neither like an executable file of any system nor like a script (#!).",
    hints: [`Check the address, the format and the files of its definition: atmos toolchain info ${spec}`],
    facts: { url: redactUrl(url) },
  });
}
