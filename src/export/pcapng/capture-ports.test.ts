import { describe, expect, it } from 'vitest';
import { chainLab } from '../testing/labs';
import { captureAdvice, capturePorts, UnknownCapturePoint } from './capture-ports';

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

describe('advice on reading a capture', () => {
  it.each([[['*']], [['server', 'router']], [['router']], [['client', 'server']]])(
    'is given for %j, where packets pass several of the ports',
    (asked) => {
      const first = capturePorts(lab, asked)[0]?.name ?? '';
      expect(captureAdvice(lab, asked)).toContain(`frame.interface_name == "${first}"`);
    },
  );

  it.each([[[]], [['server']], [['client', 'client-2']], [['router:eth2']]])(
    'is not needed for %j, where each packet is captured once',
    (asked) => {
      expect(captureAdvice(lab, asked)).toBeUndefined();
    },
  );
});
