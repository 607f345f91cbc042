import type { Context } from './context.ts';
import type { Failure } from './failure.ts';
import type { Inputs } from './inputs/inputs.ts';

/**
 * How far the template's code may go. A template is code: `init` runs plugins, `validate` evaluates functions
 * that reach out, `build` runs whatever a provisioner says.
 */
export type Trust =
  | { readonly kind: 'full' }
  /** A fork's pull request: its text is read; Packer evaluates it only with plugins that are allowed; never built. */
  | { readonly kind: 'fork' }
  /** An event that runs with the base repository's secrets: template code is not run at all. */
  | { readonly kind: 'none'; readonly event: string };

/** Events in which anybody's text can run beside the repository's secrets and cache. */
const PRIVILEGED_EVENTS = ['pull_request_target', 'workflow_run', 'issue_comment'];

export function trustOf({ event, pullRequest }: Pick<Context, 'event' | 'pullRequest'>): Trust {
  if (PRIVILEGED_EVENTS.includes(event)) return { kind: 'none', event };
  return pullRequest?.fork ? { kind: 'fork' } : { kind: 'full' };
}

/** The failure of a run that would run template code where it must not; undefined where it would not. */
export function refusal(trust: Trust, inputs: Pick<Inputs, 'mode' | 'init' | 'checks'>): Failure | undefined {
  if (trust.kind !== 'none') return undefined;
  if (inputs.mode !== 'build' && !inputs.init && !inputs.checks.includes('validate')) return undefined;
  return {
    reason: 'refused',
    what: `Nothing was run: on \`${trust.event}\` this action runs no template code.`,
    why: 'Such a run holds the secrets of the repository, and a template from a pull request is code: plugins, functions and provisioners would run beside them.',
    fix: 'Use `on: pull_request`, or keep to what only reads text: `mode: validate`, `init: false` and `checks: fmt, lint`.',
  };
}
