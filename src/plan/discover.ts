import { realpath } from 'node:fs/promises';
import path from 'node:path';
import picomatch from 'picomatch';
import type { Failure } from '../failure.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { leadsOut } from '../inputs/paths.ts';
import { isLegacyTemplate } from '../template/json-templates.ts';
import type { Plan, Template } from './template.ts';
import { walk } from './walk.ts';

export type DiscoverInputs = Pick<Inputs, 'templates'>;

/**
 * Finds the templates that the globs of `templates` name, sorted by name. A glob names directories that hold
 * `*.pkr.hcl` files, or, when it ends in `.pkr.hcl`, single files; later lines win over earlier ones.
 */
export async function discover(inputs: DiscoverInputs, workspace: string): Promise<Plan | Failure> {
  const patterns = inputs.templates.map(parsePattern);
  const outside = patterns.filter(({ glob }) => leadsOut(glob));
  if (outside.length > 0) return outsideFailure(outside.map((pattern) => pattern.written));

  const all = await walk(workspace);
  const named = select(all, patterns, (glob) => glob.endsWith('.json'));
  const legacy = await jsonTemplates(named, workspace);
  if (legacy.length > 0) return legacyFailure(legacy);

  const files = all.filter((file) => file.endsWith('.pkr.hcl'));
  const places = [...new Set(all.map((file) => path.posix.dirname(file)))].sort();
  const candidates = select(places, patterns, (glob) => !/\.(pkr\.hcl|json)$/.test(glob));
  const inJson = await jsonTemplates(
    all.filter((file) => candidates.includes(path.posix.dirname(file)) && !file.endsWith('.pkr.hcl')),
    workspace,
  );
  // A directory of nothing but JSON templates is one too: its check says what is to be done.
  const holds = new Set([...files, ...inJson].map((file) => path.posix.dirname(file)));
  const folders = places.filter((folder) => holds.has(folder));
  const found = [
    ...candidates.filter((folder) => holds.has(folder)),
    ...select(files, patterns, (glob) => glob.endsWith('.pkr.hcl')),
  ];
  const templates = found.map((name) => template(name, files, workspace));
  const literal = patterns.filter((pattern) => pattern.literal).map((pattern) => pattern.glob);
  const linked = await linkedOutside(literal, workspace);
  if (linked.length > 0) return outsideFailure(linked);

  // What an exclusion takes away was found, too: only a place where nothing is at all is a typing error.
  const known = [...found, ...folders, ...files];
  const missing = patterns.filter(
    (pattern) => pattern.literal && !known.some((name) => pattern.matches(name)),
  );
  if (found.length === 0 || missing.length > 0)
    return nothingFound(missing.length > 0 ? missing : patterns, folders);
  return { templates };
}

type Pattern = {
  readonly written: string;
  readonly glob: string;
  readonly negated: boolean;
  /** Names one place: no glob in it and no `!`. */
  readonly literal: boolean;
  readonly matches: (name: string) => boolean;
};

function parsePattern(written: string): Pattern {
  const negated = written.startsWith('!');
  const glob = path.posix.normalize((negated ? written.slice(1) : written).trim()).replace(/(?<=.)\/$/, '');
  const matches = glob === '.' ? (name: string) => name === '.' : picomatch(glob, { dot: true });
  // picomatch's `**` wants at least a name: the root, `.`, is one too.
  const all = glob === '**';
  const literal = !negated && picomatch.scan(glob).isGlob !== true;
  return { written, glob, negated, literal, matches: (name) => (all ? true : matches(name)) };
}

/** Applies the patterns that are meant for such names, in order: the last that matches decides. */
function select(
  names: readonly string[],
  patterns: readonly Pattern[],
  meant: (glob: string) => boolean,
): readonly string[] {
  const relevant = patterns.filter(({ negated, glob }) => negated || meant(glob));
  return names.filter((name) => relevant.findLast((pattern) => pattern.matches(name))?.negated === false);
}

function template(name: string, files: readonly string[], workspace: string): Template {
  const isFile = files.includes(name);
  const folder = isFile ? path.posix.dirname(name) : name;
  const base = path.posix.basename(name);
  return {
    name,
    directory: path.join(workspace, folder),
    folder,
    // A name that starts with a dash would be an option.
    argument: isFile ? (base.startsWith('-') ? `./${base}` : base) : '.',
    files: isFile ? [name] : files.filter((file) => path.posix.dirname(file) === folder),
  };
}

/** Which of some JSON files are templates: `.pkr.json`, and those of the form from before HCL2. */
async function jsonTemplates(names: readonly string[], workspace: string): Promise<readonly string[]> {
  const json = names.filter((name) => name.endsWith('.json'));
  const found = await Promise.all(
    json.map((name) => name.endsWith('.pkr.json') || isLegacyTemplate(path.join(workspace, name))),
  );
  return json.filter((_, index) => found[index]);
}

/** Names whose real place, symbolic links resolved, is not in the repository. */
async function linkedOutside(names: readonly string[], workspace: string): Promise<readonly string[]> {
  const outside = await Promise.all(
    names.map(async (name) => {
      const real = await realpath(path.join(workspace, name)).catch(() => undefined); // Not there.
      return real !== undefined && leadsOut(path.relative(workspace, real)) ? [name] : [];
    }),
  );
  return outside.flat();
}

function legacyFailure(files: readonly string[]): Failure {
  return {
    reason: 'input',
    what: `\`templates\` names ${files.length === 1 ? 'a template' : 'templates'} in JSON: ${files.map((file) => `\`${file}\``).join(', ')}.`,
    why: 'Only HCL2 templates are checked and built; Packer would take the JSON without a word.',
    fix: `Run \`packer hcl2_upgrade ${files[0] ?? ''}\` and name the \`.pkr.hcl\` file that it writes.`,
  };
}

function outsideFailure(names: readonly string[]): Failure {
  return {
    reason: 'input',
    what: `\`templates\` names a place outside the repository: ${names.map((name) => `\`${name}\``).join(', ')}.`,
    why: 'Only what is checked out is built, so that the commit on the image says what is in it.',
    fix: 'Use paths from the root of the repository.',
  };
}

function nothingFound(patterns: readonly Pattern[], folders: readonly string[]): Failure {
  const shown = folders.slice(0, 10).map((folder) => `\`${folder}\``);
  const known =
    folders.length > shown.length ? [...shown, `and ${folders.length - shown.length} more`] : shown;
  return {
    reason: 'input',
    what: `No template found for \`templates: ${patterns.map((pattern) => pattern.written).join(' ')}\`.`,
    why:
      folders.length === 0
        ? 'The repository has no `*.pkr.hcl` file; is it checked out before this step?'
        : `Directories with \`*.pkr.hcl\` files are ${known.join(', ')}.`,
    fix: 'Correct the globs; each names a directory with `*.pkr.hcl` files, or one such file.',
  };
}
