/** Dependencies as a drawing, and in the order in which they can be run. Pure. Follows stacks §15.2 (`list dependencies`).
 *  Invariant: circles end where they begin again. */

/** An instance with its neighbours. */
export interface TreeNode {
  readonly stack: string;
  readonly component: string;
  readonly type: string;
  readonly needs: readonly TreeNode[];
  readonly neededBy: readonly TreeNode[];
}

/** Which neighbours are shown. */
export type Direction = "both" | "forward" | "reverse";

/** A table of three columns with a tree below each component. Lines end with a line feed. */
export function dependencyTree(roots: readonly TreeNode[], direction: Direction): string {
  const blocks = roots.map((root) => ({ root, lines: linesOf(root, direction) }));
  const stackWidth = Math.max(...["Stack", ...roots.map(({ stack }) => stack)].map(widthOf)) + 2;
  const cells = blocks.flatMap(({ root, lines }) => [root.component, ...lines]);
  // The longer heading has one blank less behind it.
  const width = Math.max(...["Component", ...cells.filter((cell) => cell !== REQUIRED_BY)].map(widthOf)) + 2;
  const row = (stack: string, component: string, type: string) =>
    padded(stack, stackWidth) + padded(component, width) + type;
  return [
    " Dependencies",
    row("Stack", "Component", "Type"),
    ...blocks.flatMap(({ root, lines }) => [
      row(root.stack, root.component, root.type),
      ...lines.map((line) => " ".repeat(stackWidth) + line),
    ]),
    "",
  ].map((line) => `${line}\n`).join("");
}

const REQUIRED_BY = "└──required by ↑";

function linesOf(root: TreeNode, direction: Direction): readonly string[] {
  const down = () => branches(root, [root], { arrow: "▶", next: ({ needs }) => needs });
  const up = () => branches(root, [root], { arrow: "◀", next: ({ neededBy }) => neededBy });
  if (direction !== "both") return direction === "forward" ? down() : up();
  const [needs, neededBy] = [down(), up()].map((lines) => lines.length === 0 ? ["└──(none)"] : lines);
  return [
    "├──depends on ↓",
    ...(needs ?? []).map((line) => `│  ${line}`),
    REQUIRED_BY,
    ...(neededBy ?? []).map((line) => `   ${line}`),
  ];
}

interface Walk {
  readonly arrow: string;
  next(node: TreeNode): readonly TreeNode[];
}

function branches(node: TreeNode, above: readonly TreeNode[], walk: Walk): readonly string[] {
  const next = inOrder(walk.next(node));
  return next.flatMap((each, index) => {
    const isLast = index === next.length - 1, isCircle = above.includes(each);
    const place = each.stack === above[0]?.stack ? "" : ` (${each.stack})`;
    const deeper = isCircle ? [] : branches(each, [...above, each], walk);
    return [
      `${isLast ? "└" : "├"}──${walk.arrow} ${each.component}${place}${isCircle ? " (circle)" : ""}`,
      ...deeper.map((line) => `${isLast ? " " : "│"}  ${line}`),
    ];
  });
}

/** By stack, name and type. */
export function inOrder(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const key = ({ stack, component, type }: TreeNode) => [stack, component, type].join("\u0000");
  return nodes.toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

/** Groups of which each needs only earlier ones, or ones that are not listed; what is in a circle comes last, together. */
export function dependencyLevels(nodes: readonly TreeNode[]): readonly (readonly TreeNode[])[] {
  const levels: (readonly TreeNode[])[] = [];
  const open = new Set(nodes);
  while (open.size > 0) {
    const free = [...open].filter(({ needs }) => !needs.some((each) => open.has(each)));
    const level = free.length === 0 ? [...open] : free;
    for (const node of level) open.delete(node);
    levels.push(inOrder(level));
  }
  return levels;
}

function widthOf(text: string): number {
  return [...text].length;
}

function padded(text: string, width: number): string {
  return text + " ".repeat(width - widthOf(text));
}
