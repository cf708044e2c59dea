import { describe, expect, it } from 'vitest';
import { chainLab } from '../testing/labs';
import { capturePorts, UnknownCapturePoint } from './capture-ports';

const lab = chainLab({ clients: 2 });
const names = (asked?: readonly string[]) => capturePorts(lab, asked).map((port) => port.name);

describe('the ports to capture at', () => {
  const all = ['client:eth0', 'client-2:eth0', 'router:eth0', 'router:eth1', 'router:eth2', 'server:eth0'];

  it("are the servers' when none is asked for, so that each packet is captured once", () => {
    expect(names()).toEqual(['server:eth0']);
    expect(names([])).toEqual(['server:eth0']);
  });

  it('are all of them where there is no server', () => {
    const clients = { ...lab, devices: lab.devices.filter((device) => device.kind !== 'server') };
    expect(capturePorts(clients).map((port) => port.name)).toEqual(all.slice(0, -1));
  });

  it('are all of them, in document order, at *', () => {
    expect(names(['*'])).toEqual(all);
    expect(names(['server', '*'])).toEqual(all);
  });

  it("are a device's ports, or the one that is named", () => {
    expect(names(['router'])).toEqual(['router:eth0', 'router:eth1', 'router:eth2']);
    expect(names(['server:eth0', 'router:eth1'])).toEqual(['router:eth1', 'server:eth0']);
    expect(names(['router', 'router:eth1'])).toHaveLength(3);
  });

  it.each(['sever', 'router:eth3', 'wan', ''])('do not exist at %j: it says what does', (asked) => {
    const refused = () => names(['client', asked]);
    expect(refused).toThrow(UnknownCapturePoint);
    expect(refused).toThrow(/there are: client, client:eth0, .*, server, server:eth0, \*$/);
  });
});
