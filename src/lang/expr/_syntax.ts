/** The tree of a parsed expression.
 *  Follows aqua-registry §10. Pure, types only.
 *  Invariant: `at` is the UTF-16 offset that errors about the node point to. */

interface NodeBase {
  readonly at: number;
}

/** A constant; integers and floats are both numbers here and differ by `type`. */
export interface LiteralNode extends NodeBase {
  readonly kind: "literal";
  readonly type: "nil" | "bool" | "int" | "float" | "string";
  readonly value: null | boolean | number | string;
}

/** `Version`, or a variable of `let`. */
export interface NameNode extends NodeBase {
  readonly kind: "name";
  readonly name: string;
}

/** `#`, `#index`, `#acc`: what a predicate looks at. `name` is empty for the element itself. */
export interface PointerNode extends NodeBase {
  readonly kind: "pointer";
  readonly name: string;
}

/** `not x`, `-x`. */
export interface UnaryNode extends NodeBase {
  readonly kind: "unary";
  readonly operator: string;
  readonly operand: Node;
}

/** Two operands and an operator; also comparisons that were chained. */
export interface BinaryNode extends NodeBase {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Node;
  readonly right: Node;
}

/** `x.y`, `x?.y`, `x[i]`. */
export interface MemberNode extends NodeBase {
  readonly kind: "member";
  readonly base: Node;
  readonly property: Node;
  /** A nil base answers nil instead of failing. */
  readonly optional: boolean;
  /** Followed by an argument list. */
  readonly isMethod: boolean;
}

/** `x[from:to]`. */
export interface SliceNode extends NodeBase {
  readonly kind: "slice";
  readonly base: Node;
  readonly from: Node | undefined;
  readonly to: Node | undefined;
}

/** A call of a function of the environment, or of anything else that is no builtin. */
export interface CallNode extends NodeBase {
  readonly kind: "call";
  readonly callee: Node;
  readonly args: readonly Node[];
}

/** A call of a builtin; the arguments of the list functions may be predicates. */
export interface BuiltinNode extends NodeBase {
  readonly kind: "builtin";
  readonly name: string;
  readonly args: readonly Node[];
}

/** `{ … }` or a bare expression, evaluated for each element. */
export interface PredicateNode extends NodeBase {
  readonly kind: "predicate";
  readonly body: Node;
}

/** `let name = value; body`. */
export interface LetNode extends NodeBase {
  readonly kind: "let";
  readonly name: string;
  readonly value: Node;
  readonly body: Node;
}

/** `a; b; c`: the value of the last. */
export interface SequenceNode extends NodeBase {
  readonly kind: "sequence";
  readonly nodes: readonly Node[];
}

/** `c ? a : b` and `if c { a } else { b }`. */
export interface ConditionalNode extends NodeBase {
  readonly kind: "conditional";
  readonly condition: Node;
  readonly then: Node;
  readonly otherwise: Node;
}

/** `[a, b]`. */
export interface ListNode extends NodeBase {
  readonly kind: "list";
  readonly items: readonly Node[];
}

/** `{a: b}`. */
export interface MapNode extends NodeBase {
  readonly kind: "map";
  readonly pairs: readonly (readonly [key: Node, value: Node])[];
}

/** Any node. */
export type Node =
  | LiteralNode
  | NameNode
  | PointerNode
  | UnaryNode
  | BinaryNode
  | MemberNode
  | SliceNode
  | CallNode
  | BuiltinNode
  | PredicateNode
  | LetNode
  | SequenceNode
  | ConditionalNode
  | ListNode
  | MapNode;
