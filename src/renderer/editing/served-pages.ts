import { hasTrait } from '../../shared/devices/device';
import type { LabDocument } from '../../shared/lab/document';
import { usualPages } from '../../shared/schema/schema-parts';

function pagesOf(document: LabDocument, server: string) {
  const device = document.devices.find(({ id }) => id === server);
  if (!device || !hasTrait(device, 'serving')) return [];
  return ('pages' in device ? device.pages : undefined) ?? usualPages;
}

/** The paths of a server's pages. */
export function pathsServedBy(document: LabDocument, server: string): string[] {
  return pagesOf(document, server).map(({ path }) => path);
}

/** How large a server's page is, as the document writes it; undefined: it has none at that path. */
export function sizeServed(document: LabDocument, server: string, path: string): string | undefined {
  return pagesOf(document, server).find((page) => page.path === path)?.size;
}
