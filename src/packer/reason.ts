import type { FailureReason } from '../failure.ts';

/** What a build's error means: the word for `failure-reason` and one sentence on what to do. */
export type Cause = {
  readonly reason: FailureReason;
  readonly remedy: string;
  /** Whether it may pass by itself, so that trying again is worth it. */
  readonly transient?: true;
};

/**
 * By what Packer 1.16 with the amazon plugin 1.8, and Packer 1.6 with its own builders, really print; the
 * first that matches decides, so the narrower stand above the wider.
 */
const CAUSES: readonly (readonly [RegExp, Cause])[] = [
  [
    /No valid credential sources found|NoCredentialProviders/,
    {
      reason: 'credentials',
      remedy:
        'Give the job AWS credentials: `permissions: id-token: write` and the step `aws-actions/configure-aws-credentials` before this one.',
    },
  ],
  [
    /\b(ExpiredToken|RequestExpired|ExpiredTokenException)\b/,
    {
      reason: 'credentials',
      remedy:
        'The credentials ran out; raise `role-duration-seconds` of `aws-actions/configure-aws-credentials` above the time of the longest build.',
    },
  ],
  [
    /\b(InvalidClientTokenId|AuthFailure|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId)\b/,
    {
      reason: 'credentials',
      remedy:
        'AWS does not know these credentials; check the role or the secrets that the job uses, and the account.',
    },
  ],
  [
    /\b(RequestLimitExceeded|Throttling|ThrottlingException|TooManyRequestsException|EC2ThrottledException)\b/,
    {
      transient: true,
      reason: 'throttled',
      remedy:
        'EC2 refused the rate of requests; run the job again later, or build fewer images at once (`parallel-builds`).',
    },
  ],
  [
    /\b(InsufficientInstanceCapacity|InsufficientHostCapacity|SpotMaxPriceTooLow)\b/,
    {
      transient: true,
      reason: 'build',
      remedy:
        'EC2 has no machine of this type free; run the job again, or use another instance type or zone.',
    },
  ],
  [
    /\bVcpuLimitExceeded\b|\bInstanceLimitExceeded\b/,
    {
      reason: 'build',
      remedy:
        'The account is at its limit for instances; ask for more in Service Quotas, or build fewer images at once.',
    },
  ],
  [
    /is used by an existing AMI|InvalidAMIName\.Duplicate/,
    {
      reason: 'name-taken',
      remedy:
        'Make `ami_name` unique, for example with `${formatdate("YYYYMMDDhhmmss", timestamp())}` in it, or set `force: true` to replace the old AMI.',
    },
  ],
  [
    /Timeout waiting for (SSH|WinRM)|timeout waiting for (SSH|WinRM)/,
    {
      reason: 'timeout',
      remedy:
        'The machine could not be reached: check the user name, the security group and the subnet, or raise `ssh_timeout`.',
    },
  ],
  [
    /exceeded max wait time|[Tt]imeout while waiting|ResourceNotReady: exceeded wait attempts|deadline exceeded/,
    {
      reason: 'timeout',
      remedy:
        'AWS took longer than Packer waits; raise `delay_seconds` and `max_attempts` in the `aws_polling` block.',
    },
  ],
  [
    /Error copying AMI .* to region/i,
    {
      reason: 'partial',
      remedy:
        'A copy to another region failed; see which AMIs exist below, and run the job again when the cause is gone.',
    },
  ],
  [
    /Error adding tags to|\bCreateTags\b/,
    {
      reason: 'tag',
      remedy: 'Packer could not write its tags; allow `ec2:CreateTags` to the role of the job.',
    },
  ],
  [
    /UnauthorizedOperation|AccessDenied|is not authorized to perform/,
    {
      reason: 'credentials',
      remedy:
        'The role of the job lacks the permission that the message names; add it to the policy of the role.',
    },
  ],
  [
    /No AMI was found matching filters/,
    {
      reason: 'build',
      remedy: 'No source AMI matches; check `filters`, `owners` and the region of `source_ami_filter`.',
    },
  ],
  [
    /non-zero exit status|Error (uploading|executing|removing|running) |error (uploading|executing) /,
    {
      reason: 'provisioner',
      remedy:
        'A provisioner failed; its last lines stand beside this message, and all of them in the log of the build.',
    },
  ],
];

const UNKNOWN: Cause = { reason: 'build', remedy: 'See the log of the build for what led to it.' };

/** The cause of a build's error, from its text. */
export function causeOf(text: string): Cause {
  return CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? UNKNOWN;
}
