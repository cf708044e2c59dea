import {
  describeMachines,
  claimResults,
  observe,
  digestTrace,
  createSimulation,
  type Simulation,
} from '../engine/index';
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { resolveLab } from '../shared/lab/lab';
import type { LabDocument } from '../shared/lab/document';
import type { NumberedQuestion, WorkerReply, WorkerRequest } from '../shared/messages/worker-messages';
import { TraceBytes } from '../bytes/frames/trace-bytes';
import { nodeCryptography } from './node-cryptography';
import { answerPacket } from './packet-answer';
import { pictureMoment } from './picture-moment';
import { SimulationRunner } from './simulation-runner';
import { writeTraceFile } from './trace-file';

/** The thread's entry: runs one lab, and answers what main asks about it. */

interface Run {
  readonly document: LabDocument;
  readonly simulation: Simulation;
  readonly runner: SimulationRunner;
  readonly bytes: TraceBytes;
}

if (!parentPort) throw new TypeError('This file is the entry of a worker thread.');
const port = parentPort;
let run: Run | undefined;

function send(reply: WorkerReply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(reply, transfer);
}

function begin(document: LabDocument): Run {
  const simulation = createSimulation(resolveLab(document));
  const hashTrace = () => {
    const hash = createHash('sha256');
    digestTrace(simulation.trace, hash);
    return hash.digest('hex');
  };
  const runner = new SimulationRunner(simulation, { send, schedule: setImmediate, hashTrace });
  runner.start();
  return { document, simulation, runner, bytes: new TraceBytes(simulation.trace, nodeCryptography) };
}

async function answer(question: NumberedQuestion): Promise<unknown> {
  if (question.about === 'machines') return describeMachines();
  if (!run) throw new RangeError('No lab was run yet.');
  const { document, simulation, runner, bytes } = run;
  const { lab, trace } = simulation;
  switch (question.about) {
    case 'stop':
      runner.stop();
      return undefined;
    case 'packet':
      return answerPacket(bytes, question.packet, question.record);
    case 'claims':
      return claimResults(document, observe(lab, trace, simulation.now));
    case 'export':
      return runner.hold(() => writeTraceFile(lab, bytes, question.format, question.file, question.capture));
    case 'moment':
      return pictureMoment(lab, trace);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function reply(question: NumberedQuestion): Promise<void> {
  const { number } = question;
  try {
    send({ type: 'answer', number, answer: await answer(question) });
  } catch (error) {
    send({ type: 'refused', number, message: messageOf(error) });
  }
}

port.on('message', (request: WorkerRequest) => {
  if (request.type === 'acknowledge') run?.runner.acknowledge();
  else if (request.type === 'ask') void reply(request);
  else {
    try {
      run = begin(request.document);
    } catch (error) {
      send({ type: 'failed', message: messageOf(error) });
    }
  }
});
