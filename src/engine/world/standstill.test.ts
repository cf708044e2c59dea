import { expect, test } from 'vitest';
import { lineLab, runLab } from './testing/labs';

test('a run in which no time passes ends with an error that names what goes round', () => {
  // Not valid any more: a peer that is asked for at once, over a path of no length.
  const keepAlive = { idle: '0s', interval: '1s', probes: 3 };
  const way = { bandwidth: '9007Tbps', delay: '0s' };
  const run = () =>
    runLab(
      lineLab({
        client: { keepAlive },
        first: way,
        second: way,
        workload: { count: 2, interval: '1s', requestsPerConnection: 2 },
      }),
    );
  expect(run).toThrow(
    expect.objectContaining({ message: expect.stringContaining('a timer of TCP fires at client') as string }),
  );
});
