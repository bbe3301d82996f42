import type { Ctx } from '../../../kit/ctx.ts';
import { autopilotError } from '../contract.ts';
import type { DecisionId } from '../ids/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { personaFor } from '../personas/personas.ts';
import { authorize } from '../policy.ts';
import { findSettings } from '../settings/settings.sql.ts';
import type { Replay } from './contract.ts';
import { callsFor, depsOf } from './decide.ts';
import { type Decided, type Deps, decideOn } from './deciding.ts';
import { getDecision } from './decisions.ts';
import { Snapshot } from './snapshot.ts';

interface Wanted {
  readonly decisionId: DecisionId;
  /** By what it was decided from, or by how things are set and written down by now. */
  readonly by: 'then' | 'now';
}

/** The same question once more. Nothing is sent and nothing is written. */
export async function replayDecision(ctx: Ctx, wanted: Wanted, outside: AutopilotOutside): Promise<Replay> {
  authorize(ctx, 'autopilot.manage');
  const before = await getDecision(ctx, wanted, 'autopilot.manage');
  const parsed = Snapshot.safeParse(before.snapshot);
  if (!parsed.success) throw autopilotError('decision_cannot_be_replayed', { ...wanted });
  const snapshot = wanted.by === 'then' ? parsed.data : await renewed(ctx, parsed.data);
  const { workspaceId, signal, log } = ctx;
  const unit = { workspaceId, signal, log, work: <T>(fn: (ctx: Ctx) => Promise<T>) => fn(ctx) };
  const loaded = { snapshot, talk: null, remark: null };
  const deps = depsOf(unit, outside, loaded, callsFor(wanted.decisionId));
  // What was looked up then holds: nobody is asked for it again, since nobody waits for the answer.
  const use: Deps['use'] = async (name) => snapshot.used?.find((one) => one.name === name) ?? null;
  const after = await decideOn(snapshot, { ...deps, use });
  return {
    before: {
      ...{ decision: before.decision, matchedRule: before.matchedRule, reason: before.reason },
      ...{ confidence: before.confidence, replyText: before.replyText },
    },
    after: shownOf(after),
  };
}

/** Who answers there by now is looked up anew; where that is, is part of what was seen. */
async function renewed(ctx: Ctx, seen: Snapshot): Promise<Snapshot> {
  const settings = (await findSettings(ctx.tx)) ?? seen.settings;
  const persona = await personaFor(ctx.tx, {
    accountId: seen.persona.accountId,
    locationId: seen.locationId,
  });
  return { ...seen, settings, persona, nearest: null, sources: null };
}

const shownOf = ({ decision, rule, reason, confidence, text }: Decided): Replay['after'] => ({
  ...{
    decision: decision === 'wait' ? null : decision,
    matchedRule: rule,
    reason,
    confidence,
    replyText: text,
  },
});
