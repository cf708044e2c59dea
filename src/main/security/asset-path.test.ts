import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetPath, contentTypeOf } from './asset-path';

const folder = path.resolve('/opt/hoplab/renderer');
const origin = 'app://hoplab';
const find = (address: string) => assetPath(folder, origin, address);

describe('assetPath', () => {
  it("gives the page for the folder's address", () => {
    expect(find('app://hoplab/')).toBe(path.join(folder, 'index.html'));
  });

  it('gives a file of a folder below, without query and fragment', () => {
    expect(find('app://hoplab/assets/index.js?v=1#x')).toBe(path.join(folder, 'assets', 'index.js'));
  });

  it('decodes names', () => {
    expect(find('app://hoplab/a%20b.png')).toBe(path.join(folder, 'a b.png'));
  });

  it.each([
    'app://elsewhere/index.html',
    'app://hoplab:81/index.html',
    'https://hoplab/index.html',
    'app://hoplab/..%2f..%2fetc/passwd',
    'app://hoplab/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://hoplab/..%5c..%5csecret',
    'app://hoplab/index.html%00.png',
    'app://hoplab/%zz',
    'no address',
  ])('refuses %s', (address) => {
    expect(find(address)).toBeUndefined();
  });

  it('never leaves its folder', () => {
    const part = fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', 'a', '%00', '..%2f', '//');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = find(`app://hoplab/${parts.join('')}`);
        expect(file === undefined || path.resolve(file).startsWith(folder + path.sep)).toBe(true);
      }),
    );
  });
});

describe('contentTypeOf', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['a/index-Bx1.js', 'text/javascript; charset=utf-8'],
    ['font.WOFF2', 'font/woff2'],
    ['unknown', 'application/octet-stream'],
  ])('of %s is %s', (file, type) => {
    expect(contentTypeOf(file)).toBe(type);
  });
});
