import { formatDuration, formatSize } from '../../../shared/units/units';
import type { ParameterField } from './parameter-field';

type Described = Omit<ParameterField, 'path' | 'input' | 'byDefault'>;

/** Makers of the fields of a host's protocol, such as of all under `tcp`; values are those that hold by default. */
export function settingFields<Names extends string>(protocol: string) {
  const path = (name: Names) => [protocol, name];
  return {
    path,
    /** Nanoseconds. */
    duration: (name: Names, value: number, described: Described): ParameterField => ({
      path: path(name),
      input: { kind: 'text' },
      byDefault: formatDuration(value),
      ...described,
    }),
    /** Bytes. */
    size: (name: Names, value: number, described: Described): ParameterField => ({
      path: path(name),
      input: { kind: 'text' },
      byDefault: binarySize(value),
      ...described,
    }),
    whole: (name: Names, value: number | string, described: Described): ParameterField => ({
      path: path(name),
      input: { kind: 'whole' },
      byDefault: String(value),
      ...described,
    }),
    onOff: (name: Names, byDefault: boolean, described: Described): ParameterField => ({
      path: path(name),
      input: { kind: 'switch', byDefault },
      ...described,
    }),
  };
}

/** A size in whole MiB or KiB where it is that many, else as sizes are usually shown. */
function binarySize(bytes: number): string {
  if (bytes === 0) return formatSize(bytes);
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10} KiB` : formatSize(bytes);
}
