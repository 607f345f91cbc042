/** The lines of a file of the repository, or undefined where it cannot be read. */
export type SourceLines = (file: string) => readonly string[] | undefined;
