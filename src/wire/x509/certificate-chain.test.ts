import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { SeededBytes } from '../cryptography/seeded-bytes';
import {
  certificateChain,
  chainBytes,
  type ChainKeys,
  rootCertificate,
  smallestChainBytes,
} from './certificate-chain';

const seeded = new SeededBytes(cryptography, 42);
const keys: ChainKeys = {
  server: seeded.bytes('server', 32),
  intermediate: seeded.bytes('intermediate', 32),
  root: seeded.bytes('root', 32),
  serials: [seeded.bytes('one', 20), seeded.bytes('two', 20), seeded.bytes('three', 20)],
};
const chainOf = (host: string, wanted: number) => certificateChain(cryptography, keys, host, wanted);
const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a certificate chain', () => {
  it('has any length from the smallest on, to the byte', () => {
    const smallest = smallestChainBytes('server');
    const lengths = [
      ...Array.from({ length: 400 }, (_, more) => smallest + more),
      ...[1500, 2000, 3000, 4096, 65_500, 65_536, 65_600, 100_000],
    ];
    for (const wanted of lengths) {
      const [server, intermediate] = chainOf('server', wanted);
      expect(server.length + intermediate.length).toBe(wanted);
    }
  });

  it('has no less than its smallest length', () => {
    const [server, intermediate] = chainOf('server', 10);
    expect(server.length + intermediate.length).toBe(smallestChainBytes('server'));
    expect(chainBytes('server', 10)).toBe(smallestChainBytes('server'));
    expect(smallestChainBytes('server')).toBeLessThan(1000);
  });

  it('is the same every time, and another for another host', () => {
    expect(chainOf('server', 3000)).toEqual(chainOf('server', 3000));
    expect(chainOf('server', 3000)[0]).not.toEqual(chainOf('origin', 3000)[0]);
  });

  it('is signed from the root down, as Node verifies', () => {
    const [server, intermediate] = chainOf('www.example.com', 3000).map((der) => new X509Certificate(der));
    const root = new X509Certificate(rootCertificate(cryptography, keys));
    expect(server?.verify(intermediate!.publicKey)).toBe(true);
    expect(intermediate?.verify(root.publicKey)).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(server?.verify(root.publicKey)).toBe(false);
    expect(server?.checkIssued(intermediate!)).toBe(true);
    expect(server?.checkHost('www.example.com')).toBe('www.example.com');
    expect(server?.ca).toBe(false);
    expect(intermediate?.ca).toBe(true);
    expect(server?.subject).toBe('O=Hoplab\nCN=www.example.com');
  });

  it("names a host's address as an address", () => {
    const certificate = new X509Certificate(chainOf('10.0.2.2', 2000)[0]);
    expect(certificate.checkIP('10.0.2.2')).toBe('10.0.2.2');
  });

  it('has room for the longest host name', () => {
    const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.example`;
    const certificate = new X509Certificate(chainOf(host, 3000)[0]);
    expect(certificate.checkHost(host)).toBe(host);
  });

  it.skipIf(!hasOpenssl())('is verified by openssl, which reads every field', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hoplab-chain-'));
    try {
      const [server, intermediate] = chainOf('server', 2500);
      const files = {
        server: pem(server),
        intermediate: pem(intermediate),
        root: pem(rootCertificate(cryptography, keys)),
      };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const run = (...options: string[]) =>
        execFileSync('openssl', options, { cwd: folder, encoding: 'utf8' });
      const strict = ['-x509_strict', '-attime', '1000000000'];
      expect(run('verify', ...strict, '-CAfile', 'root', '-untrusted', 'intermediate', 'server').trim()).toBe(
        'server: OK',
      );
      const text = run('x509', '-in', 'server', '-noout', '-text');
      expect(text).toContain('DNS:server');
      expect(text).toContain('TLS Web Server Authentication');
      expect(text).toContain('makes the chain as long as the lab document asks for');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
