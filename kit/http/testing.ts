import type { FastifyInstance, InjectOptions } from 'fastify';
import { z } from 'zod';
import { type Actor, authorizer, type Role } from '../ctx.ts';
import type { Database } from '../db/database.ts';
import { errorsOf } from '../errors.ts';
import { MemberId, newId, UserId, uuidv7, WorkspaceId } from '../ids.ts';
import { module } from '../module.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import { testGround } from '../testing/ground.ts';
import type { Credentials, Doorkeeper } from './doorkeeper.ts';
import { endpoint, type Route, route } from './endpoint.ts';
import { buildServer, type ServerOptions } from './server.ts';

/** A module that exists for these tests alone: notes that are written down and counted. */
const authorize = authorizer({ 'notes.read': ['owner', 'viewer'], 'notes.write': ['owner'] });

const NoteId = z.uuid().brand<'NoteId'>();
export const Note = z.object({ id: NoteId, body: z.string(), at: z.coerce.date() });
const inWorkspace = { workspaceId: WorkspaceId };

export const notesError = errorsOf('notes', {
  note_is_not_a_shout: [400, 'Please do not shout.'],
  refused_on_purpose: [409, 'This was refused on purpose.'],
});

export const postNote = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/notes',
  audience: 'workspace',
  permission: 'notes.write',
  summary: 'Write a note',
  params: inWorkspace,
  body: { body: z.string().min(1).max(100), tags: z.object({ first: z.number().int() }).optional() },
  reply: Note,
  status: 201,
  errors: ['notes.note_is_not_a_shout'],
});

export const listNotes = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/notes',
  audience: 'workspace',
  permission: 'notes.read',
  summary: 'All notes',
  params: inWorkspace,
  query: { limit: z.coerce.number().int().min(1).max(50).default(20) },
  reply: z.object({ items: z.array(Note) }),
  etag: true,
});

const noteRoutes = [
  route(postNote, async (ctx, { body }) => {
    authorize(ctx, 'notes.write');
    const id = NoteId.parse(uuidv7());
    await ctx.tx.run(sql`
      insert into notes.notes (workspace_id, id, body, at)
      values (${ctx.workspaceId}, ${id}, ${body.body}, ${ctx.now})`);
    if (body.body === 'refuse me') throw notesError('refused_on_purpose', { secret: 'for the log only' });
    return { id, body: body.body, at: ctx.now };
  }),
  route(listNotes, async (ctx, { query }) => {
    authorize(ctx, 'notes.read');
    const items = await ctx.tx.many(
      Note,
      sql`select id, body, at from notes.notes order by id limit ${query.limit}`,
    );
    return { items };
  }),
];

export const notesModule = (extra: readonly Route[] = []) =>
  module({ name: 'notes', routes: [...noteRoutes, ...extra], authorize, errors: notesError });

let made: Promise<Database> | undefined;

/** Not the database that others share: they look at every table there is, and this one is nobody's. */
async function makeDatabase(): Promise<Database> {
  const db = await (await scratchDatabase()).open();
  await makeTables(db);
  return db;
}

const makeTables = (db: Database) =>
  db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`create schema notes`);
    await tx.run(sql`grant usage on schema notes to app_server`);
    await tx.run(sql`
      create table notes.notes (
        workspace_id uuid not null,
        id uuid not null,
        body text not null,
        at timestamptz not null,
        primary key (workspace_id, id),
        constraint note_is_not_a_shout check (body <> upper(body)),
        constraint note_is_not_rude check (body <> 'rude')
      )`);
    await tx.run(
      sql`create unique index notes_once on notes.notes (workspace_id, body) where body like 'only once%'`,
    );
    await tx.run(sql`alter table notes.notes enable row level security`);
    await tx.run(sql`
      create policy notes_in_workspace on notes.notes
        using (workspace_id = (select app.current_workspace_id()))
        with check (workspace_id = (select app.current_workspace_id()))`);
    await tx.run(sql`grant select, insert on notes.notes to app_server`);
  });

type Member = Extract<Actor, { kind: 'member' }>;
type Reply = Awaited<ReturnType<FastifyInstance['inject']>>;

/** A server of its own over the database of this process, and a door that knows whom the test put there. */
export async function notesServer(options: Partial<ServerOptions> & { extra?: readonly Route[] } = {}) {
  const { extra, ...rest } = options;
  made ??= makeDatabase();
  const ground = await testGround([], await made);

  const people = new Map<string, UserId>();
  const places = new Map<string, Member>();
  let lookups = 0;
  const person = async ({ sessionToken, bearer }: Credentials) => {
    lookups += 1;
    const userId = people.get(sessionToken ?? bearer ?? '');
    return userId && { userId };
  };
  const doorkeeper: Doorkeeper = {
    person,
    member: async (credentials, workspaceId) => {
      const who = await person(credentials);
      return who && places.get(`${who.userId} ${workspaceId}`);
    },
  };
  const app = await buildServer({
    ground,
    modules: [notesModule(extra)],
    doorkeeper,
    checkReplies: true,
    ...rest,
  });

  async function workspace() {
    const workspaceId = newId(WorkspaceId);
    await ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        insert into workspaces.workspaces (id, name, created_at, updated_at)
        values (${workspaceId}, 'Test', now(), now())`),
    );
    return workspaceId;
  }

  async function signIn(workspaceId?: WorkspaceId, role: Role = 'owner') {
    const userId = newId(UserId);
    const memberId = newId(MemberId);
    const token = `token-${userId}`;
    await ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`
        insert into identity.users (id, email, name, created_at, updated_at)
        values (${userId}, ${`${userId}@test.local`}, 'Test', now(), now())`);
      if (!workspaceId) return;
      await tx.run(sql`
        insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
        values (${workspaceId}, ${memberId}, ${userId}, ${role}, now(), now())`);
    });
    people.set(token, userId);
    if (workspaceId) places.set(`${userId} ${workspaceId}`, { kind: 'member', userId, memberId, role });
    const ask = (request: InjectOptions): Promise<Reply> =>
      app.inject({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
    return { token, userId, memberId, ask };
  }

  return { app, ground, workspace, signIn, lookups: () => lookups };
}

/** One owner in a workspace of their own, and the address of its notes. */
export async function notesOwner(options: Parameters<typeof notesServer>[0] = {}) {
  const server = await notesServer(options);
  const workspaceId = await server.workspace();
  const owner = await server.signIn(workspaceId);
  const url = `/api/w/${workspaceId}/notes`;
  const notes = async () => (await owner.ask({ url })).json().items as { id: string; body: string }[];
  return { ...server, ...owner, workspaceId, url, notes };
}
