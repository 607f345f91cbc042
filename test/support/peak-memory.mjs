// Preloaded into the measured process: on its way out it writes the most memory it ever held, in kilobytes.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const file = process.env.PEAK_MEMORY_FILE;
  if (file !== undefined) writeFileSync(file, String(peak()));
});

function peak() {
  try {
    // Not `resourceUsage()` on Linux: its peak starts with that of the process that forked this one.
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
