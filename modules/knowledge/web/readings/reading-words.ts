import type { IngestionItem, IngestionJob } from '../../contract.ts';
import { count, type Tone } from '../words.ts';

type Standing = Pick<IngestionJob, 'status' | 'wanted'> & Partial<IngestionJob>;

export const isOpen = ({ status }: Pick<IngestionJob, 'status'>): boolean =>
  status === 'pending' || status === 'running' || status === 'paused';

const words = {
  pending: ['accent', 'Waiting'],
  running: ['accent', 'Reading'],
  paused: ['warn', 'Paused'],
  completed: ['good', 'Done'],
  failed: ['danger', 'Failed'],
  cancelled: ['quiet', 'Ended early'],
} as const satisfies Record<IngestionJob['status'], readonly [Tone, string]>;

/** All pages of a file are known from its first one on; of a site more are found while it is read. */
const isRead = ({ kind, itemsProcessed = 0, itemsTotal = 0 }: Partial<IngestionJob>): boolean =>
  kind === 'file' && itemsTotal > 0 && itemsProcessed >= itemsTotal;

/** Where a reading stands, with what it was asked for and has not got to yet. */
export function readingState(job: Standing): { readonly tone: Tone; readonly word: string } {
  const { status, wanted } = job;
  const [tone, word] = words[status];
  if (status !== 'running') return { tone, word };
  if (wanted === 'run') return { tone, word: isRead(job) ? 'Being made searchable' : word };
  return { tone, word: wanted === 'pause' ? 'Pausing' : 'Ending' };
}

const kinds: Record<IngestionJob['kind'], string> = {
  file: 'File',
  page: 'Web page',
  text: 'Text',
  site: 'Site',
  embed: 'Everything, by another model',
};
export const readingKind = ({ kind }: Pick<IngestionJob, 'kind'>): string => kinds[kind];

type Far = Pick<IngestionJob, 'status' | 'itemsProcessed' | 'itemsTotal'>;

/** How far it is, of what is known until now: a site says what else there is while it is read. */
export function farWords({ status, itemsProcessed, itemsTotal }: Far): string {
  if (itemsTotal === 0) return status === 'pending' ? 'Waiting for its turn' : 'Nothing read yet';
  const total = Math.max(itemsTotal, itemsProcessed);
  return itemsProcessed === total
    ? count(total, 'page')
    : `${itemsProcessed.toLocaleString('en')} of ${count(total, 'page')}`;
}

const outcomes: Record<IngestionItem['outcome'], readonly [Tone, string]> = {
  indexed: ['good', 'New or changed'],
  unchanged: ['quiet', 'Unchanged'],
  failed: ['danger', 'Failed'],
  skipped: ['quiet', 'Left out'],
  gone: ['warn', 'No longer there'],
};
export const outcomeState = ({ outcome }: Pick<IngestionItem, 'outcome'>) => {
  const [tone, word] = outcomes[outcome];
  return { tone, word };
};
export const outcomeOptions = Object.entries(outcomes).map(([value, [, label]]) => ({ value, label }));
