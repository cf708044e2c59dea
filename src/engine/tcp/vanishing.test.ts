import { expect, test } from 'vitest';
import { establishedClient } from './testing/tcp-script';

test('a host that vanishes sends nothing, tells nobody, and its timers are still', () => {
  const script = establishedClient().at('1s').write(1000).skip();
  script.endpoint.vanish();
  expect(script.state).toBe('CLOSED');
  const told = [...script.told];
  script.at('300s').expectNothing();
  expect(script.told).toEqual(told);
});

test('TIME-WAIT vanishes with its host', () => {
  const script = establishedClient().close().skip();
  script.at('200ms').inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).skip();
  expect(script.endpoint.timeWaitCount).toBe(1);
  script.endpoint.vanish();
  expect(script.endpoint.timeWaitCount).toBe(0);
  script.at('100s').expectNothing();
});
