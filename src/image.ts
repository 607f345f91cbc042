/** The kinds of image that a build can leave. */
export type ImageKind = 'ami' | 'volume' | 'docker' | 'azure' | 'google' | 'vm' | 'file' | 'other';

/** One thing that a build left: an AMI in a region, a container image, files of a VM. */
export type Image = {
  /** Name of the template. */
  readonly template: string;
  /** The build, by the name Packer prints: `amazon-ebs.web`, `fleet.amazon-ebs.web`. */
  readonly build: string;
  /** The builder's type, such as `amazon-ebs`. */
  readonly builder: string;
  /** Packer's id of the component that made it, such as `mitchellh.amazonebs`. */
  readonly builderId: string;
  readonly kind: ImageKind;
  /** AWS region; empty for other kinds. */
  readonly region: string;
  /** AMI id, image digest, resource id or name, as the builder calls it. */
  readonly id: string;
  /** Names that a registry would know it by: `repository:tag`. */
  readonly names: readonly string[];
  /** Files it consists of, as Packer printed them. */
  readonly files: readonly string[];
  /** EBS snapshots of an AMI. */
  readonly snapshots: readonly string[];
  readonly commit: string;
  /** Left by a build that failed in other regions; not among `ami-ids`. */
  readonly partial?: true;
  /** Tags read back from EC2 after writing; empty where the image carries none. */
  readonly tags: Readonly<Record<string, string>>;
};

/** An image as its artifact names it, before anything else is known of it; the fields in the order people read them. */
export function newImage(of: Pick<Image, 'template' | 'build' | 'builderId' | 'kind' | 'commit'>): Image {
  const { template, build, builderId, kind, commit } = of;
  const contents = { region: '', id: '', names: [], files: [], snapshots: [] };
  return { template, build, builder: builderType(build), builderId, kind, ...contents, commit, tags: {} };
}

/** `amazon-ebs` of `amazon-ebs.web` and of `fleet.amazon-ebs.web`. */
function builderType(build: string): string {
  return build.split('.').at(-2) ?? build;
}
