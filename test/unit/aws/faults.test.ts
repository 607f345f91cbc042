import { describe, expect, test } from 'vitest';
import { isPassing, tagCause } from '../../../src/aws/faults.ts';
import { ec2Error } from '../ec2-in-memory.ts';

describe('a fault', () => {
  test.each(['RequestLimitExceeded', 'InvalidAMIID.NotFound', 'InternalError', 'TimeoutError'])(
    '%s passes',
    (code) => {
      expect(isPassing(ec2Error(code))).toBe(true);
    },
  );

  test.each(['UnauthorizedOperation', 'ExpiredToken', 'TagLimitExceeded', 'Error', ''])(
    '%s stays',
    (code) => {
      expect(isPassing(ec2Error(code))).toBe(false);
    },
  );

  test.each(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'])('of the network, %s, passes', (code) => {
    expect(isPassing(Object.assign(new Error(`connect ${code}`), { code }))).toBe(true);
  });

  test('that is no error stays', () => {
    expect(isPassing('RequestLimitExceeded')).toBe(false);
    expect(isPassing(undefined)).toBe(false);
  });

  test("is told with EC2's code and words, and the chain of its causes", () => {
    const error = ec2Error('CredentialsProviderError', 'Could not load credentials');
    error.cause = new Error('no profile');
    expect(tagCause(error)).toEqual({
      reason: 'credentials',
      why: 'EC2 said: CredentialsProviderError: Could not load credentials (no profile)',
    });
  });

  test('of permissions names those that are needed', () => {
    const { reason, why } = tagCause(ec2Error('UnauthorizedOperation', 'You are not authorized'));
    expect(reason).toBe('tag');
    expect(why).toMatch(/You are not authorized.*ec2:CreateTags, ec2:DescribeImages and ec2:DescribeTags/);
  });
});
