import { describe, expect, it } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { RequestNames } from '../labels/request-names';
import { MessageTexts } from './message-texts';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { ScriptedRun } from '../testing/scripted-run';
import { seoulLab } from '../testing/visit';

const messagesOf = (trace: TraceReader) => new MessageTexts(trace, new RequestNames(trace, undefined));

describe('the messages of http records', () => {
  const run = new ScriptedRun(seoulLab());
  const connection = run.connection({ devices: [0, 2], addresses: [1, 2], ports: [32768, 80] });
  const paths = ['/', '/two'];
  const heads: string[] = [];
  let written = 0;
  for (const [request, path] of paths.entries()) {
    const text = `GET ${path} HTTP/1.1\r\nHost: server\r\n\r\n`;
    run.wrote(connection, 0, written, text, request);
    written += text.length;
    heads.push(text);
  }
  run.wrote(connection, 1, 0, 'HTTP/1.1 200 OK\r\n\r\n', 0);
  run.wrote(connection, 1, 19, 5000, 0);
  run.at(0, RecordKind.httpRequest, { connection });
  run.at(1, RecordKind.httpRequest, { connection, a: 1 });
  run.at(2, RecordKind.httpRequestReceived, { connection });
  run.at(3, RecordKind.httpResponse, { connection });
  run.at(4, RecordKind.runEnd);
  const messages = messagesOf(run.build());

  it('are told apart by their requests', () => {
    expect(messages.of(0)?.startLine).toBe('GET / HTTP/1.1');
    expect(messages.of(1)?.startLine).toBe('GET /two HTTP/1.1');
    expect(messages.of(2)?.startLine).toBe('GET / HTTP/1.1');
  });

  it('are as long as their head and body', () => {
    expect(messages.of(0)?.length).toBe(heads[0]?.length);
    expect(messages.of(3)).toEqual({ protocol: 'HTTP', startLine: 'HTTP/1.1 200 OK', length: 5019 });
  });

  it('are none for other records', () => {
    expect(messages.of(4)).toBeUndefined();
  });
});
