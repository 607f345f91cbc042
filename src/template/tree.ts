import type { Node, Tree } from 'web-tree-sitter';
import { expressionOf, MAX_TREE_DEPTH } from './expression.ts';
import type { Comment } from './model.ts';
import type { TextFile } from './place.ts';
import { rangeOf } from './place.ts';
import { unescapeQuoted } from './quoted.ts';
import type { ParsedFile, RawAttribute, RawBlock, RawBody, SyntaxFault } from './syntax.ts';
import { EMPTY_BODY } from './syntax.ts';

/** One fault leads to others; what follows the first few is noise. */
const MAX_FAULTS = 3;

/** Turns the syntax tree of one file into plain values and frees it. */
export function readTree(file: TextFile, tree: Tree): ParsedFile {
  const root = tree.rootNode;
  const body = root.namedChildren.find((child) => child.type === 'body');
  const parsed = {
    body: body === undefined ? EMPTY_BODY : bodyOf(file, body, 0),
    comments: commentsOf(file, root),
    faults: root.hasError ? faultsOf(file, root) : [],
  };
  tree.delete();
  return parsed;
}

function bodyOf(file: TextFile, body: Node, depth: number): RawBody {
  if (depth > MAX_TREE_DEPTH) {
    file.tooDeep ??= rangeOf(file, body, body);
    return EMPTY_BODY;
  }
  const attributes: RawAttribute[] = [];
  const blocks: RawBlock[] = [];
  for (const child of body.namedChildren) {
    if (child.type === 'attribute') {
      const [name, value] = child.namedChildren.filter((part) => part.type !== 'comment');
      if (name === undefined || value === undefined) continue;
      const expression = expressionOf(file, value, depth + 1);
      attributes.push({ name: name.text, expression, range: rangeOf(file, child, child) });
    } else if (child.type === 'block') blocks.push(blockOf(file, child, depth + 1));
  }
  return { attributes, blocks };
}

function blockOf(file: TextFile, block: Node, depth: number): RawBlock {
  const children = block.namedChildren;
  const brace = children.find((child) => child.type === 'block_start') ?? block;
  const [type, ...labels] = children.filter(
    (child) => child.type === 'identifier' || child.type === 'string_lit',
  );
  const body = children.find((child) => child.type === 'body');
  return {
    type: type?.text ?? '',
    labels: labels.map((label) =>
      label.type === 'string_lit' ? unescapeQuoted(label.text.slice(1, -1)) : label.text,
    ),
    body: body === undefined ? EMPTY_BODY : bodyOf(file, body, depth + 1),
    range: rangeOf(file, block, block),
    header: rangeOf(file, block, brace),
  };
}

function commentsOf(file: TextFile, root: Node): readonly Comment[] {
  return root.descendantsOfType('comment').map((node) => ({
    file: file.path,
    line: node.startPosition.row + 1,
    text: node.text,
  }));
}

function faultsOf(file: TextFile, root: Node): readonly SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  const waiting: Node[] = [root];
  while (faults.length < MAX_FAULTS) {
    const node = waiting.pop();
    if (node === undefined) break;
    if (node.isMissing) faults.push({ at: rangeOf(file, node, node), what: `\`${node.type}\` is missing` });
    else if (node.isError) faults.push(faultAt(file, node));
    else if (node.hasError) waiting.push(...node.children.toReversed());
  }
  return faults;
}

function faultAt(file: TextFile, node: Node): SyntaxFault {
  // The node may reach to the end of the file; only where it begins helps to find the fault.
  const { line, column = 1 } = rangeOf(file, node, node);
  const at = { file: file.path, line, column };
  const text = (file.text.slice(node.startIndex, node.endIndex).trim().split('\n')[0] ?? '').slice(0, 40);
  return { at, what: text === '' ? 'something is missing' : `\`${text}\` was not expected` };
}
