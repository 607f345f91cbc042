import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Finding, fails } from '../finding.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { SelectionInputs } from '../packer/args.ts';
import { overridesText } from '../packer/overrides.ts';
import type { PackerTools } from '../packer/packer.ts';
import type { Template } from '../plan/template.ts';
import { sensitiveTexts } from '../sensitive.ts';
import type { TemplateModel } from '../template/model.ts';
import type { Trust } from '../trust.ts';
import { mergeFindings } from './merge.ts';
import { askPacker } from './packer-checks.ts';
import { withPlaces } from './places.ts';
import { readAndLint } from './static-checks.ts';

export type CheckInputs = Pick<
  Inputs,
  'init' | 'checks' | 'retries' | 'variables' | 'lintIgnore' | 'pluginSources' | 'failOn'
> &
  SelectionInputs;

export type CheckTools = PackerTools & {
  readonly trust: Trust;
  /** Root of the repository, absolute. */
  readonly workspace: string;
  /** The runner's temporary folder, absolute. */
  readonly temporary: string;
  /** Has the runner show `***` in place of a text from now on. */
  readonly mask: (text: string) => void;
};

/** What the checks found in one template. */
export type CheckResult = {
  readonly template: Template;
  readonly model: TemplateModel;
  /** The var files for Packer, absolute, the strongest last. */
  readonly varFiles: readonly string[];
  readonly findings: readonly Finding[];
  /** Whether it may be built: Packer can build it, and nothing was found that fails the step. */
  readonly buildable: boolean;
};

/**
 * Checks one template: first what reading it tells, which runs none of its code, then what Packer says as far
 * as the run may ask it. Each check says all that it has to say.
 */
export async function check(
  template: Template,
  inputs: CheckInputs,
  tools: CheckTools,
): Promise<CheckResult> {
  const reading = await readAndLint(template, inputs, tools.workspace);
  for (const text of sensitiveTexts(reading.model, inputs.variables, tools.env)) tools.mask(text);
  const varFiles = [
    ...inputs.varFiles,
    ...writeOverrides(template, reading.model, inputs.variables, tools.temporary),
  ];
  const asked = await askPacker(template, { ...inputs, varFiles }, tools, reading);
  const placed = asked.findings.map((finding) => withPlaces(finding, reading.model));
  const findings = mergeFindings(reading.findings, placed, asked.verdict, reading.model.blocks);
  const passed = !findings.some(({ severity }) => fails(severity, inputs.failOn));
  return { template, model: reading.model, varFiles, findings, buildable: asked.buildable && passed };
}

/** The var file for the variables that would lose against another var file; readable by this user only. */
function writeOverrides(
  template: Template,
  model: TemplateModel,
  variables: ReadonlyMap<string, string>,
  temporary: string,
): readonly string[] {
  const text = overridesText(model, variables);
  if (text === '') return [];
  const name = createHash('sha256').update(template.name).digest('hex').slice(0, 16);
  const file = path.join(temporary, `packer-ci-${name}.pkrvars.hcl`);
  writeFileSync(file, text, { mode: 0o600 });
  return [file];
}
