/** What handing over to another release costs: against the two programs run one after the other without it. */
import { pathOf } from "../checkout.ts";
import { compileEmpty } from "./empty.ts";
import { type Subject, timeInTurns, timingTable } from "./measure.ts";

const ROUNDS = 30;

/** One table; the other release is an empty program. */
export async function benchSwitch(): Promise<string> {
  const root = await Deno.makeTempDir();
  try {
    const folder = `${root}/.tools/bin/cloudposse/atmos/1.2.3`;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.rename(await compileEmpty(root), `${folder}/atmos`);
    const settings = "toolchain: {install_path: .tools}\n";
    await Deno.writeTextFile(`${root}/atmos.yaml`, settings);
    await Deno.mkdir(`${root}/switched`);
    await Deno.writeTextFile(
      `${root}/switched/atmos.yaml`,
      `use: "1.2.3"\n${settings.replace(".t", "../.t")}`,
    );
    const atmos = pathOf("dist/atmos"), env = { PATH: "/usr/bin:/bin", HOME: root };
    const twice = '"$0" toolchain aliases >/dev/null && exec "$1"';
    const subjects: readonly Subject[] = [
      {
        name: "one after the other",
        command: ["/bin/sh", "-c", twice, atmos, `${folder}/atmos`],
        env,
        cwd: root,
      },
      { name: "switched", command: [atmos, "toolchain", "aliases"], env, cwd: `${root}/switched` },
    ];
    return timingTable("another release takes over", await timeInTurns(subjects, ROUNDS));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
