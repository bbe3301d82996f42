import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { PersonaId } from '../ids/contract.ts';
import type { Walk } from '../walk.ts';
import { builtInPersona, type GivenPersona } from './contract.ts';
import { putPersona } from './personas.ts';

export const newPersonaId = () => newId(PersonaId);

/** One that answers everywhere, unless it is said otherwise. */
export async function persona(
  { ground, workspaceId }: { readonly ground: Ground; readonly workspaceId: WorkspaceId },
  given: Partial<GivenPersona> = {},
): Promise<PersonaId> {
  const personaId = newPersonaId();
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putPersona(ctx, { ...builtInPersona, name: 'Lina', isDefault: true, ...given, personaId }),
  );
  return personaId;
}

const ofNew = async (w: Walk) => ({ params: { personaId: await persona(w) } });
const of = '/w/:workspaceId/autopilot/personas';

/** A good input for every route of this part. */
export const personasSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await persona(w);
    return { query: { status: 'active' } };
  },
  [`GET ${of}/:personaId` as const]: ofNew,
  [`PUT ${of}/:personaId` as const]: async (w: Walk) => ({
    params: { personaId: newPersonaId() },
    body: { name: 'Lina', autonomyLevel: 3, locationId: await w.location(), discloses: 'always' },
  }),
  [`DELETE ${of}/:personaId` as const]: ofNew,
};
