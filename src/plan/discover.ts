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

  const legacy = await legacyTemplates(patterns, workspace);
  if (legacy.length > 0) return legacyFailure(legacy);

  const all = await walk(workspace);
  const files = all.filter((file) => file.endsWith('.pkr.hcl'));
  const folders = [...new Set(all.map((file) => path.posix.dirname(file)))].sort();
  const found = [...select(folders, patterns, false), ...select(files, patterns, true)];
  const templates = found.map((name) => template(name, files, workspace));
  const literal = patterns.filter((pattern) => pattern.literal).map((pattern) => pattern.glob);
  const linked = await linkedOutside([...literal, ...templates.flatMap((one) => one.files)], workspace);
  if (linked.length > 0) return outsideFailure(linked);

  const unmatched = patterns.filter(
    (pattern) => pattern.literal && !found.some((name) => pattern.matches(name)),
  );
  const excluded = (pattern: Pattern): boolean =>
    [...folders, ...files].some((name) => pattern.matches(name));
  const missing = unmatched.filter((pattern) => !excluded(pattern));
  if (found.length === 0 || missing.length > 0)
    return nothingFound(missing.length > 0 ? missing : patterns, folders);
  return { templates, notes: [] };
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

/** Applies the patterns in order; file names answer only to patterns that end as a template file does. */
function select(names: readonly string[], patterns: readonly Pattern[], asFiles: boolean): readonly string[] {
  const relevant = patterns.filter(
    (pattern) => pattern.negated || pattern.glob.endsWith('.pkr.hcl') === asFiles,
  );
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

/** Templates from before HCL2 that `templates` names, whether one by one or as directories of nothing else. */
async function legacyTemplates(patterns: readonly Pattern[], workspace: string): Promise<readonly string[]> {
  const named = patterns.filter((pattern) => pattern.literal && pattern.glob.endsWith('.json'));
  const legacy = await Promise.all(
    named.map(({ glob }) => glob.endsWith('.pkr.json') || isLegacyTemplate(path.join(workspace, glob))),
  );
  return named.filter((_, index) => legacy[index]).map(({ glob }) => glob);
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
