import { pathOf } from '../../../shared/lanes/lanes-lane';
import { FallbackWinner } from '../../../shared/trace/kinds/http';
import type { Sentences } from './telling';

/** How requests come along, and what holds them up. Requests count from 1 for people. */
export const httpSentences = {
  appStart: ({ source, device, values: { request, workload: index } }) => {
    const { topology, labels } = source;
    const workload = topology.lab.workloads[index];
    const what = labels.requests.path(request) || pathOf(workload, 0) || 'a page';
    const wanted = workload ? `${what} of ${topology.deviceId(workload.to)}` : 'a page';
    return `A user at ${device} asks for ${wanted} (request ${request + 1})`;
  },
  httpRequest: ({ trace, record, device, values: { request } }) => {
    const isQuic = trace.connections[trace.connection(record)]?.protocol === 'quic';
    return `${device} hands request ${request + 1} to ${isQuic ? 'QUIC' : 'TCP'}`;
  },
  httpRequestReceived: ({ device, values: { request } }) => `${device} has read request ${request + 1} whole`,
  httpResponse: ({ device, values: { request, status } }) =>
    `${device} answers request ${request + 1} with ${status}`,
  httpResponseReceived: ({ device, values: { request, status } }) =>
    `${device} has read the answer to request ${request + 1} whole: ${status}`,
  appError: ({ device, values: { request }, words: { error } }) =>
    `Request ${request + 1} of ${device} fails: ${error}`,
  httpBlocked: ({ values: { request }, words: { by } }) =>
    `The answer to request ${request + 1} is held back by the ${by}`,
  httpUnblocked: ({ values: { request } }) => `The answer to request ${request + 1} may go on`,
  httpStream: ({ device, words: { stream, from, to } }) =>
    `Stream ${stream} at ${device} goes from ${from} to ${to}`,
  appFallback: ({ device, values: { request, winner } }) => {
    if (winner === FallbackWinner.tcp)
      return `${device} uses TCP for request ${request + 1}: QUIC was not ready in time`;
    return winner === FallbackWinner.quic
      ? `${device} uses QUIC for request ${request + 1}: it was ready before TCP`
      : `${device} has no way left for request ${request + 1}`;
  },
} satisfies Sentences;
