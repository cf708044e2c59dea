import * as v from 'valibot';
import { DeviceSchema } from '../devices/device';
import {
  address,
  duration,
  identifier,
  label,
  prose,
  rate,
  share,
  size,
  whole,
} from '../schema/schema-parts';
import { FaultSchema } from '../faults/fault';
import { WorkloadSchema } from '../workloads/workload';

export { DeviceSchema, deviceKinds, type Device, type DeviceKind } from '../devices/device';
export * from '../protocols/protocol-settings';
export type { Problem } from '../schema/problem';
export { FaultSchema, faultKinds, type Fault, type FaultKind } from '../faults/fault';
export { WorkloadSchema, workloadKinds, type Workload, type WorkloadKind } from '../workloads/workload';

/**
 * The lab document, `*.hoplab.json`: what a person authored, with units, as it is saved. `lab.ts` resolves it into
 * the numbers that the engine runs on. The JSON Schema in `schemas/` is generated from this file.
 */
export const labVersion = 1;

/** Link directions and devices are 16-bit numbers in the trace. */
const mostDevices = 65_535;
const mostLinks = 32_767;

const linkEnd = v.strictObject({
  device: identifier,
  /** Default: the next free address of the link's subnet 10.0.N.0/24. */
  address: v.optional(address),
});

export const ImpairmentsSchema = v.strictObject({
  /** Share of frames lost at random, each on its own. */
  loss: v.optional(share),
  /** Gilbert-Elliott: frames are lost with `lossGood` in the good state and `lossBad` in the bad one. */
  burst: v.optional(
    v.strictObject({ toBad: share, toGood: share, lossGood: v.optional(share), lossBad: v.optional(share) }),
  ),
  duplicate: v.optional(share),
  corrupt: v.optional(share),
  /** Share of frames held back by `reorderBy`, default 10ms, so that later ones overtake. */
  reorder: v.optional(share),
  reorderBy: v.optional(duration),
  /** Up to this much is added to the propagation delay, evenly spread. */
  jitter: v.optional(duration),
});

export const LinkSchema = v.strictObject({
  id: identifier,
  a: linkEnd,
  b: linkEnd,
  bandwidth: rate,
  /** Propagation, one way. */
  delay: duration,
  /** Largest IP packet, bytes; default 1500. */
  mtu: v.optional(whole(128, 65535)),
  /** What may wait behind the frame being sent, in each direction, in bytes or packets; default 1000 packets. */
  queue: v.optional(
    v.union(
      [v.strictObject({ packets: whole(0, 10_000_000) }), v.strictObject({ bytes: size })],
      'either {"packets": 1000} or {"bytes": "64kB"}',
    ),
  ),
  /** Bytes that each frame occupies the link for besides its own, such as 24B for preamble, FCS and gap; default 0B. */
  frameOverhead: v.optional(size),
  /** Packets waiting at which ECN-capable ones are marked "congestion experienced"; default never. */
  markAt: v.optional(whole(0, 10_000_000)),
  impairments: v.optional(ImpairmentsSchema),
  note: v.optional(prose),
});

const allowedFigure = 'a figure: a text with a unit, or a number';

export const ClaimSchema = v.strictObject({
  id: identifier,
  says: prose,
  source: v.optional(prose),
  /** The name of a measure (docs/summary.md), and what it is taken of. */
  measure: v.string('the name of a measure'),
  workload: v.optional(identifier),
  device: v.optional(identifier),
  link: v.optional(identifier),
  /** A duration, size, rate or share with its unit, a plain number, or a text. */
  equals: v.optional(v.union([v.string(), v.number(), v.boolean()], allowedFigure)),
  /** How far from `equals` it may be, in the same unit. */
  within: v.optional(v.union([v.string(), v.number()], allowedFigure)),
  atLeast: v.optional(v.union([v.string(), v.number()], allowedFigure)),
  atMost: v.optional(v.union([v.string(), v.number()], allowedFigure)),
});

const allowedSetting = 'a text, a number, true or false';

/** A switch that resolves what the lab shows: pressing it sets these values. */
export const RemedySchema = v.strictObject({
  /** What is done, in a few words: `Keep connections open`. */
  label,
  set: v.pipe(
    v.array(
      v.strictObject({
        /** As in `--set`: `devices.client.tcp.timeWaitReuse`. */
        path: v.pipe(v.string('a path'), v.maxLength(400, 'at most 400 characters')),
        value: v.union([v.string(), v.number(), v.boolean()], allowedSetting),
      }),
      'a list of settings',
    ),
    v.minLength(1, 'at least one setting'),
  ),
});

export const LabDocumentSchema = v.strictObject({
  $schema: v.optional(v.string('a text')),
  version: v.literal(labVersion, String(labVersion)),
  title: label,
  notes: v.optional(prose),
  seed: whole(0, 0xffffffff),
  /** Simulated time at which a run ends at the latest. */
  duration,
  devices: v.pipe(
    v.array(DeviceSchema, 'a list of devices'),
    v.maxLength(mostDevices, `at most ${mostDevices} devices`),
  ),
  links: v.pipe(v.array(LinkSchema, 'a list of links'), v.maxLength(mostLinks, `at most ${mostLinks} links`)),
  workloads: v.optional(v.array(WorkloadSchema, 'a list of workloads')),
  faults: v.optional(v.array(FaultSchema, 'a list of faults')),
  claims: v.optional(v.array(ClaimSchema, 'a list of claims')),
  remedies: v.optional(v.array(RemedySchema, 'a list of remedies')),
});

export type Link = v.InferOutput<typeof LinkSchema>;
export type Impairments = v.InferOutput<typeof ImpairmentsSchema>;
export type Claim = v.InferOutput<typeof ClaimSchema>;
export type Remedy = v.InferOutput<typeof RemedySchema>;
export type LabDocument = v.InferOutput<typeof LabDocumentSchema>;
