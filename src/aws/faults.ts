import { errorText } from '../errors.ts';
import type { FailureReason } from '../failure.ts';

/** EC2's codes for faults that pass by themselves: throttling, its own trouble, ids that are not known yet. */
const PASSING = [
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'EC2ThrottledException',
  'InvalidAMIID.NotFound',
  'InvalidSnapshot.NotFound',
  'InternalError',
  'InternalFailure',
  'ServiceUnavailable',
  'Unavailable',
  'TimeoutError',
];

/** Node's codes for a network that broke off, which the SDK hands on. */
const NETWORK = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'];

const CREDENTIALS = [
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'CredentialsProviderError',
];

/** Whether it is worth asking again. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(codeOf(error)) || NETWORK.includes(networkCode(error));
}

/** Why tagging failed, in words, and the word for `failure-reason`. */
export function tagCause(error: unknown): { readonly reason: FailureReason; readonly why: string } {
  const code = codeOf(error);
  const why = `EC2 said: ${code}: ${errorText(error)}`;
  if (CREDENTIALS.includes(code)) return { reason: 'credentials', why };
  if (code === 'UnauthorizedOperation')
    return {
      reason: 'tag',
      why: `${why} The role of the job needs ec2:CreateTags, ec2:DescribeImages and ec2:DescribeTags.`,
    };
  return { reason: 'tag', why };
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function networkCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
