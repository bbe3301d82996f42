import { z } from 'zod';
import { authorizer, type Unit } from '../../kit/ctx.ts';
import { errorsOf } from '../../kit/errors.ts';
import { event } from '../../kit/events/event.ts';
import { endpoint, route } from '../../kit/http/endpoint.ts';
import { newId, WorkspaceId } from '../../kit/ids.ts';
import { job } from '../../kit/jobs/job.ts';
import { listener, module, work } from '../../kit/module.ts';
import { EndpointId, type SecretKeeper } from '../../kit/outbound/contract.ts';
import { putEndpoint } from '../../kit/outbound/outbound.ts';
import * as db from './breakable.sql.ts';

/*
 * A module to break: one write without a key of its own, one job around one call outside, one listener. Whatever
 * happens twice leaves two rows, so a test only has to count.
 */

export const NoteId = z.uuid().brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;
export const TaskId = z.uuid().brand<'TaskId'>();
export type TaskId = z.infer<typeof TaskId>;
export const Note = z.object({ id: NoteId, text: z.string() });

/** The other end of the job's one call. */
export interface Outside {
  call(path: string): Promise<void>;
}

const authorize = authorizer({ 'faults.write': ['owner'] });
const inWorkspace = { workspaceId: WorkspaceId };

/** The id is made here and not by the caller: only the Idempotency-Key keeps a repeated request from a second row. */
const postNote = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/faults/notes',
  audience: 'workspace',
  permission: 'faults.write',
  summary: 'Write a note',
  params: inWorkspace,
  body: { text: z.string().min(1).max(200) },
  reply: Note,
});

const putTask = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/faults/tasks/:taskId',
  audience: 'workspace',
  permission: 'faults.write',
  summary: 'Have something done outside',
  params: { ...inWorkspace, taskId: TaskId },
  reply: z.object({}),
});

/** A customer's system that wants to hear of every note. */
const putCustomer = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/faults/customers/:endpointId',
  audience: 'workspace',
  permission: 'faults.write',
  summary: 'Tell a customer of every note',
  params: { ...inWorkspace, endpointId: EndpointId },
  body: { url: z.url() },
  reply: z.object({}),
});

const noteWritten = event({
  name: 'faults.note_written',
  payload: z.object({ noteId: NoteId }),
  forCustomers: true,
});

const carryOut = job({
  name: 'faults.carry_out',
  payload: z.object({ taskId: TaskId }),
  retryLimit: 5,
  retryDelaySeconds: 1,
  timeoutSeconds: 60,
});

/** Two short transactions around one call, as every job that talks to somebody does it. */
async function runTask(unit: Unit, { taskId }: { taskId: TaskId }, outside: Outside): Promise<void> {
  const claimed = await unit.work((ctx) => db.claimTask(ctx.tx, taskId));
  if (!claimed) return;
  await outside.call(`/tasks/${taskId}`);
  await unit.work(async (ctx) => {
    if ((await db.settleTask(ctx.tx, taskId, ctx.now)) === 1) {
      await db.insertEffect(ctx.tx, ctx.workspaceId, `task ${taskId}`);
    }
  });
}

async function hearNote(unit: Unit, { noteId }: { noteId: NoteId }, outside: Outside): Promise<void> {
  await outside.call(`/heard/${noteId}`);
  await unit.work(async (ctx) => {
    if ((await db.markNoteHeard(ctx.tx, noteId, ctx.now)) === 1) {
      await db.insertEffect(ctx.tx, ctx.workspaceId, `heard ${noteId}`);
    }
  });
}

export const breakable = (keeper: SecretKeeper) =>
  module<Outside>({
    name: 'faults',
    authorize,
    errors: errorsOf('faults', {}),
    routes: [
      route(postNote, async (ctx, { body }) => {
        authorize(ctx, 'faults.write');
        const note = await db.insertNote(ctx.tx, {
          workspaceId: ctx.workspaceId,
          id: newId(NoteId),
          text: body.text,
        });
        await ctx.publish(noteWritten, { noteId: note.id });
        return note;
      }),
      route(putTask, async (ctx, { params }) => {
        authorize(ctx, 'faults.write');
        await db.insertTask(ctx.tx, ctx.workspaceId, params.taskId);
        await ctx.enqueue(carryOut, { taskId: params.taskId });
        return {};
      }),
      route(putCustomer, async (ctx, { params, body }) => {
        await putEndpoint(ctx, keeper, {
          id: params.endpointId,
          url: body.url,
          eventNames: [],
          description: '',
        });
        return {};
      }),
    ],
    events: [noteWritten],
    work: [work<{ taskId: TaskId }, Outside>(carryOut, runTask)],
    listeners: [listener<{ noteId: NoteId }, Outside>('faults.hear_note', noteWritten, hearNote)],
  });
