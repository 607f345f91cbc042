/** An annotation as the runner makes it from `::error file=…::…`. */
export type Annotation = {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  readonly column: number | undefined;
};

type Command = {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
};

/** What the runner took from a step's output. */
export type Obeyed = {
  /** The first ten of each level; the runner drops the rest. */
  readonly annotations: readonly Annotation[];
  readonly dropped: readonly Annotation[];
  /** Titles of the log's groups. */
  readonly groups: readonly string[];
  /** Every other command that was obeyed, as `name` and `data`. */
  readonly others: readonly { readonly name: string; readonly data: string }[];
};

const MOST_OF_A_LEVEL = 10;

/** The commands that the runner registers. */
const KNOWN = new Set([
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'internal-set-repo-path',
  'debug',
  'warning',
  'error',
  'notice',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
]);

/**
 * The runner's reader of commands: feed it each line of a step's output in order. It follows
 * `ActionCommandManager` and `ActionCommand` of https://github.com/actions/runner
 */
export function createCommandReader(): {
  readonly read: (line: string) => void;
  readonly obeyed: () => Obeyed;
} {
  const annotations: Annotation[] = [];
  const dropped: Annotation[] = [];
  const groups: string[] = [];
  const others: { name: string; data: string }[] = [];
  let stopToken: string | undefined;

  return {
    read: (line) => {
      const isKnown = (name: string): boolean => KNOWN.has(name.toLowerCase()) || name === stopToken;
      const command = parseCommand(line, isKnown) ?? parseOldCommand(line, isKnown);
      if (command === undefined) return;
      const name = command.name.toLowerCase();
      if (stopToken !== undefined) {
        if (command.name === stopToken) stopToken = undefined;
      } else if (name === 'stop-commands') stopToken = command.data;
      else if (name === 'error' || name === 'warning' || name === 'notice') {
        const full = annotations.filter((known) => known.level === name).length >= MOST_OF_A_LEVEL;
        (full ? dropped : annotations).push(toAnnotation(name, command));
      } else if (name === 'group') groups.push(command.data);
      else if (name !== 'endgroup') others.push({ name, data: command.data });
    },
    obeyed: () => ({ annotations, dropped, groups, others }),
  };
}

/** White space as .NET's `TrimStart` sees it: unlike JavaScript's with U+0085 and without U+FEFF. */
const LEADING_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** `::name key=value,key=value::data`, at the start of a line after white space. */
function parseCommand(line: string, isKnown: (name: string) => boolean): Command | undefined {
  const text = line.replace(LEADING_SPACE, '');
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  const head = splitHead(text.slice(2, end));
  if (!isKnown(head.name)) return undefined;
  const properties = parseProperties(head.rest, ',', decodeProperty);
  return { name: head.name, properties, data: decodeData(text.slice(end + 2)) };
}

/** `##[name key=value;key=value]data`, anywhere in a line: the older form, still obeyed. */
function parseOldCommand(line: string, isKnown: (name: string) => boolean): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const head = splitHead(line.slice(start + 3, end));
  if (!isKnown(head.name)) return undefined;
  const properties = parseProperties(head.rest, ';', decodeOld);
  return { name: head.name, properties, data: decodeOld(line.slice(end + 1)) };
}

function splitHead(head: string): { readonly name: string; readonly rest: string } {
  const space = head.indexOf(' ');
  return space < 0 ? { name: head, rest: '' } : { name: head.slice(0, space), rest: head.slice(space + 1) };
}

function parseProperties(
  text: string,
  separator: string,
  decode: (value: string) => string,
): ReadonlyMap<string, string> {
  const pairs = text
    .trim()
    .split(separator)
    .flatMap((pair): [string, string][] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [] : [[pair.slice(0, equals), decode(pair.slice(equals + 1))]];
    });
  return new Map(pairs);
}

function decodeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function decodeProperty(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

function decodeOld(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%25', '%');
}

function toAnnotation(level: Annotation['level'], { properties, data }: Command): Annotation {
  const number = (name: string): number | undefined => {
    const text = properties.get(name);
    return text === undefined ? undefined : Number(text);
  };
  return {
    level,
    message: data,
    title: properties.get('title'),
    file: properties.get('file'),
    line: number('line'),
    endLine: number('endLine'),
    column: number('col'),
  };
}
