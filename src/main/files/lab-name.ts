import path from 'node:path';

const ending = '.hoplab.json';

/** What a lab's file is called without its ending: `office` for `/labs/office.hoplab.json`. */
export function labName(file: string): string {
  const base = path.basename(file);
  if (base.toLowerCase().endsWith(ending)) return base.slice(0, -ending.length);
  return path.basename(base, path.extname(base));
}

/** A file name to propose for a lab: its title with what file systems refuse taken out. */
export function proposedFileName(title: string, fileEnding = ending): string {
  const plain = title
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are among what file systems refuse
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80);
  return (plain || 'Untitled') + fileEnding;
}

/** A path with the ending that a dialog's user left out; `.json` alone is let be for labs. */
export function withEnding(file: string, wanted: string = ending): string {
  const extension = wanted.slice(wanted.lastIndexOf('.'));
  return file.toLowerCase().endsWith(extension) ? file : file + wanted;
}
