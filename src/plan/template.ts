/** What Packer is asked to read: a directory, or one file named on its own. */
export type Template = {
  /** Path from the repository's root with forward slashes; `.` for the root itself. Unique in a plan. */
  readonly name: string;
  /** Absolute directory that Packer runs in, so that relative paths in the template mean its own folder. */
  readonly directory: string;
  /** The same directory from the repository's root, `.` for the root: the base of the paths Packer prints. */
  readonly folder: string;
  /** Packer's last argument: `.` for a directory, else the file's name. */
  readonly argument: string;
  /** Its `*.pkr.hcl` files, from the repository's root, sorted. */
  readonly files: readonly string[];
};

/** What a run is about. */
export type Plan = {
  readonly templates: readonly Template[];
};
