import type { Problem } from '../../shared/lab/document';
import { setValue } from '../../shared/lab/set-value';

/** Carries out `PATH=VALUE` in a document. VALUE is JSON where it can be read so, else a text. Returns what stood in the way. */
export function setPath(document: unknown, assignment: string): Problem | undefined {
  const equals = assignment.indexOf('=');
  if (equals <= 0) {
    const allowed = 'PATH=VALUE, such as links.wan.delay=10ms';
    return { path: '--set', what: JSON.stringify(assignment), allowed };
  }
  return setValue(document, assignment.slice(0, equals), readValue(assignment.slice(equals + 1)));
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
