import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments';

const packaged = { defaultApp: false, workingFolder: '/home/someone' };
const unpackaged = { defaultApp: true, workingFolder: '/home/someone' };

describe('parseArguments', () => {
  it('opens nothing when nothing is given', () => {
    expect(parseArguments(['hoplab'], packaged)).toEqual({ file: undefined, offscreenFolder: undefined });
  });

  it('takes a file as seen from the working folder', () => {
    expect(parseArguments(['hoplab', 'labs/my.hoplab.json'], packaged).file).toBe(
      '/home/someone/labs/my.hoplab.json',
    );
  });

  it('leaves an absolute file as it is', () => {
    expect(parseArguments(['hoplab', '/tmp/my.hoplab.json'], packaged).file).toBe('/tmp/my.hoplab.json');
  });

  it("does not take the app's own folder for a file", () => {
    expect(parseArguments(['electron', '--no-sandbox', '/work/app'], unpackaged).file).toBeUndefined();
  });

  it("takes what follows the app's folder, whatever switches stand between", () => {
    const argv = ['electron', '--no-sandbox', '.', '--force-device-scale-factor=1', 'my.hoplab.json'];
    expect(parseArguments(argv, unpackaged).file).toBe('/home/someone/my.hoplab.json');
  });

  it('takes the last of several files', () => {
    expect(parseArguments(['hoplab', 'a.json', 'b.json'], packaged).file).toBe('/home/someone/b.json');
  });

  it('reads the folder of an off-screen export', () => {
    const argv = ['electron', '--hoplab-offscreen-export=/tmp/out', '.'];
    expect(parseArguments(argv, unpackaged).offscreenFolder).toBe('/tmp/out');
  });

  it('refuses a relative folder for an off-screen export', () => {
    const argv = ['electron', '.', '--hoplab-offscreen-export=out'];
    expect(() => parseArguments(argv, unpackaged)).toThrow('absolute');
  });
});
