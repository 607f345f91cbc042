import { type Image, type ImageKind, newImage } from '../image.ts';
import type { Artifact, PackerBuild } from './build-state.ts';

/** What Packer's artifacts say, in the order they were printed, and ids that could not be read. */
export type ReadArtifacts = { readonly images: readonly Image[]; readonly problems: readonly string[] };

/** By builder id, as the plugins' sources have them; the first that matches decides. */
const KINDS: readonly (readonly [RegExp, ImageKind])[] = [
  [
    /^(mitchellh\.amazonebs|mitchellh\.amazon\.(ebssurrogate|instance|chroot)|packer\.post-processor\.amazon-import)$/,
    'ami',
  ],
  [/^mitchellh\.amazon\.ebsvolume$/, 'volume'],
  [/^packer\.(docker|post-processor\.docker-.+)$/, 'docker'],
  [/^Azure\.ResourceManagement\.VMImage$/, 'azure'],
  [/^packer\.googlecompute$/, 'google'],
  [/^(transcend\.qemu|mitchellh\.(virtualbox|vmware)|MSOpenTech\.hyperv|packer\.parallels|vsphere)/, 'vm'],
  [/^(packer\.file|packer\.post-processor\.(compress|checksum|artifice))$/, 'file'],
];

/** A region and an AMI id as EC2 writes them; anything else is not believed. */
const AMI = /^([a-z]{2,4}(?:-[a-z]+)+-\d{1,2}):(ami-[0-9a-f]{8,17})$/;

/**
 * The images of one build. Packer prints the builder's artifact and one a post-processor, often the same
 * again, so equal ones are given once; names that `docker-tag` adds join the image they name.
 */
export function readArtifacts(build: PackerBuild, template: string, commit: string): ReadArtifacts {
  const images: Image[] = [];
  const problems: string[] = [];
  for (const artifact of build.artifacts) {
    const kind = KINDS.find(([pattern]) => pattern.test(artifact.builderId))?.[1] ?? 'other';
    const base = newImage({ template, build: build.name, builderId: artifact.builderId, kind, commit });
    if (kind === 'ami') {
      const pairs = artifact.id.split(',').map((pair) => AMI.exec(pair.trim()));
      if (pairs.includes(null))
        problems.push(`${build.name}: \`${artifact.id}\` is no list of region:ami-id pairs`);
      for (const pair of pairs)
        if (pair !== null) images.push({ ...base, region: pair[1] ?? '', id: pair[2] ?? '' });
    } else if (kind === 'docker' && /^packer\.post-processor\.docker-(tag|push)$/.test(artifact.builderId)) {
      nameLastDockerImage(images, base, artifact);
    } else if (artifact.id !== '' || artifact.files.length > 0) {
      images.push({ ...base, id: artifact.id, files: artifact.files });
    }
  }
  return { images: unique(images), problems };
}

/** `docker-tag` prints only its last tag as the id; the others are at the end of its description. */
function nameLastDockerImage(images: Image[], base: Image, { id, text }: Artifact): void {
  const names = / with tags (.+)$/.exec(text)?.[1]?.split(/\s+/) ?? [id];
  const at = images.findLastIndex((image) => image.kind === 'docker');
  const image = images[at];
  if (image === undefined) images.push({ ...base, id, names });
  else images[at] = { ...image, names: [...new Set([...image.names, ...names])] };
}

function unique(images: readonly Image[]): readonly Image[] {
  const byIdentity = new Map<string, Image>();
  for (const image of images) {
    const key = [image.kind, image.region, image.id, ...image.files].join('\n');
    if (!byIdentity.has(key)) byIdentity.set(key, image);
  }
  return [...byIdentity.values()];
}
