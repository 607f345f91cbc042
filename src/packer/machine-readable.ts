/**
 * One line of `packer build -machine-readable`: `unix-time,target,type,data...`.
 * Read in Packer's source: `packer/ui.go` (MachineReadableUi) and `command/build.go`.
 */
export type PackerEvent =
  | { readonly kind: 'ui'; readonly time: number; readonly level: string; readonly text: string }
  | { readonly kind: 'build-error'; readonly build: string; readonly text: string }
  | { readonly kind: 'error-count'; readonly count: number }
  | {
      readonly kind: 'artifact';
      readonly build: string;
      readonly index: number;
      /** `builder-id`, `id`, `string`, `files-count`, `file`, `nil` or `end`. */
      readonly field: string;
      readonly values: readonly string[];
    }
  /** A well-formed line of a type that nothing here needs. */
  | { readonly kind: 'other'; readonly type: string }
  /** Not Packer's machine-readable form: shown as it came. */
  | { readonly kind: 'unreadable'; readonly raw: string };

/** Ten digits and up to nine more: Packer prints whole seconds since 1970. */
const TIME = /^\d{1,19}$/;

/** Reads one line. Fields have their commas back; CR and LF are still `\r` and `\n`, see `text.ts`. */
export function parseEvent(line: string): PackerEvent {
  const fields = line.split(',');
  const [time = '', target = '', type = '', ...data] = fields;
  if (fields.length < 3 || !TIME.test(time) || type === '') return { kind: 'unreadable', raw: line };
  const values = data.map(restoreCommas);
  switch (type) {
    case 'ui':
      // Packer escapes commas, so there are two fields; more would be text that it forgot to escape.
      return { kind: 'ui', time: Number(time), level: values[0] ?? '', text: values.slice(1).join(',') };
    case 'error':
      return { kind: 'build-error', build: restoreCommas(target), text: values.join(',') };
    case 'error-count':
      return { kind: 'error-count', count: Number(values[0]) || 0 };
    case 'artifact': {
      const [index = '', field = '', ...rest] = values;
      if (!/^\d+$/.test(index) || field === '') return { kind: 'unreadable', raw: line };
      return { kind: 'artifact', build: restoreCommas(target), index: Number(index), field, values: rest };
    }
    default:
      return { kind: 'other', type };
  }
}

function restoreCommas(field: string): string {
  return field.includes('%!(') ? field.replaceAll('%!(PACKER_COMMA)', ',') : field;
}
