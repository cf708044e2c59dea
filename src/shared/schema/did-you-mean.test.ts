import { describe, expect, it } from 'vitest';
import { nearest, withSuggestion } from './did-you-mean';

const kinds = ['client', 'router', 'server'];

describe('did you mean', () => {
  it.each([
    ['clinet', 'client'],
    ['Router', 'router'],
    ['serve', 'server'],
    ['rout', 'router'],
    ['laptop', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s', (name, meant) => {
    expect(nearest(name, kinds)).toBe(meant);
  });

  it('is said after what is allowed', () => {
    expect(withSuggestion('client, router', 'ruoter', kinds)).toBe('client, router (did you mean "router"?)');
    expect(withSuggestion('client, router', 7, kinds)).toBe('client, router');
  });
});
