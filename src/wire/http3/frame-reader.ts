import { type Decoded, refuse } from '../encoding/decoded';
import { PendingBytes } from '../encoding/pending-bytes';
import { decodeHttp3Frame, type PlacedHttp3Frame } from './decode';

/** Reads the frames of a stream whose bytes come cut anywhere. Offsets count from the stream's first byte. */
export class Http3FrameReader {
  private readonly rest = new PendingBytes();

  /** `offset`: where the first frame begins, behind the stream type of a unidirectional stream. */
  constructor(private offset = 0) {}

  /** The frames now whole; an error's place counts from the stream's first byte, and nothing can be read after it. */
  push(bytes: Uint8Array): Decoded<PlacedHttp3Frame[]> {
    this.rest.push(bytes);
    const given = this.rest.bytes;
    const frames: PlacedHttp3Frame[] = [];
    for (let at = 0; ;) {
      const read = decodeHttp3Frame(given, at);
      if (!read.ok) {
        const { error } = read;
        if (error.at < given.length) return refuse(this.offset + error.at, error.what, error.allowed);
        this.rest.drop(at);
        this.offset += at;
        return { ok: true, value: frames };
      }
      frames.push({ ...read.value, offset: this.offset + at });
      at += read.value.length;
    }
  }
}
