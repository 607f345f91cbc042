import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK = 64 * 1024;

/** How long to wait, in milliseconds, before looking for more; people read no faster. */
const PAUSE = 50;

/**
 * Hands over what a growing file holds, chunk by chunk in constant memory, until its writer has ended and
 * all of it is read, or until `leave` says to stop.
 */
export async function follow(
  file: string,
  ended: Promise<unknown>,
  onChunk: (chunk: Uint8Array) => Promise<void>,
  leave: AbortSignal,
): Promise<void> {
  let over = false;
  const watching = ended.then(() => {
    over = true;
  });
  const handle = await open(file, 'r');
  // One buffer for all reads: what was handed over is used up before the next.
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    while (!leave.aborted) {
      // Asked before reading: what was written before the end is then read after it.
      const last = over;
      const { bytesRead } = await handle.read(buffer);
      if (bytesRead > 0) {
        await onChunk(buffer.subarray(0, bytesRead));
        continue;
      }
      if (last) return;
      await Promise.race([watching, sleep(PAUSE)]);
    }
  } finally {
    await handle.close();
  }
}
