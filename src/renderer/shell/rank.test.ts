import { describe, expect, it } from 'vitest';
import { ranked } from './rank';

const entries = ['Add a server', 'server', 'server-2, US', 'Observer mode', 'Save as…'].map((text) => ({
  text,
}));
const texts = (query: string) => ranked(entries, query).map(({ text }) => text);

describe('searching commands', () => {
  it('puts the exact before the beginning before words before the rest', () => {
    expect(texts('server')).toEqual(['server', 'server-2, US', 'Add a server', 'Observer mode']);
  });

  it('wants every word, in any order', () => {
    expect(texts('serv add')).toEqual(['Add a server']);
    expect(texts('server save')).toEqual([]);
  });

  it('shows everything as it stands for no query', () => {
    expect(texts(' ')).toEqual(entries.map(({ text }) => text));
  });
});
