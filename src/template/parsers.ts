import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tree } from 'web-tree-sitter';

/** The two parsers. Both take the text of a file in HCL's native syntax. */
export type Parsers = {
  /** Places, comments and order. `undefined` when the text costs far more work than its length explains. */
  readonly parseTree: (text: string) => Tree | undefined;
  /** What HCL's own parser makes of the text, as JSON; it has no places. */
  readonly parseJson: (text: string) => JsonReading;
};

/** `none` means that the parser itself broke down and says nothing about the text. */
export type JsonReading =
  | { readonly kind: 'accepted'; readonly json: unknown }
  | { readonly kind: 'refused' }
  | { readonly kind: 'none' };

let loading: Promise<Parsers> | undefined;

/** Loads both parsers at the first call (about 250 ms); runs without templates never pay for them. */
export function loadParsers(): Promise<Parsers> {
  loading ??= Promise.all([loadTreeParser(), loadJsonParser()]).then(([parseTree, parseJson]) => ({
    parseTree,
    parseJson,
  }));
  return loading;
}

async function loadTreeParser(): Promise<Parsers['parseTree']> {
  // The bundler cannot take WebAssembly in, so these files lie beside the bundle and are loaded by path.
  const here = dirname(fileURLToPath(import.meta.url));
  const load = createRequire(import.meta.url);
  const locate = (file: string, specifier: string): string => {
    const beside = join(here, file);
    return existsSync(beside) ? beside : load.resolve(specifier);
  };
  const script = locate('web-tree-sitter.cjs', 'web-tree-sitter');
  const runtime = locate('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm');
  const grammar = locate(
    'tree-sitter-hcl.wasm',
    '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
  );
  const library: typeof import('web-tree-sitter') = load(script);
  await library.Parser.init({ locateFile: () => runtime });
  const parser = new library.Parser();
  parser.setLanguage(await library.Language.load(grammar));

  return (text) => {
    // The parser calls back every hundred steps; well-formed text needs a call per thirty characters.
    let left = 10_000 + text.length;
    const overspent = () => {
      left -= 1;
      return left < 0;
    };
    const tree = parser.parse(text, null, { progressCallback: overspent });
    if (tree === null) parser.reset();
    return tree ?? undefined;
  };
}

async function loadJsonParser(): Promise<Parsers['parseJson']> {
  // The module sets these two while it loads: an endless stack trace limit and a global `require`.
  const limit = Error.stackTraceLimit;
  const hadRequire = Object.getOwnPropertyDescriptor(globalThis, 'require');
  const module: { default: { parseToObject(text: string): readonly unknown[] } } = await import(
    'hcl2-parser'
  );
  Error.stackTraceLimit = limit;
  if (hadRequire === undefined) Reflect.deleteProperty(globalThis, 'require');
  else Object.defineProperty(globalThis, 'require', hadRequire);

  const parse = (text: string): JsonReading => {
    const json = module.default.parseToObject(text)[0];
    return typeof json === 'object' && json !== null ? { kind: 'accepted', json } : { kind: 'refused' };
  };
  let broken = false;
  return (text) => {
    if (broken) return { kind: 'none' };
    try {
      return parse(text);
    } catch {
      // It ran out of stack, after which its answers may be wrong; it is asked no more in this process.
      broken = true;
      return { kind: 'none' };
    }
  };
}
