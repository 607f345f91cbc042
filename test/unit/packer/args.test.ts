import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BuildArgsInputs,
  buildArgs,
  fmtArgs,
  initArgs,
  validateArgs,
} from '../../../src/packer/args.ts';
import { createTemplate } from '../builders.ts';

const NOTHING: BuildArgsInputs = {
  only: [],
  except: [],
  varFiles: [],
  onError: 'cleanup',
  parallelBuilds: undefined,
  force: false,
};

describe('what Packer is called with', () => {
  test('to install plugins', () => {
    expect(initArgs(createTemplate())).toEqual(['init', '.']);
  });

  test('to check the format', () => {
    expect(fmtArgs(createTemplate({ argument: 'web.pkr.hcl' }))).toEqual([
      'fmt',
      '-check',
      '-diff',
      'web.pkr.hcl',
    ]);
  });

  test('to validate with nothing chosen', () => {
    expect(validateArgs(createTemplate(), NOTHING)).toEqual(['validate', '.']);
  });

  test.each<[string, Partial<BuildArgsInputs>, readonly string[]]>([
    ['nothing chosen', {}, []],
    ['one build', { only: ['amazon-ebs.web'] }, ['-only=amazon-ebs.web']],
    ['some builds', { only: ['a.*', 'b.c'] }, ['-only=a.*,b.c']],
    ['some left out', { except: ['manifest', 'x.*'] }, ['-except=manifest,x.*']],
    ['var files', { varFiles: ['/r/a b.hcl', '/r/c.json'] }, ['-var-file=/r/a b.hcl', '-var-file=/r/c.json']],
    ['a cleanup provisioner', { onError: 'run-cleanup-provisioner' }, ['-on-error=run-cleanup-provisioner']],
    ['two at once', { parallelBuilds: 2 }, ['-parallel-builds=2']],
    ['force', { force: true }, ['-force']],
    [
      'everything',
      {
        only: ['a'],
        except: ['b'],
        varFiles: ['/r/c.hcl'],
        onError: 'run-cleanup-provisioner',
        parallelBuilds: 3,
        force: true,
      },
      [
        '-on-error=run-cleanup-provisioner',
        '-parallel-builds=3',
        '-force',
        '-only=a',
        '-except=b',
        '-var-file=/r/c.hcl',
      ],
    ],
  ])('to build with %s', (_, inputs, options) => {
    expect(buildArgs(createTemplate(), { ...NOTHING, ...inputs })).toEqual([
      'build',
      '-machine-readable',
      ...options,
      '.',
    ]);
  });
});

test('no value of an input becomes an option of its own', () => {
  const value = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('-force', '--on-error=abort', '-', '-var=x=1', 'a -force', "'", '-only=x,-force'),
  );
  const inputs = fc.record<BuildArgsInputs>({
    only: fc.array(value, { maxLength: 3 }),
    except: fc.array(value, { maxLength: 3 }),
    varFiles: fc.array(value, { maxLength: 3 }),
    onError: fc.constantFrom('cleanup', 'run-cleanup-provisioner'),
    parallelBuilds: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    force: fc.boolean(),
  });
  fc.assert(
    fc.property(inputs, (chosen) => {
      const template = createTemplate();
      for (const args of [buildArgs(template, chosen), validateArgs(template, chosen)]) {
        expect(args.at(-1)).toBe('.');
        const options = args.slice(1, -1);
        const flags = options.filter((option) => !option.includes('='));
        expect(flags.filter((flag) => !['-machine-readable', '-force'].includes(flag))).toEqual([]);
        expect(args[0] === 'build' && flags.includes('-force')).toBe(args[0] === 'build' && chosen.force);
        expect(
          options.every((option) =>
            /^-(machine-readable|force|(on-error|parallel-builds|only|except|var-file)=)/.test(option),
          ),
        ).toBe(true);
        const names = options.map((option) => option.split('=')[0]);
        expect(names.filter((name) => name === '-only')).toHaveLength(chosen.only.length > 0 ? 1 : 0);
        expect(names.filter((name) => name === '-var-file')).toHaveLength(chosen.varFiles.length);
        expect(names.filter((name) => name === '-on-error').length).toBeLessThan(2);
      }
    }),
  );
});
