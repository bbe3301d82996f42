import { type Sweep, type Work, work } from '../../../kit/module.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { runEmbedAll, runEmbedFaq } from './embedding.ts';
import { lookForProcessing, runIndexDocument } from './indexing.ts';
import { embedAll, embedFaq, indexDocument } from './jobs.ts';
import { lookForUnembedded } from './upkeep.ts';

export const piecesWork: readonly Work<KnowledgeOutside>[] = [
  work(indexDocument, runIndexDocument),
  work(embedFaq, runEmbedFaq),
  work(embedAll, runEmbedAll),
];

export const piecesSweeps: readonly Sweep[] = [
  { name: 'knowledge.look_for_processing', cron: '*/15 * * * *', run: lookForProcessing },
  { name: 'knowledge.look_for_unembedded', cron: '41 * * * *', run: lookForUnembedded },
];
