import { tcpEvents, tcpStates } from '../src/shared/trace/record';
import { EventQueue } from '../src/engine/kernel/event-queue';
import { randomStream } from '../src/engine/kernel/random-streams';
import { noTransition } from '../src/engine/kernel/machine-table';
import { tcpTable } from '../src/engine/tcp/connection/connection-machine';
import { medianOf, processorMilliseconds, report } from './support/measure';

/** The event queue under the hold model (take one, schedule one), and one transition of a compiled machine. */

const holds = 2_000_000;

function holdModel(pending: number): number {
  const stream = randomStream(1, 'hold');
  // Increments as a network has them: mostly a serialisation time, sometimes a propagation delay, seldom a timer.
  const increments = Float64Array.from({ length: 65536 }, () => {
    const kind = stream.fraction();
    if (kind < 0.6) return 1_000 + (stream.unsigned32() % 120_000);
    return kind < 0.95
      ? 10_000_000 + (stream.unsigned32() % 75_000_000)
      : 200_000_000 + (stream.unsigned32() % 1e9);
  });
  const queue = new EventQueue(1024);
  for (let event = 0; event < pending; event++) queue.push(increments[event & 65535] as number, 1, event, 0);
  const milliseconds = processorMilliseconds(() => {
    for (let hold = 0; hold < holds; hold++) {
      queue.pop();
      queue.push(queue.time + (increments[hold & 65535] as number), 1, hold, 0);
    }
  });
  return holds / milliseconds / 1e3;
}

function transitionNanoseconds(): number {
  const count = 20_000_000;
  const events = tcpEvents.length;
  let state = 0;
  let taken = 0;
  const milliseconds = processorMilliseconds(() => {
    for (let index = 0; index < count; index++) {
      const cell = state * events + ((index * 7919) % events);
      const next = tcpTable.next[cell] as number;
      if (next !== noTransition) {
        state = next;
        taken += tcpTable.actionBits[cell] as number;
      }
    }
  });
  if (taken < 0 || state >= tcpStates.length) throw new Error('unreachable');
  return (milliseconds * 1e6) / count;
}

report([
  ...[1e3, 1e5, 1e6].map((pending) => ({
    name: `event queue, hold model, ${pending.toLocaleString('en')} pending`,
    value: medianOf(3, () => holdModel(pending)),
    unit: 'million events/s',
  })),
  { name: 'machine table, one transition', value: medianOf(3, transitionNanoseconds), unit: 'ns' },
]);
