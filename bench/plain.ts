import fastify from 'fastify';
import pg from 'pg';
import { z } from 'zod';

/*
 * The same list by Fastify, zod and the driver, and nothing else: no session, no tenant context, no row security, no
 * limits, no headers. What Stoa's own ground costs is the distance to this.
 */

const spec: { url: string; workspaceId: string } = JSON.parse(process.argv[2]!);
const pool = new pg.Pool({ connectionString: spec.url, max: 10 });
const Params = z.strictObject({ workspaceId: z.uuid() });
const Query = z.strictObject({
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const text = `select id, name, timezone, created_at as "createdAt", closed_at as "closedAt" from workspaces.locations
   where workspace_id = $1 and closed_at is null order by name, id limit $2`;

const app = fastify();
app.get('/api/w/:workspaceId/locations', async (request) => {
  const { workspaceId } = Params.parse(request.params);
  const { limit } = Query.parse(request.query);
  const { rows } = await pool.query({ name: 'list', text, values: [workspaceId, limit + 1] });
  return { items: rows.slice(0, limit), next: rows.length > limit ? 'more' : null };
});
console.log(`ready ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
