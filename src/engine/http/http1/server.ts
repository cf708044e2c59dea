import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { Answer, Responder } from '../common/responder';
import { responseHead, type MessageHead } from '../common/message-heads';
import { MessageReader } from './message-reader';

/** Response heads by what makes them differ; the same few come again and again. */
export class ResponseHeads {
  private readonly known = new Map<number, string>();

  of(status: number, bytes: number, last: boolean): string {
    const key = (bytes * 1000 + status) * 2 + (last ? 1 : 0);
    let head = this.known.get(key);
    if (head === undefined) {
      head = responseHead(status, bytes, last);
      this.known.set(key, head);
    }
    return head;
  }
}

/** A request's place in the order of responses. */
interface Turn {
  readonly last: boolean;
  answer: Answer | undefined;
}

/** A server's end of an HTTP/1.1 connection: responses in the order of the requests (RFC 9112 section 9.3.2). */
export class Http1ServerConnection implements StreamListener {
  private readonly reader: MessageReader;
  private readonly turns: Turn[] = [];

  constructor(
    private readonly responder: Responder,
    private readonly heads: ResponseHeads,
  ) {
    const { contents, heads: requestHeads } = responder.environment;
    this.reader = new MessageReader(contents, requestHeads);
  }

  onOpen(): void {
    // The client speaks first.
  }

  onData(stream: ByteStream, _bytes: number, total: number): void {
    this.reader.read(stream, total, (head) => this.take(stream, head));
  }

  onEnd(stream: ByteStream): void {
    stream.close();
  }

  onError(): void {
    // The client learns of it, if anybody.
  }

  onClosed(stream: ByteStream): void {
    this.responder.environment.ledger.forget(stream.connection);
  }

  private take(stream: ByteStream, head: MessageHead): void {
    const request = this.responder.environment.ledger.take(stream.connection);
    if (request < 0) return;
    const [method = '', path = ''] = head.startLine.split(' ');
    const turn: Turn = { last: head.fields.get('connection') === 'close', answer: undefined };
    this.turns.push(turn);
    this.responder.take(stream.connection, request, method, path, (answer) => {
      turn.answer = answer;
      this.answerInOrder(stream);
    });
  }

  private answerInOrder(stream: ByteStream): void {
    for (let turn = this.turns[0]; turn?.answer; turn = this.turns[0]) {
      this.turns.shift();
      const { status, bytes, request } = turn.answer;
      this.responder.record(stream.connection, turn.answer);
      stream.write(this.heads.of(status, bytes, turn.last), bytes, request);
      if (turn.last) stream.close();
    }
  }
}
