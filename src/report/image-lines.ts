import type { Report } from './report.ts';

/** The images as the log's last lines show them, in columns. */
export function imageLines({ images }: Report): readonly string[] {
  const rows = images.map(({ template, build, region, kind, id, names, files }) => [
    template,
    build,
    region || kind,
    [id === 'VM' ? '' : id, ...names, ...files].filter(Boolean).join(' '),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return `${index === 0 ? 'Images' : '      '}        ${cells}`.trimEnd();
  });
}
