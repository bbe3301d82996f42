import { randomUUID } from 'node:crypto';
import { jsonOf } from '../common/reading.ts';
import { type Answer, json, type Request } from '../http.ts';
import { failureOf } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { costOf, planOf, run } from './execute.ts';
import type { Context } from './fields.ts';
import { type Operation, parseQuery, SyntaxProblem } from './query.ts';
import { schema } from './schema.ts';
import { type Shop, type State, servedVersion, shopAt, type Token } from './state.ts';
import { type GraphError, GraphProblem, variablesGiven } from './types.ts';

/** As a shop of the first plan has it. */
const rate = { maximumAvailable: 2000, restoreRate: 100 };
const queryCostMax = 1000;

export async function graphql(world: World, state: State, request: Request): Promise<Answer> {
  const shop = shopAt(world, state, request.params.shop!);
  if (!shop) return json({ errors: 'Not Found' }, 404);
  const version = servedVersion(request.params.version!);
  const token = tokenIn(shop, request);
  const problem = problemOfToken(world, token);
  if (problem) return spoken(problem, version);
  token!.isUsed = true;
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    return spoken(json({ errors: { query: 'Required parameter missing or invalid' } }, 400), version);
  const body = await jsonOf(request);
  if (typeof body?.query !== 'string')
    return spoken(json({ errors: { query: 'Required parameter missing or invalid' } }, 400), version);
  const context: Context = {
    world,
    shop,
    version,
    scopes: token!.scopes,
    failure: failureOf(request),
    changed: () => {
      state.changed();
      world.journal.stirred('shopify');
    },
  };
  return spoken(json(answered(context, body as Body)), version);
}

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

const tokenIn = (shop: Shop, { headers }: Request) =>
  shop.tokens.find(({ access }) => access === headers['x-shopify-access-token']);

function problemOfToken(world: World, token: Token | undefined): Answer | undefined {
  if (!token || (token.expiresAt !== null && token.expiresAt <= world.now().toISOString()))
    return json(
      { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      401,
    );
  return token.expiresAt === null
    ? json({ errors: '[API] Non-expiring access tokens are no longer accepted for the Admin API.' }, 403)
    : undefined;
}

const spoken = (answer: Answer, version: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'x-shopify-api-version': version, 'x-request-id': randomUUID() },
});

function answered(context: Context, { query, variables = {}, operationName }: Body): unknown {
  try {
    const document = parseQuery(query);
    const operation = chosen(document.operations, operationName);
    const given = variablesGiven(schema, operation.variables, variables ?? {});
    const asking = { schema, document, variables: given, scopes: context.scopes, context };
    const plan = planOf(asking, operation);
    const cost = costOf(plan);
    if (cost > queryCostMax) return tooDear(context, cost);
    if (context.failure === 'throttled' || available(context) < cost) return throttled(context, cost);
    const { data, errors } = run(asking, plan);
    spend(context, cost);
    return { data, ...(errors.length > 0 && { errors }), extensions: costFacts(context, cost, cost) };
  } catch (error) {
    const problem = errorOf(error);
    if (!problem) throw error;
    return { errors: [problem] };
  }
}

function errorOf(error: unknown): GraphError | undefined {
  if (error instanceof GraphProblem) return error.error;
  if (!(error instanceof SyntaxProblem)) return undefined;
  const { line, column } = error.at;
  return {
    message: `syntax error, ${error.message} at [${line}, ${column}]`,
    locations: [error.at],
    extensions: { code: 'PARSE_ERROR' },
  };
}

function chosen(operations: readonly Operation[], name: string | undefined): Operation {
  const found = name === undefined ? operations[0] : operations.find((one) => one.name === name);
  if (found && (name !== undefined || operations.length === 1)) return found;
  throw new GraphProblem({
    message: name === undefined ? 'An operation name is required' : `No operation named "${name}"`,
    extensions: { code: 'BAD_REQUEST' },
  });
}

function available({ shop, world }: Context): number {
  const seconds = Math.max(0, (world.now().getTime() - Date.parse(shop.spent.at)) / 1000);
  const owed = Math.max(0, shop.spent.points - seconds * rate.restoreRate);
  return Math.floor(rate.maximumAvailable - owed);
}

function spend(context: Context, points: number): void {
  context.shop.spent = {
    points: rate.maximumAvailable - available(context) + points,
    at: context.world.now().toISOString(),
  };
}

const costFacts = (context: Context, requested: number, actual: number | null) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: {
      maximumAvailable: rate.maximumAvailable,
      currentlyAvailable: context.failure === 'throttled' ? 0 : available(context),
      restoreRate: rate.restoreRate,
    },
  },
});

const throttled = (context: Context, cost: number) => ({
  errors: [
    {
      message: 'Throttled',
      extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
    },
  ],
  extensions: costFacts(context, cost, null),
});

const tooDear = (context: Context, cost: number) => ({
  errors: [
    {
      message: `Query cost is ${cost}, which exceeds the single query max cost limit (${queryCostMax}).`,
      extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: queryCostMax },
    },
  ],
  extensions: costFacts(context, cost, null),
});
