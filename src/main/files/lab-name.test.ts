import { describe, expect, it } from 'vitest';
import { labName, proposedFileName, withEnding } from './lab-name';

describe('labName', () => {
  it.each([
    ['/labs/office.hoplab.json', 'office'],
    ['/labs/office.json', 'office'],
    ['/labs/two.words.hoplab.json', 'two.words'],
    ['/labs/office', 'office'],
  ])('of %s is %s', (file, name) => expect(labName(file)).toBe(name));
});

describe('proposedFileName', () => {
  it.each([
    ['Office', 'Office.hoplab.json'],
    ['서울 – US', '서울 – US.hoplab.json'],
    ['a/b\\c: "d"?', 'a b c d.hoplab.json'],
    ['../..', 'Untitled.hoplab.json'],
    ['', 'Untitled.hoplab.json'],
  ])('for %j is %j', (title, name) => expect(proposedFileName(title)).toBe(name));

  it('is never too long for a file system', () => {
    expect(proposedFileName('x'.repeat(500)).length).toBeLessThan(120);
  });
});

describe('withEnding', () => {
  it.each([
    ['/labs/office', '/labs/office.hoplab.json'],
    ['/labs/v1.2', '/labs/v1.2.hoplab.json'],
    ['/labs/office.json', '/labs/office.json'],
    ['/labs/office.HOPLAB.JSON', '/labs/office.HOPLAB.JSON'],
  ])('makes %s %s', (file, whole) => expect(withEnding(file)).toBe(whole));

  it('takes another ending', () => {
    expect(withEnding('/out/run', '.pcapng')).toBe('/out/run.pcapng');
    expect(withEnding('/out/run.pcapng', '.pcapng')).toBe('/out/run.pcapng');
  });
});
