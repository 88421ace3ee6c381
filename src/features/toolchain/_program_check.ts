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
}

/** @throws Integrity `toolchain/not-a-program` for what no system could start */
export async function refuseNoProgram(
  { disk }: Pick<Context, "disk">,
  { file, name, spec, url }: ProgramFile,
): Promise<void> {
  const { EXECUTABLE_HEAD_BYTES, executableKind } = await import("@/io/archive/core/executable.ts");
  const reader = await disk.openRead(file);
  const head = new Uint8Array(EXECUTABLE_HEAD_BYTES);
  try {
    const length = await reader.read(head, 0);
    if (executableKind(head.subarray(0, length)) !== undefined) return;
  } finally {
    reader.close();
  }
  throw new IntegrityError("toolchain/not-a-program", `${spec}: ${name} is not a program`, {
    explanation: "It begins neither like an executable file of any system nor like a script (#!).",
    hints: [`Check the address, the format and the files of its definition: atmos toolchain info ${spec}`],
    facts: { url: redactUrl(url) },
  });
}
