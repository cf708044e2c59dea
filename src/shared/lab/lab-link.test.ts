import { expect, it } from 'vitest';
import { resolveLab } from './lab';
import { threeDevices } from './testing/labs';

function reorderingOf(impairments: object) {
  const lab = threeDevices();
  const [access, ...others] = lab.links;
  const [link] = resolveLab({ ...lab, links: [{ ...access!, impairments }, ...others] }).links;
  return [link?.reorder, link?.reorderBy];
}

it('frames that are held back are held back by something', () => {
  expect(reorderingOf({ reorder: '50%' })).toEqual([0.5, 10e6]);
  expect(reorderingOf({ reorder: '50%', reorderBy: '2ms' })).toEqual([0.5, 2e6]);
  expect(reorderingOf({})).toEqual([0, 0]);
});
