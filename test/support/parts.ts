import { inject } from 'vitest';

/** Something the tests need beside Node and Git; `scripts/install` finds and installs it. */
export type Part = {
  readonly available: boolean;
  readonly path: string;
  readonly version: string;
  readonly reason: string;
};

export type PartName = 'packer' | 'moto' | 'sshd' | 'terraform';

declare module 'vitest' {
  interface ProvidedContext {
    /** Root of this repository. */
    readonly root: string;
    /** Folder of this run of the tests for temporary ones. */
    readonly temporary: string;
    readonly parts: Readonly<Record<PartName, Part>>;
  }
}

/** A part of this machine. */
export function part(name: PartName): Part {
  return inject('parts')[name];
}

/** Whether one of the parts is not here, so that tests which need them all are skipped. */
export function isMissing(...names: readonly PartName[]): boolean {
  return names.some((name) => !part(name).available);
}
