import { expect, it } from 'vitest';
import { formatAddress } from '../units/address';
import { linkAddresses } from './addresses';
import { threeDevices } from './testing/labs';

type Written = readonly [a: string | undefined, b: string | undefined];

/** The addresses of client - router - server with these written, link by link. */
function addresses(...written: readonly Written[]): string[][] {
  const { devices, links } = threeDevices();
  const own = links.map((link, index) => {
    const [a, b] = written[index] ?? [];
    return {
      ...link,
      a: { device: link.a.device, ...(a === undefined ? {} : { address: a }) },
      b: { device: link.b.device, ...(b === undefined ? {} : { address: b }) },
    };
  });
  return linkAddresses({ devices, links: own }).map((pair) => pair.map(formatAddress));
}

it('gives each link a subnet of its own, the router .1 and hosts .2', () => {
  expect(addresses()).toEqual([
    ['10.0.1.2', '10.0.1.1'],
    ['10.0.2.1', '10.0.2.2'],
  ]);
});

it('takes the other end into the subnet of the address that is written', () => {
  expect(addresses(['192.168.4.7', undefined])[0]).toEqual(['192.168.4.7', '192.168.4.1']);
  expect(addresses(['192.168.4.1', undefined])[0]).toEqual(['192.168.4.1', '192.168.4.2']);
});

it('gives no end an address that another has', () => {
  const [first, second] = addresses(['10.0.2.9', undefined], [undefined, undefined]);
  expect(second).toEqual(['10.0.2.1', '10.0.2.2']);
  expect(first).toEqual(['10.0.2.9', '10.0.2.3']);
});

it('gives two ends that follow into one subnet an address each', () => {
  const ends = addresses(['10.9.0.7', undefined], [undefined, '10.9.0.8']).flat();
  expect(ends).toEqual(['10.9.0.7', '10.9.0.1', '10.9.0.2', '10.9.0.8']);
});
