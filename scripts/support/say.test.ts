import { expect, it, vi } from 'vitest';
import { keepBack, say } from './say.mjs';

it('keeps back what is said in one place, and not what is said meanwhile in another', async () => {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => (written.push(String(text)), true));
  try {
    const beside = keepBack(async () => {
      say('first');
      await Promise.resolve();
      say('second');
      return 7;
    });
    say('aloud');
    expect(await beside).toEqual({ result: 7, lines: ['first', 'second'] });
  } finally {
    write.mockRestore();
  }
  expect(written).toEqual(['aloud\n']);
});
