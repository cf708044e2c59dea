/** A document of a line of devices, each linked to the next by 100 Mbps and 10 ms, and requests of some to others. */
export function lineOf(
  devices: readonly { readonly id: string; readonly kind: string }[],
  ...requests: readonly (readonly [from: string, to: string])[]
): object {
  const ids = devices.map(({ id }) => id);
  return {
    version: 1,
    title: 'A line',
    seed: 1,
    duration: '60s',
    devices: devices.map((device, index) => ({ position: { x: index * 300, y: 0 }, ...device })),
    links: ids.slice(1).map((id, index) => ({
      id: `link-${index}`,
      ...{ a: { device: ids[index] }, b: { device: id } },
      ...{ bandwidth: '100Mbps', delay: '10ms' },
    })),
    workloads: requests.map(([from, to]) => ({ id: `${from}-${to}`, kind: 'http-get', from, to })),
  };
}
