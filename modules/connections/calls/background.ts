import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { runFindOutCall } from './finding-out.ts';
import { findOutCall, makeCall } from './jobs.ts';
import { purgeCalls, requeueCalls } from './keeping.ts';
import { runMakeCall } from './making.ts';

export const callsWork: readonly Work<ConnectionsOutside>[] = [
  work(makeCall, runMakeCall),
  work(findOutCall, runFindOutCall),
];

export const callsSweeps: readonly Sweep[] = [
  { name: 'connections.requeue_calls', cron: '*/5 * * * *', run: requeueCalls },
  { name: 'connections.purge_calls', cron: '41 2 * * *', run: purgeCalls },
];

export const callsInstallationSweeps: readonly InstallationSweep[] = [];
