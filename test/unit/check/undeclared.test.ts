import { describe, expect, test } from 'vitest';
import { undeclaredVariables } from '../../../src/check/undeclared.ts';
import { readText } from '../template/reading.ts';

const WORKFLOW = '.github/workflows/images.yml';

async function undeclared(names: readonly string[], template: string, workflow: readonly string[] = []) {
  const { model } = await readText(template);
  const sources = (file: string) => (file === WORKFLOW ? workflow : undefined);
  return undeclaredVariables(new Map(names.map((name) => [name, 'secret'])), [model], {
    file: WORKFLOW,
    sources,
  });
}

const DECLARED = 'variable "region" {}\nvariables {\n  size = 1\n}\n';

describe('variables of the step that no template declares', () => {
  test('are told, each with its name and never its value', async () => {
    const findings = await undeclared(['region', 'size', 'regoin', 'siez'], DECLARED);
    expect(findings.map(({ severity, what }) => [severity, /`(\w+)`/.exec(what)?.[1]])).toEqual([
      ['warning', 'regoin'],
      ['warning', 'siez'],
    ]);
    expect(JSON.stringify(findings)).not.toContain('secret');
  });

  test.each([
    { title: 'its line', lines: ['with:', '  variables: |', '    regoin=x'], line: 3 },
    { title: 'its line, with blanks about the sign', lines: ['variables: |', '    regoin = x'], line: 2 },
    { title: 'the line of a single one', lines: ['with:', '  variables: regoin=x'], line: 2 },
    {
      title: 'the line that has no other name in front',
      lines: ['    old_regoin=x', '    regoin=x'],
      line: 2,
    },
  ])('stand at $title of the workflow', async ({ lines, line }) => {
    const [finding] = await undeclared(['regoin'], DECLARED, lines);
    expect(finding?.at).toEqual({ file: WORKFLOW, line });
  });

  test('have no place where the workflow does not show them', async () => {
    const [finding] = await undeclared(['regoin'], DECLARED, ['variables: ${{ inputs.variables }}']);
    expect(finding).toBeDefined();
    expect(finding?.at).toBeUndefined();
  });

  test('are not told where a template could not be read whole', async () => {
    expect(await undeclared(['regoin'], `${DECLARED}locals {\n`)).toEqual([]);
  });
});
