import { deepEqual, equal, throws } from "node:assert/strict";
import { readSteps, type StepOwner } from "./step.ts";
import { readGroup } from "./group.ts";
import { checkWait } from "./waits.ts";

const OWNER: StepOwner = {
  title: "Workflow `w`",
  defaultType: "shell",
  types: {
    shell: { isRunner: true, isChild: true },
    confirm: { isRunner: false },
    parallel: { isRunner: true, readGroup },
    matrix: { isRunner: true, readGroup },
    wait: { isRunner: false, check: checkWait },
    container: { isRunner: true },
  },
  positionOf: () => undefined,
  compile: () => {
    throw new Error("no condition here");
  },
};

function nodes(step: Readonly<Record<string, unknown>>) {
  return readSteps([step], OWNER)[0]?.group?.children.map(({ step: { name }, needs }) => [name, needs]);
}

Deno.test("readGroup() names children after their parent, and takes needs as a word or a list", () => {
  const steps = [{ command: "a" }, { name: "b", needs: "p_step1" }, { needs: ["b", "p_step1"] }];
  deepEqual(nodes({ name: "p", type: "parallel", steps }), [
    ["p_step1", []],
    ["b", ["p_step1"]],
    ["p_step3", ["b", "p_step1"]],
  ]);
});

Deno.test("readGroup() makes rows of a matrix: axes sorted, children in order, hashes where a value was changed", () => {
  const steps = [{ name: "first" }, { name: "second" }, { name: "free", needs: [] }];
  deepEqual(nodes({ name: "m", type: "matrix", matrix: { z: ["1"], region: ["x", "us-east-1"] }, steps }), [
    ["m_region_x_z_1_first", []],
    ["m_region_x_z_1_second", ["m_region_x_z_1_first"]],
    ["m_region_x_z_1_free", []],
    ["m_region_us_east_1_2isama88lsh9h_z_1_first", []],
    ["m_region_us_east_1_2isama88lsh9h_z_1_second", ["m_region_us_east_1_2isama88lsh9h_z_1_first"]],
    ["m_region_us_east_1_2isama88lsh9h_z_1_free", []],
  ]);
});

Deno.test("readGroup() hands env, directory and stack of the parent to children that have none", () => {
  const group = readSteps([{
    name: "p",
    type: "parallel",
    env: { A: "parent", B: "parent" },
    stack: "dev",
    steps: [{ name: "c", env: { B: "child" }, stack: "prod" }],
  }], OWNER)[0]?.group;
  const { env, stack } = group?.children[0]?.step.fields ?? {};
  deepEqual([env, stack], [{ A: "parent", B: "child" }, "prod"]);
});

Deno.test("readSteps() tells every mistake of a group before anything runs", () => {
  const child = { name: "a", command: "x" };
  const cases: [fields: Record<string, unknown>, says: RegExp][] = [
    [{ steps: [] }, /needs at least one step/],
    [{ steps: "a" }, /needs at least one step/],
    [{ steps: [{ ...child, needs: ["a"] }] }, /cycle: a → a/],
    [{ steps: [{ ...child, needs: ["b"] }, { name: "b", needs: ["a"] }] }, /cycle: a → b → a/],
    [{ steps: [{ ...child, needs: ["aa"] }] }, /`a` needs `aa`, which is no sibling/],
    [{ steps: [child, child] }, /duplicate name/],
    [{ steps: [{ name: "a", type: "parallel", steps: [child] }] }, /cannot be of type parallel/],
    [{ steps: [{ name: "a", type: "confirm" }] }, /cannot be of type confirm/],
    [{ steps: [{ ...child, interactive: true }] }, /cannot have `interactive`/],
    [{ steps: [{ ...child, output: "viewport" }] }, /cannot have output "viewport"/],
    [{ steps: [child], max_concurrency: -1 }, /max_concurrency must be a whole number/],
    [{ steps: [child], fail: { mode: "soon" } }, /fail.mode is wait_all, fail_fast, best_effort, not "soon"/],
    [{ steps: [child], output: { order: "random" } }, /output.order is completion, definition/],
    [{ type: "matrix", matrix: { x: [{}] }, steps: [child] }, /values of axis `x` must be texts/],
    [{ type: "shell", needs: ["a"] }, /`needs` orders the children/],
    [{ type: "shell", background: true }, /belongs to a container step/],
    [{ type: "wait", for: "later" }, /no step `later` stands before it/],
    [{ type: "wait", for: [1] }, /needs `for`/],
  ];
  for (const [fields, says] of cases) {
    throws(() => readSteps([{ name: "p", type: "parallel", ...fields }], OWNER), (error: Error) => {
      equal(says.test(error.message), true, `${error.message} is not ${says}`);
      return true;
    });
  }
});
