import path from 'node:path';
import { getInput } from '@actions/core';
import type { Failure } from '../failure.ts';
import { FAIL_ON, type FailOn } from '../finding.ts';
import { RULE_TEXTS } from '../lint/registry.ts';
import { OUTPUT_NAMES, type OutputName } from '../report/output-names.ts';
import { type Places, parseDestination, parseVarFiles } from './paths.ts';
import { checkCommitTag, checkTags } from './tag-limits.ts';
import {
  type Parsed,
  parseAssignments,
  parseBoolean,
  parseChoice,
  parseChoices,
  parseList,
  parseNumber,
  parseOptionalCount,
} from './values.ts';

export const MODES = ['build', 'validate'] as const;
export type Mode = (typeof MODES)[number];

export const CHECKS = ['fmt', 'validate', 'lint'] as const;
export type Check = (typeof CHECKS)[number];

/** `abort` and `ask` are Packer's too, but leave resources behind or wait for a person. */
export const ON_ERROR = ['cleanup', 'run-cleanup-provisioner'] as const;
export type OnError = (typeof ON_ERROR)[number];

/** What becomes of the AMIs that a build left in some regions when others failed. */
export const ON_PARTIAL = ['keep', 'remove'] as const;
export type OnPartial = (typeof ON_PARTIAL)[number];

/** Every input, parsed. */
export type Inputs = {
  readonly mode: Mode;
  readonly templates: readonly string[];
  readonly only: readonly string[];
  readonly except: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  /** Absolute paths of files that are there. */
  readonly varFiles: readonly string[];
  readonly init: boolean;
  readonly checks: readonly Check[];
  readonly failOn: FailOn;
  /** Ids of lint rules that report nothing. */
  readonly lintIgnore: readonly string[];
  /** Globs of the plugin sources that `packer init` may install from. */
  readonly pluginSources: readonly string[];
  readonly onError: OnError;
  readonly parallelBuilds: number | undefined;
  readonly force: boolean;
  /** Minutes for the whole step; undefined for no limit of its own. */
  readonly timeoutMinutes: number | undefined;
  /** How often builds that failed for a transient reason are tried again. */
  readonly retries: number;
  readonly onPartial: OnPartial;
  readonly sweep: boolean;
  readonly commitTag: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Absolute path. */
  readonly manifestFile: string;
  /** Absolute path; empty writes none. */
  readonly tfvarsFile: string;
  readonly tfvarsVariables: ReadonlyMap<string, OutputName>;
  /** Absolute path; empty writes none. */
  readonly sarifFile: string;
  readonly comment: boolean;
  readonly githubToken: string;
};

/** What an input that is absent or empty means. `action.yml` says the same; a test compares the two. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  mode: 'build',
  templates: '**',
  init: 'true',
  checks: 'fmt\nvalidate\nlint',
  'plugin-sources': 'github.com/hashicorp/*',
  comment: 'true',
  'fail-on': 'error',
  'on-error': 'cleanup',
  force: 'false',
  retries: '1',
  'on-partial': 'keep',
  sweep: 'true',
  'commit-tag': 'CommitSha',
  'tfvars-variables': 'ami_ids=ami-ids',
};

/** Reads the step's inputs; every wrong one is named in the same failure. */
export function readInputs(places: Places): Inputs | Failure {
  return parseInputs((name) => getInput(name), places);
}

/** Inputs from any source of raw texts, so that a test needs no environment. */
export function parseInputs(raw: (name: string) => string, places: Places): Inputs | Failure {
  const problems: string[] = [];
  const text = (name: string): string => (raw(name).trim() === '' ? (DEFAULTS[name] ?? '') : raw(name));
  const take = <T>(name: string, parsed: Parsed<T>, otherwise: T): T => {
    if (parsed.ok) return parsed.value;
    problems.push(`\`${name}\` ${parsed.problem}.`);
    return otherwise;
  };
  const none: ReadonlyMap<string, never> = new Map<string, never>();

  const commitTag = text('commit-tag').trim();
  const inputs: Inputs = {
    mode: take('mode', parseChoice(text('mode'), MODES), 'validate'),
    templates: parseList(text('templates')),
    only: parseList(text('only')),
    except: parseList(text('except')),
    variables: take('variables', parseVariables(text('variables')), none),
    varFiles: take('var-files', parseVarFiles(text('var-files'), places), []),
    init: take('init', parseBoolean(text('init')), true),
    checks: take('checks', parseChoices(text('checks'), CHECKS), []),
    failOn: take('fail-on', parseChoice(text('fail-on'), FAIL_ON), 'error'),
    lintIgnore: take('lint-ignore', parseRuleIds(text('lint-ignore')), []),
    pluginSources: parseList(text('plugin-sources')),
    onError: take('on-error', parseChoice(text('on-error'), ON_ERROR), 'cleanup'),
    parallelBuilds: take('parallel-builds', parseOptionalCount(text('parallel-builds')), undefined),
    force: take('force', parseBoolean(text('force')), false),
    timeoutMinutes: take('timeout-minutes', parseOptionalCount(text('timeout-minutes')), undefined),
    retries: take('retries', parseNumber(text('retries'), 5), 0),
    onPartial: take('on-partial', parseChoice(text('on-partial'), ON_PARTIAL), 'keep'),
    sweep: take('sweep', parseBoolean(text('sweep')), true),
    commitTag: take('commit-tag', checkCommitTag(commitTag), commitTag),
    tags: take('tags', checkTags(parseAssignments(text('tags')), commitTag), none),
    manifestFile:
      take('manifest-file', parseDestination(text('manifest-file'), places), '') ||
      path.join(places.temporary, 'packer-ci-manifest.json'),
    tfvarsFile: take('tfvars-file', parseTfvarsFile(text('tfvars-file'), places), ''),
    sarifFile: take('sarif-file', parseDestination(text('sarif-file'), places), ''),
    comment: take('comment', parseBoolean(text('comment')), true),
    githubToken: text('github-token').trim(),
    tfvarsVariables: take('tfvars-variables', parseTfvarsVariables(text('tfvars-variables')), none),
  };
  return problems.length === 0 ? inputs : inputFailure(problems);
}

/** One failure for all wrong inputs. */
function inputFailure(problems: readonly string[]): Failure {
  const many = problems.length > 1;
  return {
    reason: 'input',
    what: `${many ? `${problems.length} inputs are` : 'An input is'} wrong: ${problems.join(' ')}`,
    why: '',
    fix: `Correct ${many ? 'them' : 'it'} under \`with:\` in the workflow; nothing was run.`,
  };
}

function parseVariables(text: string): Parsed<ReadonlyMap<string, string>> {
  const parsed = parseAssignments(text);
  if (!parsed.ok) return parsed;
  const wrong = [...parsed.value.keys()].find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (wrong === undefined) return parsed;
  return { ok: false, problem: `has \`${wrong}\`, which is no variable name; use letters, digits and _` };
}

function parseRuleIds(text: string): Parsed<readonly string[]> {
  const ids = parseList(text.replaceAll(',', '\n'));
  const unknown = ids.filter((id) => !RULE_TEXTS.some((rule) => rule.id === id));
  if (unknown.length === 0) return { ok: true, value: ids };
  return { ok: false, problem: `has \`${unknown.join('`, `')}\`; use ids of rules, such as \`PKR401\`` };
}

function parseTfvarsFile(text: string, places: Places): Parsed<string> {
  const written = text.trim();
  if (written === '' || written.endsWith('.tfvars.json')) return parseDestination(written, places);
  return {
    ok: false,
    problem: `is \`${written}\`; Terraform reads it by itself only when the name ends in \`.auto.tfvars.json\``,
  };
}

function parseTfvarsVariables(text: string): Parsed<ReadonlyMap<string, OutputName>> {
  const parsed = parseAssignments(text);
  if (!parsed.ok) return parsed;
  const variables = new Map<string, OutputName>();
  for (const [variable, output] of parsed.value) {
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(variable))
      return { ok: false, problem: `has \`${variable}\`, which is no Terraform variable name` };
    const name = OUTPUT_NAMES.find((known) => known === output);
    if (name === undefined)
      return {
        ok: false,
        problem: `has \`${output}\`, which is no output of this action; use one of ${OUTPUT_NAMES.join(', ')}`,
      };
    variables.set(variable, name);
  }
  return { ok: true, value: variables };
}
