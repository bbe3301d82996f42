import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AutopilotSettings, type GivenSettings } from './contract.ts';

const shown = sql`
  model, temperature::float8 as temperature, top_p::float8 as top_p, language, tone, system_prompt, instructions,
  is_active as is_on,
  answers_messages, answers_comments, outside_hours, confidence_min::float8 as confidence_min, flagged_keywords,
  flagged_phrases, ignore_examples, document_languages, turns_max, escalation_minutes, reading_model,
  notified_emails, version, updated_at`;

/** SS-08: there is one row of a workspace, or none. */
export function findSettings(tx: Tx) {
  return tx.maybeOne(AutopilotSettings, sql`select ${shown} from autopilot.settings`);
}

export function holdSettings(tx: Tx) {
  return tx.maybeOne(AutopilotSettings, sql`select ${shown} from autopilot.settings for no key update`);
}

/** Answers 0 where somebody has set it up in the same moment. */
export function insertSettings(tx: Tx, workspaceId: WorkspaceId, now: Date) {
  return tx.run(sql`
    insert into autopilot.settings (workspace_id, version, created_at, updated_at)
    values (${workspaceId}, 1, ${now}, ${now}) on conflict (workspace_id) do nothing`);
}

export function changeSettings(tx: Tx, s: GivenSettings, version: number, updatedBy: MemberId | null) {
  return tx.run(sql`
    update autopilot.settings
       set model = ${s.model}, temperature = ${s.temperature}, top_p = ${s.topP}, language = ${s.language},
           tone = ${s.tone}, system_prompt = ${s.systemPrompt}, instructions = ${s.instructions}, is_active = ${s.isOn},
           answers_messages = ${s.answersMessages}, answers_comments = ${s.answersComments},
           outside_hours = ${s.outsideHours}, confidence_min = ${s.confidenceMin},
           flagged_keywords = ${s.flaggedKeywords}, flagged_phrases = ${s.flaggedPhrases},
           ignore_examples = ${s.ignoreExamples}, document_languages = ${s.documentLanguages},
           turns_max = ${s.turnsMax}, escalation_minutes = ${s.escalationMinutes},
           reading_model = ${s.readingModel}, notified_emails = ${s.notifiedEmails}, version = ${version}, updated_by = ${updatedBy}`);
}

const Switch = z.object({ isOn: z.boolean() });

/** Whether it is set up at all, and on: asked for every message that comes in. */
export function findSwitch(tx: Tx) {
  return tx.maybeOne(Switch, sql`select is_active as is_on from autopilot.settings`);
}
