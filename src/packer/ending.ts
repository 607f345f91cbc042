/** How a process ended. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** It goes on without us: the step was cancelled and had to return before Packer was done. */
  | { readonly kind: 'left' };

/** @actions/exec gives a null exit code for a process that a signal ended, though its type says number. */
export function endingOf(code: number | null, signal: string | null): Ending {
  return code === null ? { kind: 'killed', signal: signal ?? 'a signal' } : { kind: 'exited', code };
}

/** An ending in words: `exit code 1`, `killed by SIGKILL`. */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'exited':
      return `exit code ${ending.code}`;
    case 'killed':
      return `killed by ${ending.signal}`;
    case 'left':
      return 'left to clean up';
  }
}
