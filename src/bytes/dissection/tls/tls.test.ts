import { describe, expect, it } from 'vitest';
import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { dissectPacket } from '../dissect';
import { QuicScript } from '../../quic/testing/quic-script';
import { QuicTraceBuilder } from '../../quic/testing/quic-trace';
import { bytesOf } from '../../testing/bytes-of';
import { TraceBuilder } from '../../testing/trace-builder';
import { tls12Script, tls13Script } from '../../tls/testing/tls-script';
import type { TraceBytes } from '../../frames/trace-bytes';
import { clipFields } from '../../../wire/dissection/clip';

function sourceOf(write: (builder: TraceBuilder) => unknown): TraceBytes {
  const builder = new TraceBuilder(1, 443);
  builder.writer.runStart(5);
  write(builder);
  return bytesOf(builder.trace);
}

/** The layers above TCP of every segment that carries something. */
function above(source: TraceBytes): DissectedLayer[][] {
  const packets = Array.from({ length: source.trace.packets.length }, (_, packet) => packet);
  return packets
    .filter((packet) => source.trace.payloadBytes(packet) > 0)
    .map((packet) => dissectPacket(source, packet).layers.filter(({ layer }) => layer > 4));
}

const summaries = (source: TraceBytes) => above(source).map((layers) => layers.map(({ summary }) => summary));

function everyField(fields: readonly DissectedField[]): DissectedField[] {
  return fields.flatMap((one) => [one, ...everyField(one.children ?? [])]);
}

function fieldsNamed(layers: readonly DissectedLayer[], name: string): DissectedField[] {
  return everyField(layers.flatMap(({ fields }) => fields)).filter((one) => one.name === name);
}

describe('a segment of TLS 1.3', () => {
  const source = sourceOf((builder) => tls13Script(builder));

  it('is told record by record, with what is inside', () => {
    expect(summaries(source).slice(0, 5)).toEqual([
      [expect.stringMatching(/^ClientHello, \d+ bytes$/)],
      [
        expect.stringMatching(/^ServerHello, \d+ bytes$/),
        'Change Cipher Spec, 6 bytes',
        expect.stringMatching(
          /^EncryptedExtensions, Certificate, CertificateVerify, Finished, .* handshake keys$/,
        ),
      ],
      [expect.stringMatching(/^EncryptedExtensions, .*, continued from byte/)],
      [
        'Change Cipher Spec, 6 bytes',
        expect.stringMatching(/^Finished, 58 bytes, decrypted with the lab's handshake keys$/),
        expect.stringMatching(/^Application Data, 54 bytes, decrypted with the lab's application keys$/),
        'GET / HTTP/1.1',
      ],
      [
        expect.stringMatching(/^NewSessionTicket, NewSessionTicket, /),
        expect.stringMatching(/^Application Data, /),
        'HTTP/1.1 200 OK',
      ],
    ]);
  });

  it('has a response that goes on in later segments', () => {
    const last = summaries(source).slice(5, 7).flat();
    expect(last[0]).toMatch(/^Application Data, continued from byte [\d,]+ of 3,0\d\d, decrypted/);
    expect(last[1]).toMatch(/^body of HTTP\/1.1 200 OK, continued: bytes [\d,]+ to [\d,]+ of 3,000 bytes/);
  });

  it('says what a ClientHello offers, at the bytes where it does', () => {
    const [layers] = above(source);
    const { bytes } = dissectPacket(source, 3);
    const [name] = fieldsNamed(layers!, 'server_name');
    expect(name?.value).toBe('server');
    const text = Buffer.from(bytes).subarray(name!.offset, name!.offset + name!.length);
    expect(text.toString('latin1')).toContain('server');
    expect(fieldsNamed(layers!, 'supported_versions')[0]?.value).toBe('TLS 1.3, TLS 1.2');
    expect(fieldsNamed(layers!, 'Cipher Suites')[0]?.note).toContain('TLS_AES_128_GCM_SHA256');
  });

  it('places each field inside its own layer and parent', () => {
    for (const layers of above(source))
      for (const layer of layers) {
        const within = (fields: readonly DissectedField[], from: number, to: number): void => {
          for (const one of fields) {
            expect(one.offset).toBeGreaterThanOrEqual(from);
            expect(one.offset + one.length).toBeLessThanOrEqual(to);
            within(one.children ?? [], one.offset, one.offset + one.length);
          }
        };
        within(layer.fields, layer.offset, layer.offset + layer.length);
      }
  });

  it('covers every byte of its payload with fields', () => {
    const { trace } = source;
    for (let packet = 0; packet < trace.packets.length; packet += 1) {
      const { bytes, layers } = dissectPacket(source, packet);
      const covered = new Set<number>();
      for (const one of everyField(layers.filter(({ layer }) => layer === 6).flatMap(({ fields }) => fields)))
        for (let at = one.offset; at < one.offset + one.length; at += 1) covered.add(at);
      expect(covered.size).toBe(trace.payloadBytes(packet));
      expect(Math.max(-1, ...covered)).toBeLessThan(bytes.length);
    }
  });

  it('ends with an alert', () => {
    const last = above(source).at(-1)!;
    expect(last[0]?.summary).toBe("Alert: close_notify, 24 bytes, decrypted with the lab's application keys");
    expect(fieldsNamed(last, 'Description')[0]?.note).toBe('close_notify');
  });
});

describe('a segment of early data', () => {
  it('is opened with keys of its own', () => {
    const lines = summaries(sourceOf((builder) => tls13Script(builder, { earlyData: true }))).flat();
    expect(lines).toContain("Application Data, 54 bytes, decrypted with the lab's early data keys");
    expect(lines.find((line) => line.startsWith('EndOfEarlyData'))).toBe(
      "EndOfEarlyData, 26 bytes, decrypted with the lab's early data keys",
    );
  });
});

describe('a segment of TLS 1.2', () => {
  it('shows the handshake in the clear and what follows opened', () => {
    const source = sourceOf((builder) => tls12Script(builder));
    const lines = summaries(source).flat();
    expect(lines[1]).toMatch(/^ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, [\d,]+ bytes$/);
    expect(lines).toContain("Finished, 45 bytes, decrypted with the lab's application keys");
    expect(lines).toContain('GET / HTTP/1.1');
    const layers = above(source).flat();
    expect(fieldsNamed(layers, 'Explicit Nonce').length).toBeGreaterThan(3);
    expect(fieldsNamed(layers, 'Inner Content Type')).toEqual([]);
  });
});

describe('a QUIC datagram', () => {
  const builder = new QuicTraceBuilder();
  const packets = new QuicScript(builder).firstVisit();
  const source = bytesOf(builder.trace);
  const handshakes = packets.map((packet) =>
    dissectPacket(source, packet).layers.filter(({ name }) => name === 'Transport Layer Security'),
  );

  it('carries handshake messages in CRYPTO frames', () => {
    const lines = handshakes.flat().map(({ summary }) => summary);
    expect(lines[0]).toMatch(/^ClientHello, \d+ bytes from offset 0$/);
    expect(lines[1]).toMatch(/^ServerHello, /);
    expect(lines[2]).toMatch(/^EncryptedExtensions, Certificate/);
    expect(lines.find((line) => line.startsWith('NewSessionTicket'))).toBeDefined();
    expect(
      everyField(handshakes.flat().flatMap(({ fields }) => fields)).map(({ name }) => name),
    ).not.toContain('Malformed');
  });

  it("tells each end's transport parameters", () => {
    for (const datagram of [0, 1]) {
      const [limit] = fieldsNamed(handshakes[datagram]!, 'initial_max_data');
      expect(Number(limit?.value.replaceAll(',', ''))).toBeGreaterThan(10_000);
    }
  });
});

describe('clipped fields', () => {
  const child = { name: 'child', value: '', offset: 4, length: 2 };
  const whole = { name: 'whole', value: '', offset: 0, length: 10, children: [child] };

  it('are left as they are where they lie inside', () => {
    expect(clipFields([whole], 0, 10)).toEqual([whole]);
  });

  it('are cut at the edges, and their children with them', () => {
    const [cut] = clipFields([whole], 5, 8);
    expect(cut).toMatchObject({ offset: 5, length: 3, children: [{ offset: 5, length: 1 }] });
    expect(cut?.note).toContain('10 bytes');
  });

  it('are left out where they lie elsewhere', () => {
    expect(clipFields([whole], 10, 12)).toEqual([]);
    expect(clipFields([whole], 7, 9)[0]?.children).toEqual([]);
  });
});
