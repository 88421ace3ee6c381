/** Writes down what a shim became, so that it need not ask again. Follows toolchain §16.
 *  Invariants: nothing is written unless a shell can tell by itself that all that led to the answer is as it was; what
 *  cannot be written is not, and the next call is slower, nothing else. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { cacheHomeOf } from "@/base/cache_home.ts";
import { type Answer, type Condition, renderAnswer, timeFiles } from "./core/answer.ts";
import { answerPath, beyondWalk, type MarkedDir, walkOf } from "./core/marks.ts";
import { ANSWERS } from "./core/shim.ts";

/** What is to be remembered. */
export interface NewAnswer extends Omit<Answer, "conditions"> {
  readonly name: string;
  /** Undefined when they cannot be told. */
  readonly conditions: readonly Condition[] | undefined;
  /** When the reading began, epoch milliseconds. */
  readonly startedAt: number;
}

type WriteContext = Pick<Context, "cwd" | "disk" | "env" | "host" | "out" | "random">;

/** A change so shortly after another may leave the time of a file as it is: some systems count in two seconds. */
const YOUNG_MS = 2000;

/** Writes the answer if it can be one. */
export async function rememberAnswer(ctx: WriteContext, answer: NewAnswer): Promise<void> {
  try {
    const { conditions } = answer;
    if (ctx.host.os !== "windows" && conditions) await write(ctx, { ...answer, conditions });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the answer is not kept: ${error.title}`);
  }
}

async function write(
  ctx: WriteContext,
  answer: NewAnswer & Pick<Answer, "conditions">,
): Promise<void> {
  const home = cacheHomeOf(ctx);
  if (!home?.startsWith("/") || !await isSettled(ctx, answer)) return;
  const place = await markedDir(ctx);
  const everywhere = dependsOnCwd(answer.conditions)
    ? undefined
    : beyondWalk(answer.conditions, ctx.cwd, place);
  const conditions = everywhere ?? [...answer.conditions, { kind: "here", path: ctx.cwd } as const];
  const folder = `${home}/${ANSWERS}`, times = `${folder}/=times`;
  await makePrivate(ctx, times, folder);
  for (const condition of conditions) {
    if (condition.kind !== "unchanged") continue;
    for (const path of timeFiles(times, condition.modifiedAt)) await makeTimeFile(ctx, path);
  }
  const text = renderAnswer({ ...answer, conditions }, times);
  await ctx.disk.writeAtomic(`${folder}/${answer.name}${answerPath(place)}`, text, 0o600);
}

/** Whether every file that was read is old enough, and still what it was before it was read. */
async function isSettled(ctx: WriteContext, answer: NewAnswer): Promise<boolean> {
  for (const condition of answer.conditions ?? []) {
    if (condition.kind !== "unchanged") continue;
    const { path, modifiedAt } = condition;
    const isYoung = Math.abs(answer.startedAt - modifiedAt) < YOUNG_MS || modifiedAt <= 0;
    if (isYoung || (await ctx.disk.stat(path))?.modifiedAt !== modifiedAt) return false;
  }
  return true;
}

/** Ends the walk where the script of a shim ends it. */
async function markedDir(ctx: WriteContext): Promise<MarkedDir> {
  for (const { dir, marks } of walkOf(ctx.cwd)) {
    for (const mark of marks) {
      const found = await ctx.disk.stat(`${dir === "/" ? "" : dir}/${mark}`);
      if (found) return { dir, isHere: dir === ctx.cwd };
    }
  }
  return { dir: "/", isHere: false };
}

/** Whether a variable may hold a path that begins at the working directory. */
function dependsOnCwd(conditions: readonly Condition[]): boolean {
  return conditions.some((each) =>
    each.kind === "variable" && each.name.startsWith("ATMOS_") && each.value && !/^[/~$]/.test(each.value)
  );
}

/** Names of directories are nobody else's business. */
async function makePrivate(ctx: WriteContext, inner: string, folder: string): Promise<void> {
  if (await ctx.disk.stat(inner)) return;
  await ctx.disk.makeDir(folder);
  await ctx.disk.chmod(folder, 0o700);
  await ctx.disk.makeDir(inner);
}

/** Makes an empty file whose name is its time; it appears with that time, because a shell may look at once. */
async function makeTimeFile(ctx: WriteContext, path: string): Promise<void> {
  const time = Number(path.slice(path.lastIndexOf("/") + 1));
  if ((await ctx.disk.stat(path))?.modifiedAt === time) return;
  const temporary = `${path}.${ctx.random.hex(8)}`;
  await (await ctx.disk.create(temporary, { mode: 0o600 })).close();
  await ctx.disk.touch(temporary, time);
  await ctx.disk.rename(temporary, path);
}
