import type { Value } from '../../template/model.ts';
import { attribute, nested } from '../blocks.ts';
import { type Builder, builders, INSTANCE_BUILDER } from '../builders.ts';
import { hasChangingCall, isSteadyReference } from '../constancy.ts';
import type { Hit, Rule } from '../rule.ts';
import { isGiven } from '../switches.ts';

/** Names of what is different in every run. */
const RUN_KEY =
  /\b(?:run|build|job|pipeline|workflow|execution)[-_:. ]?(?:id|no|num|number|url|attempt|link)\b|commit|sha\b|revision|timestamp/i;

export const runTags: Rule = {
  id: 'PKR704',
  severity: 'medium',
  title: 'No run_tags to find orphans by',
  what: 'The build instance has no tag that tells which run started it.',
  why: 'When a job is killed, its instance, volume and key pair stay and are billed; without such a tag nobody can tell an orphan from a build that is still running.',
  fix: 'Set `run_tags` with the id of the run and the commit, from variables that the workflow gives.',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap(hitsOf);
  },
};

function hitsOf(builder: Builder): readonly Hit[] {
  const tags = attribute(builder, 'run_tags');
  const blocks = nested(builder, 'run_tag');
  if (blocks.some(identifies) || (tags !== undefined && holdsRun(tags.value, tags.calls))) return [];
  const first = blocks[0];
  const empty = !isGiven(tags?.value) || (tags?.value.kind === 'map' && tags.value.entries.length === 0);
  if (empty && first === undefined) {
    return [
      {
        at: tags?.range ?? builder.header,
        what: `The build instance of \`${builder.name}\` has no \`run_tags\`.`,
      },
    ];
  }
  const at = (empty ? undefined : tags?.range) ?? first?.header ?? builder.header;
  return [
    { at, what: `No tag in the \`run_tags\` of \`${builder.name}\` tells which run started the instance.` },
  ];
}

function identifies({ dynamic, attributes }: Builder['blocks'][number]): boolean {
  const key = attribute({ attributes }, 'key')?.value;
  const value = attribute({ attributes }, 'value');
  return (
    dynamic ||
    (value !== undefined && tellsRun(key?.kind === 'string' ? key.text : '', value.value, value.calls))
  );
}

/** A map that is not known may hold anything. */
function holdsRun(value: Value, calls: readonly string[]): boolean {
  if (value.kind !== 'map') return value.kind === 'unknown';
  return value.entries.some((entry) => tellsRun(entry.key, entry.value, calls));
}

/** What is not known may differ from run to run, unless it is the name of the source or build. */
function tellsRun(key: string, value: Value, calls: readonly string[]): boolean {
  if (RUN_KEY.test(key)) return true;
  if (value.kind === 'string') return hasChangingCall(value.text);
  if (value.kind !== 'unknown') return false;
  return value.references.length === 0 ? calls.length > 0 : !value.references.every(isSteadyReference);
}
