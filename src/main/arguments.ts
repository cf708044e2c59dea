import path from 'node:path';

export interface AppArguments {
  /** Absolute path of the lab to open. */
  readonly file: string | undefined;
  /** Absolute folder to export into without a screen; undefined in an ordinary start. */
  readonly offscreenFolder: string | undefined;
}

export interface ArgumentSurroundings {
  /** Whether a bare Electron runs the app's folder, which is an argument of its own then. */
  readonly defaultApp: boolean;
  readonly workingFolder: string;
}

const offscreenSwitch = '--hoplab-offscreen-export=';

/**
 * Reads a command line as the system gave it: the program first. The last argument that is no switch is the file,
 * seen from the working folder; switches that are not the app's own are Chromium's.
 * Throws a RangeError on an export folder that is not absolute.
 */
export function parseArguments(argv: readonly string[], surroundings: ArgumentSurroundings): AppArguments {
  const given = argv.slice(1);
  const plain = given.filter((argument) => argument !== '' && !argument.startsWith('-'));
  const file = (surroundings.defaultApp ? plain.slice(1) : plain).at(-1);
  const offscreen = given.findLast((argument) => argument.startsWith(offscreenSwitch));
  const offscreenFolder = offscreen?.slice(offscreenSwitch.length);
  if (offscreenFolder !== undefined && !path.isAbsolute(offscreenFolder))
    throw new RangeError(`${offscreenSwitch}${offscreenFolder}: give an absolute folder`);
  return {
    file: file === undefined ? undefined : path.resolve(surroundings.workingFolder, file),
    offscreenFolder,
  };
}
