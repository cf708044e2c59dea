import { describe, expect, it } from 'vitest';
import { progressOn } from './progress';
import type { Surroundings } from './surroundings';

function progress(terminal: Surroundings['terminal']) {
  let err = '';
  const surroundings = {
    folder: '',
    scenariosFolder: '',
    out: () => undefined,
    err: (text: string) => (err += text),
  };
  return { line: progressOn({ ...surroundings, terminal }), written: () => err };
}

describe('progress', () => {
  it('is shown on a terminal within its width, and taken away at the end', () => {
    const { line, written } = progress({ columns: 30 });
    line.show('x'.repeat(100));
    expect(written()).toBe(`\r\u001b[K${'x'.repeat(29)}`);
    line.clear();
    expect(written().endsWith('\r\u001b[K')).toBe(true);
  });

  it('is not shown more often than anyone can read', () => {
    const { line, written } = progress({ columns: 80 });
    for (let count = 0; count < 1000; count++) line.show('line');
    expect(written().split('line').length - 1).toBeLessThan(10);
  });

  it('is nothing where standard error is no terminal', () => {
    const { line, written } = progress(undefined);
    line.show('x');
    line.clear();
    expect(written()).toBe('');
  });
});
