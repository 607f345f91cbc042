import type { LedgerEntry } from '../../../src/sweep/ledger.ts';

/** What one reads in the recorded output, of `amazon-ebs.web` and unfinished unless it says otherwise. */
export const RECORDED: Readonly<Record<string, readonly Partial<LedgerEntry>[]>> = {
  'build-docker': [],
  'build-human': [],
  'build-multi': [
    {
      build: 'fleet.amazon-ebs.web',
      instances: ['i-c6434da831c6948a1'],
      securityGroups: ['packer_6b016ac4-3087-3ec4-7941-2d115cd018c5'],
      amis: ['ami-a157580c06c19cb5b'],
      amiNames: ['web-multi'],
      copyRegions: ['eu-west-1', 'ap-southeast-2'],
      finished: 'succeeded',
      keptAmis: [
        { region: 'ap-southeast-2', id: 'ami-a0f3d480b3ce3ed66' },
        { region: 'eu-west-1', id: 'ami-2e01f8e553556ab8c' },
        { region: 'us-east-1', id: 'ami-a157580c06c19cb5b' },
      ],
    },
    {
      build: 'fleet.amazon-ebs.db',
      instances: ['i-1b85c40d59450996d'],
      securityGroups: ['packer_6b016ac4-a6d6-101a-26f5-3e6997abc5e0'],
      amis: ['ami-9bb4d998bf38da7a6'],
      amiNames: ['db-multi'],
      copyRegions: ['eu-west-1'],
      finished: 'succeeded',
      keptAmis: [
        { region: 'eu-west-1', id: 'ami-12fc633695911a881' },
        { region: 'us-east-1', id: 'ami-9bb4d998bf38da7a6' },
      ],
    },
  ],
  'build-name-exists': [{ build: 'web.amazon-ebs.web', amiNames: ['web-single'], finished: 'failed' }],
  'build-partial': [
    {
      build: 'amazon-ebs.db',
      instances: ['i-39a9d19138fa00346'],
      securityGroups: ['packer_6b016ac9-1da7-ef33-03dd-9f8188db2ce7'],
      amiNames: ['db-partial'],
      finished: 'failed',
    },
    {
      instances: ['i-195abdfe2aa494a35'],
      securityGroups: ['packer_6b016ac9-9ee8-3e03-5558-3738e922ff9a'],
      amis: ['ami-1fa20eb9b712081c1'],
      amiNames: ['web-partial'],
      finished: 'succeeded',
      keptAmis: [{ region: 'us-east-1', id: 'ami-1fa20eb9b712081c1' }],
    },
  ],
  'build-qemu': [],
  'build-single': [
    {
      build: 'web.amazon-ebs.web',
      instances: ['i-919684ba0ab1b5686'],
      securityGroups: ['packer_6b016aae-8155-b88b-beab-b167663dff8a'],
      amis: ['ami-5a90107375737fddf'],
      amiNames: ['web-single'],
      finished: 'succeeded',
      keptAmis: [{ region: 'us-east-1', id: 'ami-5a90107375737fddf' }],
    },
  ],
  'cancel-ami-pending': [
    {
      instances: ['i-02cfc1fad5698abca'],
      keyPairs: ['packer_6b017b71-b6d5-1bfa-586e-564698d68859'],
      securityGroups: ['packer_6b017b71-0d40-6239-d310-f3fe03146221'],
      amis: ['ami-0a8acc80b2bc31c2d'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'cancel-group-int': [
    {
      instances: ['i-a7586804cefacaaa0'],
      securityGroups: ['packer_6b017b77-a790-ccec-ccd1-c574fa73e43f'],
      amiNames: ['web-image'],
    },
  ],
  'cancel-term': [
    { instances: ['i-72c5a49372d6981cf'], securityGroups: ['packer_6b016baa-94b9-3f23-2fac-168718deb00d'] },
  ],
  'cancel-term-twice': [
    { instances: ['i-eb4ce77482edbc93d'], securityGroups: ['packer_6b016baf-b184-9ac3-b089-e2031a4b6b44'] },
  ],
  'fail-ami-never-ready': [
    {
      instances: ['i-41a27e9f06ac60475'],
      keyPairs: ['packer_6b017b6c-bcd9-a14d-f72d-855b92777f49'],
      securityGroups: ['packer_6b017b6c-6ef6-011a-c1c7-63c4f87b29c5'],
      amis: ['ami-7e1cc6f714e878787'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'fail-capacity': [
    {
      keyPairs: ['packer_6b017c2b-2edd-1175-cc4b-de0babc7266a'],
      securityGroups: ['packer_6b017c2b-947f-9049-a84f-a5015eab2d42'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'fail-copy-one-region': [
    {
      instances: ['i-b96b7bbf96cc9388d'],
      keyPairs: ['packer_6b017ba9-c98d-a5f1-9dca-ae2427294c21'],
      securityGroups: ['packer_6b017baa-6085-c5ba-3684-05e552625b5d'],
      amis: ['ami-9d4b573c3021d0ca2'],
      amiNames: ['web-image'],
      copyRegions: ['eu-west-1'],
      finished: 'failed',
    },
  ],
  'fail-create-tags-denied': [
    {
      instances: ['i-185a40e5a1bdbdb03'],
      keyPairs: ['packer_6b017b59-fea5-87d7-1add-d19a6f85f879'],
      securityGroups: ['packer_6b017b59-0769-e5ec-c11c-738df4e2d393'],
      amis: ['ami-1b88bf7151e7c531c'],
      amiNames: ['web-image'],
      snapshots: ['snap-b1bd1a77761efcdb8'],
      copyRegions: ['eu-west-1'],
      finished: 'failed',
    },
  ],
  'fail-credentials-expired': [{ finished: 'failed' }],
  'fail-credentials-invalid': [{ finished: 'failed' }],
  'fail-credentials-none': [{ finished: 'failed' }],
  'fail-no-source-ami': [{ amiNames: ['web-image'], finished: 'failed' }],
  'fail-ssh-timeout': [
    {
      instances: ['i-8e45c669096c3c225'],
      securityGroups: ['packer_6b017b7f-8549-90ca-3a09-cc79a16f3a57'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'fail-throttled': [
    {
      keyPairs: ['packer_6b017bae-3766-16cc-5e61-15b822022d38'],
      securityGroups: ['packer_6b017bae-ceeb-f9ec-2962-f6b3afc36514'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'fail-unauthorized-run': [
    {
      keyPairs: ['packer_6b017b68-d586-0fc5-e5ef-d5b333cb9242'],
      securityGroups: ['packer_6b017b68-9b10-ddb8-f1a0-ab3c0cdb55f4'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
  'fail-vcpu-limit': [
    {
      keyPairs: ['packer_6b017b86-7003-76d4-c0bf-df603d9fd09c'],
      securityGroups: ['packer_6b017b86-5d5b-48cc-764e-ff5874459c0b'],
      amiNames: ['web-image'],
      finished: 'failed',
    },
  ],
};
