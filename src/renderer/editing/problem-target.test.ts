import { expect, it } from 'vitest';
import { selectElements } from '../view-model/selection';
import { selectionAtPath } from './problem-target';
import { threeDeviceLab } from './testing/labs';

it.each([
  ['devices[1].tcp', selectElements(['router'])],
  ['links[0].b.device', selectElements([], ['client-router'])],
  ['workloads[0].from', { kind: 'workload', id: 'visit' }],
  ['faults[1].link', { kind: 'fault', index: 1 }],
  ['devices[9]', undefined],
  ['faults[9]', undefined],
  ['duration', undefined],
])('a problem at %s selects %o', (path, selection) => {
  expect(selectionAtPath(threeDeviceLab(), path)).toEqual(selection);
});
