import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { Walk } from '../walk.ts';
import { ContextTextId, TrainingTextId } from './contract.ts';

const given = { kind: 'tone', content: 'We say du.', metadata: { of: 'brand' } };

/** A text of whoever asks in the walk. */
async function textOf(
  { ground, workspaceId, ownerId }: Walk,
  table: 'context_texts' | 'training_texts',
): Promise<string> {
  const id = newId(ContextTextId);
  const [more, at] = table === 'context_texts' ? [sql`, updated_at`, ground.clock.now()] : [sql``, null];
  await ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
    tx.run(sql`
      insert into autopilot.${sql.id(table)} (workspace_id, id, member_id, kind, content, created_at${more})
      select ${workspaceId}, ${id}, m.id, ${given.kind}, ${given.content}, ${ground.clock.now()}
             ${at === null ? sql`` : sql`, ${at}`}
        from workspaces.members m where m.user_id = ${ownerId}`),
  );
  return id;
}

const of = '/w/:workspaceId/autopilot';
const written = (brand: { parse(value: unknown): string }) => async () => ({
  params: { textId: newId(brand) },
  body: given,
  makesId: true as const,
});

/** A good input for every route of this part. */
export const textsSamples: Samples<Walk> = {
  [`GET ${of}/context-texts` as const]: async () => ({ query: { kind: 'tone' } }),
  [`PUT ${of}/context-texts/:textId` as const]: written(ContextTextId),
  [`DELETE ${of}/context-texts/:textId` as const]: async (w: Walk) => ({
    makesId: true,
    params: { textId: await textOf(w, 'context_texts') },
  }),
  [`GET ${of}/training-texts` as const]: async () => ({}),
  [`PUT ${of}/training-texts/:textId` as const]: written(TrainingTextId),
  [`DELETE ${of}/training-texts/:textId` as const]: async (w: Walk) => ({
    makesId: true,
    params: { textId: await textOf(w, 'training_texts') },
  }),
};
