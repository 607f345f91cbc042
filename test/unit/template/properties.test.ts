import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, mutatedTemplate } from './arbitrary.ts';
import { readText } from './reading.ts';

test('no text brings the reader down; what it cannot read is a finding within the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText, mutatedTemplate), async (text) => {
      const { model, findings } = await readText(text);
      const lines = text.split('\n').length;
      for (const { at } of findings) {
        expect(at?.line).toBeGreaterThanOrEqual(1);
        expect(at?.line).toBeLessThanOrEqual(lines);
      }
      expect(model.complete).toBe(findings.every(({ severity }) => severity === 'warning'));
    }),
    { numRuns: 500 },
  );
}, 60_000);
