import type { Finding } from '../finding.ts';
import { agrees } from './agreement.ts';
import { bodyFromJson } from './json-body.ts';
import { measureNesting, type Nesting } from './nesting.ts';
import type { Parsers } from './parsers.ts';
import type { TextFile } from './place.ts';
import { syntaxError, tooCostly, tooDeep } from './refusal.ts';
import type { ParsedFile } from './syntax.ts';
import { EMPTY_BODY } from './syntax.ts';
import { readTree } from './tree.ts';

export type Parsing = { readonly file: ParsedFile; readonly findings: readonly Finding[] };

const NOTHING: ParsedFile = { body: EMPTY_BODY, comments: [], faults: [] };

/**
 * Reads one file with both parsers. The tree gives structure and places; HCL's own parser checks it. Where
 * only one of them understands the file, that one is believed; a syntax error is what both refuse.
 */
export function parseFile(template: string, path: string, text: string, parsers: Parsers): Parsing {
  const nesting = measureNesting(text);
  if (nesting.kind === 'too-deep') return refused(tooDeep(template, { file: path, ...nesting.at }));
  const tree = parsers.parseTree(text);
  if (tree === undefined) return refused(tooCostly(template, path));

  const file: TextFile = { path, text };
  const parsed = readTree(file, tree);
  if (file.tooDeep !== undefined) return refused(tooDeep(template, file.tooDeep));

  const reading = parsers.parseJson(text);
  if (reading.kind === 'accepted') {
    if (parsed.faults.length === 0 && agrees(parsed.body, reading.json))
      return { file: parsed, findings: [] };
    return { file: { ...parsed, body: bodyFromJson(path, text, reading.json), faults: [] }, findings: [] };
  }
  if (parsed.faults.length === 0) return { file: parsed, findings: [] };
  const faults = nesting.kind === 'unclosed' ? [unclosed(path, nesting)] : parsed.faults;
  return {
    file: { ...parsed, body: EMPTY_BODY, faults },
    findings: faults.map((fault) => syntaxError(template, fault)),
  };
}

function refused(finding: Finding): Parsing {
  return { file: NOTHING, findings: [finding] };
}

function unclosed(path: string, nesting: Extract<Nesting, { kind: 'unclosed' }>) {
  return { at: { file: path, ...nesting.at }, what: `the ${nesting.what} that begins here is never closed` };
}
