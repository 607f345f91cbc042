import type { Node } from 'web-tree-sitter';
import type { TextFile } from './place.ts';
import { rangeOf, spanOf } from './place.ts';
import { dedent, unescapeHeredoc, unescapeQuoted } from './quoted.ts';
import type { Expression, ExpressionEntry } from './syntax.ts';

/**
 * How deep the syntax tree may go. A bracket makes four levels, so that the nesting that `measureNesting`
 * lets through fits; what is deeper is a chain of thousands of operators.
 */
export const MAX_TREE_DEPTH = 1000;

const TERMS = new Set(['expression', 'literal_value', 'template_expr', 'collection_value', 'function_call']);
const POSTFIX = new Set(['get_attr', 'index', 'splat']);

/** The expression of a node, which is an `expression` of the grammar or anything that holds some. */
export function expressionOf(file: TextFile, node: Node, depth: number): Expression {
  const parts = partsOf(file, node, depth);
  const only = parts[0];
  return parts.length === 1 && only !== undefined && node.type === 'expression'
    ? only
    : { kind: 'opaque', parts, ...spanOf(file, node, node) };
}

/** All expressions that stand directly in a node; what lies between them (operators, names) is dropped. */
function partsOf(file: TextFile, node: Node, depth: number): readonly Expression[] {
  if (depth > MAX_TREE_DEPTH) {
    file.tooDeep ??= rangeOf(file, node, node);
    return [];
  }
  const children = node.namedChildren.filter((child) => child.type !== 'comment');
  const parts: Expression[] = [];
  for (let index = 0; index < children.length; index += 1) {
    const first = children[index];
    if (first === undefined || POSTFIX.has(first.type)) continue;
    const postfix: Node[] = [];
    for (
      let next = children[index + 1];
      next !== undefined && POSTFIX.has(next.type);
      next = children[index + 1]
    ) {
      postfix.push(next);
      index += 1;
    }
    if (first.type === 'variable_expr') parts.push(traversal(file, first, postfix, depth + 1));
    else if (!TERMS.has(first.type)) {
      const inner = partsOf(file, first, depth + 1);
      const whole = first.type === 'operation' || first.type === 'conditional' || first.type === 'for_expr';
      if (whole)
        parts.push(
          negativeNumber(file, first) ?? { kind: 'opaque', parts: inner, ...spanOf(file, first, first) },
        );
      else parts.push(...inner);
    } else if (postfix.length === 0) parts.push(termOf(file, first, depth + 1));
    else {
      const inner = [
        termOf(file, first, depth + 1),
        ...postfix.flatMap((part) => partsOf(file, part, depth + 1)),
      ];
      parts.push({ kind: 'opaque', parts: inner, ...spanOf(file, first, postfix.at(-1) ?? first) });
    }
  }
  return parts;
}

function termOf(file: TextFile, node: Node, depth: number): Expression {
  const place = spanOf(file, node, node);
  const inner = node.namedChildren.find((child) => child.type !== 'comment');
  switch (node.type) {
    case 'expression':
      return expressionOf(file, node, depth);
    case 'literal_value':
      return { kind: 'literal', value: literalOf(inner, place.source), ...place };
    case 'template_expr':
      return inner === undefined
        ? { kind: 'opaque', parts: [], ...place }
        : { kind: 'template', parts: templateParts(file, inner, depth), ...place };
    case 'function_call': {
      const list = node.namedChildren.find((child) => child.type === 'function_arguments');
      const parameters = list === undefined ? [] : partsOf(file, list, depth);
      // The last parameter of `f(list...)` is spread, which nothing here evaluates.
      if (list?.namedChildren.some((child) => child.type === 'ellipsis')) {
        return { kind: 'call', name: `${inner?.text ?? ''}...`, parameters, ...place };
      }
      return { kind: 'call', name: inner?.text ?? '', parameters, ...place };
    }
    default:
      if (inner?.type === 'tuple') return { kind: 'list', items: partsOf(file, inner, depth), ...place };
      return { kind: 'map', entries: entriesOf(file, inner, depth), ...place };
  }
}

function entriesOf(file: TextFile, object: Node | undefined, depth: number): readonly ExpressionEntry[] {
  const elements = object?.namedChildren.filter((child) => child.type === 'object_elem') ?? [];
  return elements.flatMap((element) => {
    const key = element.childForFieldName('key');
    const value = element.childForFieldName('val');
    if (key === null || value === null) return [];
    const range = rangeOf(file, element, element);
    return [{ key: keyOf(file, key, depth), value: expressionOf(file, value, depth), range }];
  });
}

/** A bare name as the key of an object is that text; in parentheses it is a reference. */
function keyOf(file: TextFile, node: Node, depth: number): Expression {
  const key = expressionOf(file, node, depth);
  const bare = key.kind === 'reference' && key.path.length === 1 && !node.text.startsWith('(');
  return bare ? { kind: 'literal', value: key.source, at: key.at, source: key.source } : key;
}

function literalOf(node: Node | undefined, source: string): string | number | boolean | null {
  switch (node?.type) {
    case 'string_lit':
      return unescapeQuoted(source.slice(1, -1));
    case 'numeric_lit':
      return Number(source);
    case 'bool_lit':
      return source === 'true';
    default:
      return null;
  }
}

function negativeNumber(file: TextFile, node: Node): Expression | undefined {
  const place = spanOf(file, node, node);
  return /^-[0-9.]+$/.test(place.source)
    ? { kind: 'literal', value: Number(place.source), ...place }
    : undefined;
}

/** `a.b["c"][0].d`: a reference while every step is known, else opaque from the whole. */
function traversal(file: TextFile, root: Node, postfix: readonly Node[], depth: number): Expression {
  const place = spanOf(file, root, postfix.at(-1) ?? root);
  const path: (string | number)[] = [root.text];
  for (const [index, step] of postfix.entries()) {
    const key = stepOf(file, step, depth);
    if (key === undefined) {
      const prefix: Expression = { kind: 'reference', path, ...place };
      const rest = postfix.slice(index).flatMap((part) => partsOf(file, part, depth));
      return { kind: 'opaque', parts: [prefix, ...rest], ...place };
    }
    path.push(key);
  }
  return { kind: 'reference', path, ...place };
}

function stepOf(file: TextFile, step: Node, depth: number): string | number | undefined {
  if (step.type === 'get_attr') return step.namedChildren.find((child) => child.type === 'identifier')?.text;
  if (step.type !== 'index') return undefined;
  const legacy = /^\.(\d+)$/.exec(step.text)?.[1];
  if (legacy !== undefined) return Number(legacy);
  const key = partsOf(file, step, depth)[0];
  if (key?.kind !== 'literal') return undefined;
  return typeof key.value === 'string' || typeof key.value === 'number' ? key.value : undefined;
}

/** The parts of a string or heredoc. Literal text is cut from the source, so that no white space is lost. */
function templateParts(file: TextFile, node: Node, depth: number): readonly (string | Expression)[] {
  const heredoc = node.type === 'heredoc_template';
  const [start, end] = heredoc ? heredocBounds(file, node) : [node.startIndex + 1, node.endIndex - 1];
  const literal = heredoc ? unescapeHeredoc : unescapeQuoted;
  const parts: (string | Expression)[] = [];
  let from = start;
  for (const child of node.namedChildren) {
    if (child.type !== 'template_interpolation' && child.type !== 'template_directive') continue;
    if (child.startIndex > from) parts.push(literal(file.text.slice(from, child.startIndex)));
    parts.push(interpolationOf(file, child, depth));
    from = child.endIndex;
  }
  if (end > from) parts.push(literal(file.text.slice(from, end)));
  return node.text.startsWith('<<-') ? dedent(parts) : parts;
}

function interpolationOf(file: TextFile, node: Node, depth: number): Expression {
  const inner = node.namedChildren.find((child) => child.type === 'expression');
  const strips = node.namedChildren.some((child) => child.type === 'strip_marker');
  if (node.type === 'template_interpolation' && inner !== undefined && !strips) {
    return expressionOf(file, inner, depth + 1);
  }
  return { kind: 'opaque', parts: partsOf(file, node, depth + 1), ...spanOf(file, node, node) };
}

function heredocBounds(file: TextFile, node: Node): readonly [number, number] {
  const start = file.text.indexOf('\n', node.startIndex) + 1;
  const end = file.text.lastIndexOf('\n', node.endIndex - 1) + 1;
  return [start, Math.max(start, end)];
}
