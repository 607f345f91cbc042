import { expect, test } from 'vitest';
import { manifestText } from '../../../src/report/manifest.ts';
import {
  COMMIT,
  createBuild,
  createBuildResult,
  createFailure,
  createImage,
  createReport,
} from '../builders.ts';

const CONTEXT = {
  repository: 'acme/images',
  ref: 'refs/heads/main',
  runUrl: 'https://github.com/acme/images/actions/runs/42',
};

test('the manifest of a run says what was built, how each build went and why one failed', () => {
  const failure = createFailure({ reason: 'provisioner', what: 'The build amazon-ebs.db failed.' });
  const report = createReport({
    images: [createImage()],
    failures: [failure],
    builds: [
      createBuildResult({
        builds: [createBuild(), createBuild({ name: 'amazon-ebs.db', seconds: 3, failure })],
      }),
    ],
  });
  const text = manifestText(report, CONTEXT);
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    version: 1,
    repository: 'acme/images',
    ref: 'refs/heads/main',
    run: 'https://github.com/acme/images/actions/runs/42',
    commit: COMMIT,
    packerVersion: '1.16.0',
    templates: ['images/web'],
    builds: [
      { template: 'images/web', build: 'amazon-ebs.web', seconds: 372, state: 'succeeded' },
      {
        template: 'images/web',
        build: 'amazon-ebs.db',
        seconds: 3,
        state: 'failed',
        reason: 'provisioner',
        message: 'The build amazon-ebs.db failed.',
      },
    ],
    images: [createImage()],
    failures: [failure],
  });
});

test('the manifest of a run that did nothing is whole', () => {
  expect(JSON.parse(manifestText(createReport({ templates: [] }), CONTEXT))).toMatchObject({
    version: 1,
    templates: [],
    builds: [],
    images: [],
    failures: [],
  });
});
