import path from 'node:path';
import type { Finding } from '../finding.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { findingOf, lint } from '../lint/lint.ts';
import { untrustedPlugins } from '../lint/plugins.ts';
import { RULE_TEXTS, RULES } from '../lint/registry.ts';
import { RULE_SEVERITIES } from '../lint/rule.ts';
import { untrustedPluginSource } from '../lint/rules/pkr103-untrusted-plugin-source.ts';
import type { Template } from '../plan/template.ts';
import { findJsonTemplates } from '../template/json-templates.ts';
import { loadTemplate } from '../template/load.ts';
import type { TemplateModel } from '../template/model.ts';
import { readTemplate } from '../template/read.ts';
import { jsonTemplate } from '../template/refusal.ts';
import { findVarFiles } from '../template/var-files.ts';

export type StaticInputs = Pick<
  Inputs,
  'checks' | 'init' | 'variables' | 'varFiles' | 'lintIgnore' | 'pluginSources'
>;

/** What reading a template tells, without running anything of it. */
export type Reading = {
  readonly model: TemplateModel;
  readonly findings: readonly Finding[];
  /** Whether `packer init` would install only what `plugin-sources` allows; false where that is not known. */
  readonly pluginsAllowed: boolean;
  /** Whether Packer may be asked at all: false for a template in JSON, or one that leads out of the repository. */
  readonly readable: boolean;
};

/** Reads a template's files and runs the lint rules over them. */
export async function readAndLint(
  template: Template,
  inputs: StaticInputs,
  workspace: string,
): Promise<Reading> {
  const relative = (file: string): string => path.relative(workspace, file).replaceAll('\\', '/');
  const source = await loadTemplate({
    name: template.name,
    root: workspace,
    files: template.files,
    varFiles: [...(await findVarFiles(template)), ...inputs.varFiles.map(relative)],
    variables: Object.fromEntries(inputs.variables),
  });
  const { model, findings } = await readTemplate(source);
  const json = await findJsonTemplates(template);
  const untrusted = untrustedPlugins(model, inputs.pluginSources).length > 0;
  return {
    model,
    findings: [
      ...json.map((file) => jsonTemplate(template.name, file)),
      ...findings,
      ...(inputs.init ? refusedPlugins(model, inputs) : []),
      ...(inputs.checks.includes('lint') ? lintFindings(model, inputs) : []),
    ],
    pluginsAllowed: model.complete && !untrusted,
    readable: json.length === 0 && (source.refused ?? []).length === 0,
  };
}

/** What `packer init` must not install: no comment, `checks` or `lint-ignore` turns this off. */
function refusedPlugins(model: TemplateModel, { pluginSources }: StaticInputs): readonly Finding[] {
  const hits = untrustedPluginSource.check(model, { pluginSources });
  return hits.map((hit) => ({ ...findingOf(model, untrustedPluginSource, hit), reason: 'refused' as const }));
}

function lintFindings(model: TemplateModel, inputs: StaticInputs): readonly Finding[] {
  const rules = inputs.init ? RULES.filter((rule) => rule !== untrustedPluginSource) : RULES;
  const found = lint(model, rules, { pluginSources: inputs.pluginSources, ignore: inputs.lintIgnore });
  return found.toSorted((a, b) => gravity(a) - gravity(b));
}

/** The runner shows ten annotations a level, so that critical findings come before high ones. */
function gravity({ rule }: Finding): number {
  const text = RULE_TEXTS.find(({ id }) => id === rule);
  return text === undefined ? 0 : RULE_SEVERITIES.indexOf(text.severity);
}
