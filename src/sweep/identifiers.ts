/** Ids and names as EC2 and Packer write them; anything else is not believed. */
export const INSTANCE = /^i-[0-9a-f]{8,17}$/;
export const VOLUME = /^vol-[0-9a-f]{8,17}$/;
export const SNAPSHOT = /^snap-[0-9a-f]{8,17}$/;
export const AMI = /^ami-[0-9a-f]{8,17}$/;
export const LAUNCH_TEMPLATE = /^lt-[0-9a-f]{8,17}$/;
export const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
/** What EC2 allows in the name of an AMI. */
export const AMI_NAME = /^[A-Za-z0-9()[\] ./'@_-]{3,128}$/;
/** Packer's name for a temporary key pair or security group. */
export const TEMPORARY_NAME = /^packer_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * When Packer made up a temporary name: its ids begin with the seconds since 1970
 * (`uuid.TimeOrderedUUID` in packer-plugin-sdk).
 */
export function namedAt(temporaryName: string): Date {
  return new Date(Number.parseInt(temporaryName.slice('packer_'.length, 'packer_'.length + 8), 16) * 1000);
}
