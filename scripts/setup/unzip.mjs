import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Unpacks a zip, keeping modes and symbolic links.
 * @param {string} archive
 * @param {string} folder where to; made if missing
 * @param {(name: string) => string | undefined} place the relative path that an entry gets, or nothing to leave it out
 * @param {(bytes: number) => void} [onBytes] told of every entry's size once it is written
 * @throws {Error} on a damaged archive, or on an entry whose place lies outside `folder`
 */
export async function unzip(archive, folder, place, onBytes) {
  const yauzl = await import('yauzl');
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      const relative = place(entry.fileName);
      if (relative === undefined || entry.fileName.endsWith('/')) continue;
      await writeEntry(zip, entry, inside(folder, relative));
      onBytes?.(entry.uncompressedSize);
    }
  } finally {
    zip.close();
  }
}

/** @param {string} folder @param {string} relative */
function inside(folder, relative) {
  const target = path.resolve(folder, relative);
  if (target.startsWith(path.resolve(folder) + path.sep)) return target;
  throw new Error(`the archive holds a file outside of its folder: ${relative}`);
}

/**
 * @param {import('yauzl').ZipFile} zip
 * @param {import('yauzl').Entry} entry
 * @param {string} target
 */
async function writeEntry(zip, entry, target) {
  await mkdir(path.dirname(target), { recursive: true });
  // The upper half of the external attributes is the Unix mode when a Unix system made the archive.
  const mode = entry.externalFileAttributes >>> 16;
  const stream = await zip.openReadStreamPromise(entry);
  if ((mode & 0o170000) === 0o120000) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    await symlink(Buffer.concat(chunks).toString('utf8'), target);
    return;
  }
  await pipeline(stream, createWriteStream(target, { mode: mode & 0o111 ? 0o755 : 0o644 }));
}
