import type { BuildResult, BuildSummary } from '../../src/build/result.ts';
import type { Failure } from '../../src/failure.ts';
import type { Finding } from '../../src/finding.ts';
import type { Image } from '../../src/image.ts';
import { parseEvent } from '../../src/packer/machine-readable.ts';
import type { Captured, Packer } from '../../src/packer/packer.ts';
import type { Template } from '../../src/plan/template.ts';
import type { Report } from '../../src/report/report.ts';
import type { TemplateModel } from '../../src/template/model.ts';

/** The head commit of every test. */
export const COMMIT = '4f2a91c0d3b5e6f708192a3b4c5d6e7f80912345';

/** The template `images/web`, unless a test wants another. */
export function createTemplate(overrides: Partial<Template> = {}): Template {
  return {
    name: 'images/web',
    directory: '/repository/images/web',
    folder: 'images/web',
    argument: '.',
    files: ['images/web/main.pkr.hcl'],
    ...overrides,
  };
}

/** A model of an empty template. */
export function createModel(overrides: Partial<TemplateModel> = {}): TemplateModel {
  const nothing = { files: [], varFiles: [], blocks: [], assignments: [], comments: [] };
  return { name: 'images/web', ...nothing, complete: true, ...overrides };
}

/** An AMI of `amazon-ebs.web` in us-east-1. */
export function createImage(overrides: Partial<Image> = {}): Image {
  return {
    template: 'images/web',
    build: 'amazon-ebs.web',
    builder: 'amazon-ebs',
    builderId: 'mitchellh.amazonebs',
    kind: 'ami',
    region: 'us-east-1',
    id: 'ami-0123456789abcdef0',
    names: [],
    files: [],
    snapshots: [],
    commit: COMMIT,
    tags: {},
    ...overrides,
  };
}

export function createFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    severity: 'error',
    rule: 'packer',
    template: 'images/web',
    what: 'Unsupported argument',
    why: 'An argument named "ami_nam" is not expected here.',
    fix: 'Correct or remove the argument.',
    reason: 'validate',
    ...overrides,
  };
}

export function createFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    reason: 'build',
    what: 'The build failed.',
    why: 'The disk was full.',
    fix: 'Get a bigger disk.',
    ...overrides,
  };
}

export function createBuild(overrides: Partial<BuildSummary> = {}): BuildSummary {
  return {
    name: 'amazon-ebs.web',
    seconds: 372,
    images: [],
    failure: undefined,
    transient: false,
    ...overrides,
  };
}

/** All builds of `images/web`. */
export function createBuildResult(overrides: Partial<BuildResult> = {}): BuildResult {
  const nothing = { builds: [], findings: [], failure: undefined, warnings: [] };
  return { template: createTemplate(), commit: COMMIT, ...nothing, ...overrides };
}

/** A run of mode `build` in which nothing happened. */
export function createReport(overrides: Partial<Report> = {}): Report {
  return {
    mode: 'build',
    commit: COMMIT,
    packerVersion: '1.16.0',
    rulePages: '',
    templates: ['images/web'],
    checks: [],
    builds: [],
    images: [],
    findings: [],
    failures: [],
    warnings: [],
    swept: { removed: [], left: [] },
    ...overrides,
  };
}

/** A Packer that gives the same answer to every short call. */
export function createPacker(answer: Partial<Captured>): Packer {
  const captured: Captured = { ending: { kind: 'exited', code: 0 }, stdout: '', stderr: '', ...answer };
  return {
    path: '/usr/bin/packer',
    capture: async () => captured,
    stream: async () => captured.ending,
  };
}

/** The events in what `packer build -machine-readable` printed. */
export function eventsOf(stdout: string): readonly ReturnType<typeof parseEvent>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(parseEvent);
}
