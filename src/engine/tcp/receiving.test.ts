import { expect, test } from 'vitest';
import { establishedServer } from './testing/tcp-script';

const slow = { quickAcknowledgements: 0 };

test('a lone segment is acknowledged after the delay', () => {
  const script = establishedServer(slow).at('1s').inject({ flags: 'ACK', seq: 1, ack: 1, length: 1460 });
  script.expectNothing().at('1039ms').expectNothing().at('1040ms').expect({ flags: 'ACK', ack: 1461 });
});

test('every second full segment is acknowledged at once', () => {
  const script = establishedServer(slow).at('1s').inject({ flags: 'ACK', seq: 1, ack: 1, length: 1460 });
  script.inject({ flags: 'ACK', seq: 1461, ack: 1, length: 1460 }).expect({ flags: 'ACK', ack: 2921 });
});

test('quick ACK: the first segments are acknowledged each', () => {
  const script = establishedServer({ quickAcknowledgements: 2 });
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 100 }).expect({ flags: 'ACK', ack: 101 });
  script.inject({ flags: 'ACK', seq: 101, ack: 1, length: 100 }).expect({ flags: 'ACK', ack: 201 });
  script.inject({ flags: 'ACK', seq: 201, ack: 1, length: 100 }).expectNothing();
});

test('an out-of-order segment is acknowledged at once, and delivered when the gap is filled', () => {
  const script = establishedServer(slow).inject({ flags: 'ACK', seq: 1461, ack: 1, length: 1460 });
  script.expect({ flags: 'ACK', ack: 1 });
  expect(script.told).not.toContain('data 1460');
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1460 }).expect({ flags: 'ACK', ack: 2921 });
  expect(script.told).toContain('data 2920');
});

test('SACK blocks report what is held, the latest first', () => {
  const script = establishedServer({ ...slow, selectiveAcknowledgement: true }, { sackPermitted: true });
  script
    .inject({ flags: 'ACK', seq: 1001, ack: 1, length: 1000 })
    .expect({ flags: 'ACK', ack: 1, sack: [[1001, 2001]] });
  script.inject({ flags: 'ACK', seq: 3001, ack: 1, length: 1000 }).expect({
    flags: 'ACK',
    ack: 1,
    sack: [
      [3001, 4001],
      [1001, 2001],
    ],
  });
  script
    .inject({ flags: 'ACK', seq: 2001, ack: 1, length: 1000 })
    .expect({ flags: 'ACK', ack: 1, sack: [[1001, 4001]] });
});

test('a segment that had arrived is acknowledged again and not delivered twice', () => {
  const script = establishedServer().inject({ flags: 'ACK', seq: 1, ack: 1, length: 100 }).skip();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 100 }).expect({ flags: 'ACK', ack: 101 });
  expect(script.told.filter((word) => word.startsWith('data'))).toEqual(['data 100']);
});

test('a FIN that arrives before the data in front of it counts when that has come', () => {
  const script = establishedServer(slow).inject({ flags: 'FIN ACK', seq: 101, ack: 1, length: 100 }).skip();
  expect(script.state).toBe('ESTABLISHED');
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 100 });
  expect(script.state).toBe('CLOSE-WAIT');
  expect(script.told).toEqual(['open', 'data 200', 'end']);
});

test('an application that does not read closes the window, and reading opens it again', () => {
  const script = establishedServer({ ...slow, receiveBuffer: '2920B' }, { mss: 1460 }).pauseReading();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1460 });
  script
    .inject({ flags: 'ACK', seq: 1461, ack: 1, length: 1460 })
    .expect({ flags: 'ACK', ack: 2921, window: 0 });
  script.at('1s').resumeReading().expect({ flags: 'ACK', ack: 2921, window: 2920 });
});

test('the ACK of a FIN waits for the application’s own, unless a FIN is all that ever came (as Linux)', () => {
  const script = establishedServer({ delayedAcknowledgement: '40ms' });
  script.inject({ flags: 'PSH ACK', seq: 1, ack: 1, length: 100 }).skip().at('200ms');
  script.inject({ flags: 'FIN PSH ACK', seq: 101, ack: 1, length: 100 }).at('239ms').expectNothing();
  script.at('240ms').expect({ flags: 'ACK', ack: 202 });
  establishedServer()
    .inject({ flags: 'FIN ACK', seq: 1, ack: 1 })
    .at('100ms')
    .expect({ flags: 'ACK', ack: 2 });
});

test('a full segment that is sent again has no room for SACK blocks beside its data', () => {
  const settings = { ...slow, selectiveAcknowledgement: true, timestamps: false, tailLossProbe: false };
  const script = establishedServer(settings, { sackPermitted: true });
  script.write(1460).skip();
  script.inject({ flags: 'ACK', seq: 1001, ack: 1, length: 1000 });
  script.expect({ flags: 'ACK', seq: 1461, length: 0, sack: [[1001, 2001]] });
  script.at('400ms').expect({ flags: 'PSH ACK', seq: 1, length: 1460, sack: [] });
});
