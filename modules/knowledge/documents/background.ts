import { type Sweep, type Work, work } from '../../../kit/module.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { eraseDeleted, runEraseDocument } from './erasing.ts';
import { eraseDocument } from './jobs.ts';

export const documentsWork: readonly Work<KnowledgeOutside>[] = [work(eraseDocument, runEraseDocument)];

export const documentsSweeps: readonly Sweep[] = [
  { name: 'knowledge.erase_deleted', cron: '17 3 * * *', run: eraseDeleted },
];
