import type { Contents } from '../../trace/contents';
import type { ByteStream } from '../../transport/byte-stream';
import type { HeadReader, MessageHead } from '../common/message-heads';

/** Reads messages one after the other off a stream's incoming direction, as its bytes arrive. */
export class MessageReader {
  private offset = 0;
  private head: MessageHead | undefined;
  private bodyEnd = 0;
  constructor(
    private readonly contents: Contents,
    private readonly heads: HeadReader,
  ) {}

  /** Calls `onMessage` for each message that is whole now that `total` bytes have arrived. */
  read(stream: ByteStream, total: number, onMessage: (head: MessageHead) => void): void {
    while (this.offset < total || this.head) {
      if (!this.head && !this.readHead(stream, total)) return;
      if (!this.head || total < this.bodyEnd) return;
      const head = this.head;
      this.offset = this.bodyEnd;
      this.head = undefined;
      onMessage(head);
    }
  }

  private readHead(stream: ByteStream, total: number): boolean {
    const { connection, end } = stream;
    const text = this.contents.textAt(
      { connection, end: end === 0 ? 1 : 0, stream: stream.stream },
      this.offset,
    );
    if (text === undefined || total < this.offset + text.length) return false;
    this.head = this.heads.read(text);
    this.bodyEnd = this.offset + text.length + this.head.contentLength;
    return true;
  }
}
