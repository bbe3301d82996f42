import { readFileSync } from 'node:fs';
import { modules } from '../app/modules.ts';
import { systemClock } from '../kit/clock.ts';
import { openDatabase } from '../kit/db/open.ts';
import { WorkspaceId } from '../kit/ids.ts';
import { openLog } from '../kit/log.ts';
import { policyOf } from '../kit/module.ts';
import { type Ground, readIn } from '../kit/work.ts';
import { searchKnowledge } from '../modules/knowledge/index.ts';
import { type LoopLengths, timed } from './inbox-loop.ts';
import { benchModel } from './knowledge-seed.ts';

/** The search as the autopilot asks for it: within the product's walls, with the question embedded already. */
export interface KnowledgeLoadSpec extends LoopLengths {
  readonly url: string;
  readonly workspaceId: string;
  readonly connections: number;
  readonly questions: readonly { readonly q: string; readonly vector: string }[];
}

const spec: KnowledgeLoadSpec = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const log = openLog({ name: 'bench', level: 'error' });
const db = await openDatabase({ url: spec.url, log, connectionsMax: spec.connections });
const nothing = async (): Promise<never> => {
  throw new Error('who looks writes nothing');
};
const outlets = { enqueue: nothing, publish: nothing };
const ground: Ground = { db, outlets, clock: systemClock, log, policy: policyOf(modules) };
const workspaceId = WorkspaceId.parse(spec.workspaceId);
const questions = spec.questions.map(({ q, vector }) => ({
  ...{ q, limit: 5 },
  embedding: { model: benchModel, vector: Float32Array.from(JSON.parse(vector) as number[]) },
}));

const client = async () => async (turn: number) => {
  const question = questions[turn % questions.length]!;
  const { items } = await readIn(ground, workspaceId, { actor: { kind: 'autopilot' } }, (ctx) =>
    searchKnowledge(ctx, question),
  );
  if (items.length === 0) throw new Error(`nothing is found for ${question.q}`);
};

console.log(
  JSON.stringify({ ...(await timed(client, spec)), maxMiB: process.resourceUsage().maxRSS / 1_024 }),
);
process.exit(0);
