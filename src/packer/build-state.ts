import type { PackerEvent } from './machine-readable.ts';
import { readMessage, restoreLineEnds } from './text.ts';

/** What one builder or post-processor of a build left, in Packer's own words. */
export type Artifact = {
  readonly builderId: string;
  readonly id: string;
  /** Packer's description of it, of several lines. */
  readonly text: string;
  readonly files: readonly string[];
};

/** One builder run by the name Packer prints. */
export type PackerBuild = {
  readonly name: string;
  readonly artifacts: readonly Artifact[];
  /** Packer's errors for this build; empty when it succeeded. */
  readonly errors: readonly string[];
  /** Last lines that it printed as errors, such as a script's standard error. */
  readonly lastWords: readonly string[];
  /** Seconds from its first word to its end, by Packer's clock. */
  readonly seconds: number;
};

/** All that a run of `packer build` said. */
export type BuildState = {
  readonly builds: readonly PackerBuild[];
  /** What was said outside any build: diagnostics, warnings too; a plugin that did not start. */
  readonly outside: readonly string[];
  readonly cancelled: boolean;
  /** Lines that were not machine-readable: how many, and the first. */
  readonly unreadable: { readonly count: number; readonly first: string };
};

const LAST_WORDS = 5;
const MOST_OUTSIDE = 100;

type Growing = {
  name: string;
  artifacts: Map<number, Draft>;
  errors: string[];
  lastWords: string[];
  from: number;
  to: number;
};
type Draft = { builderId: string; id: string; text: string; files: string[]; absent: boolean };

/** Folds the events of one run. What it holds grows with the builds, never with the length of the log. */
export function createBuildState(): {
  readonly add: (event: PackerEvent) => void;
  readonly result: () => BuildState;
} {
  const builds = new Map<string, Growing>();
  const outside: string[] = [];
  let cancelled = false;
  let unreadable = { count: 0, first: '' };

  const build = (name: string, time = 0): Growing => {
    const known = builds.get(name) ?? {
      name,
      artifacts: new Map(),
      errors: [],
      lastWords: [],
      from: time,
      to: time,
    };
    builds.set(name, known);
    return known;
  };

  const addUi = (time: number, level: string, text: string): void => {
    const end = /^Build '(.+?)' (?:finished|errored)/.exec(text)?.[1];
    if (end !== undefined) {
      build(end, time).to = time;
      return;
    }
    if (/^(?:Cancelling build after receiving|Cleanly cancelled builds)/.test(text)) cancelled = true;
    const name = BUILD_NAME.exec(text)?.[1];
    if (name !== undefined) {
      const known = build(name, time);
      known.to = time;
      if (level === 'error')
        known.lastWords = [...known.lastWords, ...readMessage(text).lines].slice(-LAST_WORDS);
    } else if (outsideBuilds(level, text) && outside.length < MOST_OUTSIDE)
      outside.push(restoreLineEnds(text).trim());
  };

  return {
    add: (event) => {
      switch (event.kind) {
        case 'ui':
          return addUi(event.time, event.level, event.text);
        case 'build-error':
          build(event.build).errors.push(restoreLineEnds(event.text).trim());
          return;
        case 'artifact':
          return addArtifact(build(event.build).artifacts, event);
        case 'unreadable':
          unreadable = { count: unreadable.count + 1, first: unreadable.first || event.raw.slice(0, 200) };
          return;
        case 'error-count':
        case 'other':
          return;
      }
    },
    result: () => ({ builds: [...builds.values()].map(finish), outside, cancelled, unreadable }),
  };
}

/** A build's name stands at the very start of its lines; what a provisioner prints comes after it. */
const BUILD_NAME = /^(?:==>| {3}) ([^\s:]+)(?: \([^)]*\))?:/;

/** Errors, and diagnostics of any level, that no build says. */
function outsideBuilds(level: string, text: string): boolean {
  return (level === 'error' && !SUMMARY.test(text)) || text.startsWith('Warning: ');
}

/** Lines that repeat what `error` events say. */
const SUMMARY = /^(?:\\n==> Some builds didn't complete|-->|==>|Cancelling build|Build ')/;

function addArtifact(artifacts: Map<number, Draft>, event: Extract<PackerEvent, { kind: 'artifact' }>): void {
  const draft = artifacts.get(event.index) ?? { builderId: '', id: '', text: '', files: [], absent: false };
  artifacts.set(event.index, draft);
  const value = event.values.join(',');
  if (event.field === 'builder-id') draft.builderId = value;
  else if (event.field === 'id') draft.id = value;
  else if (event.field === 'string') draft.text = restoreLineEnds(value).trim();
  else if (event.field === 'file') draft.files.push(event.values.slice(1).join(','));
  else if (event.field === 'nil') draft.absent = true;
}

function finish(growing: Growing): PackerBuild {
  const { name, errors, lastWords, from, to } = growing;
  const artifacts = [...growing.artifacts]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { absent, ...artifact }]) => (absent ? [] : [artifact]));
  return { name, artifacts, errors, lastWords, seconds: Math.max(0, to - from) };
}
