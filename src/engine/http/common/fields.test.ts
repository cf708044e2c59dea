import { expect, test } from 'vitest';
import { priorityOf, priorityText, requestFields, responseFields } from './fields';

test.each([
  ['u=1', { urgency: 1, incremental: false }],
  ['u=5, i', { urgency: 5, incremental: true }],
  ['i', { urgency: 3, incremental: true }],
  ['i=?0, u=0', { urgency: 0, incremental: false }],
  ['i=?1,u=7', { urgency: 7, incremental: true }],
  ['u=9', { urgency: 3, incremental: false }],
  ['', { urgency: 3, incremental: true }],
])('the priority %j is understood', (value, priority) => {
  expect(priorityOf([{ name: 'priority', value }])).toEqual(priority);
});

test('a priority is said as it is understood', () => {
  for (const incremental of [true, false])
    for (let urgency = 0; urgency < 8; urgency += 1)
      expect(priorityOf([{ name: 'priority', value: priorityText({ urgency, incremental }) }])).toEqual({
        urgency,
        incremental,
      });
});

test('a request begins with its pseudo-header fields, a response with its status (RFC 9113 section 8.3)', () => {
  const names = requestFields('/a', 'server', { urgency: 0, incremental: false }).map(({ name }) => name);
  expect(names).toEqual([':method', ':scheme', ':authority', ':path', 'user-agent', 'accept', 'priority']);
  expect(responseFields(404, 0)[0]).toEqual({ name: ':status', value: '404' });
});
